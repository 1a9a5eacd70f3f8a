"""What became of a page: where it is now, and whether this user may still edit it."""

from __future__ import annotations

from editor.wiki.answers import api_messages, understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.records import ApiMessage


class PageTracing(ApiCaller):
    def title_of(self, pageid: int) -> str:
        """What the page is called now: a move keeps its number. Empty when there is none.

        https://www.mediawiki.org/wiki/API:Info
        """
        answer = self.call("query", {"pageids": pageid, "prop": "info"})
        with understood():
            page = answer["query"]["pages"][0]
            return "" if page.get("missing") else str(page["title"])

    def edit_refusals(self, title: str) -> tuple[ApiMessage, ...]:
        """Why the wiki would not let this user save the page; empty when it would.

        Asking changes nothing; trying to save while one is blocked does.
        """
        params: Params = {
            "titles": [title],
            "prop": "info",
            "intestactions": ("edit", "create"),
            "intestactionsdetail": "full",
        }
        answer = self.call("query", params)
        with understood():
            page = answer["query"]["pages"][0]
            actions = page["actions"]
            create = actions["create"] if page.get("missing") else []
            return api_messages([*actions["edit"], *create])
