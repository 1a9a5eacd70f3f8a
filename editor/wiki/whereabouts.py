"""Where a page is now that is not where it was."""

from __future__ import annotations

from editor.wiki.answers import understood
from editor.wiki.core import ApiCaller


class PageTracing(ApiCaller):
    def title_of(self, pageid: int) -> str:
        """What the page is called now: a move keeps its number. Empty when there is none.

        https://www.mediawiki.org/wiki/API:Info
        """
        answer = self.call("query", {"pageids": pageid, "prop": "info"})
        with understood():
            page = answer["query"]["pages"][0]
            return "" if page.get("missing") else str(page["title"])
