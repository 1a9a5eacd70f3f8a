"""How pages stand just now: many in one question, without their texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from editor.wiki.answers import level_for, moment, understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params

# What the API takes in one parameter from an account that is no bot.
TITLES_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNow:
    """A page and its newest revision; all is empty or 0 where the page does not exist.

    What only some users may see of it is left out: the answer to one is told to others.
    """

    title: str
    pageid: int = 0
    revid: int = 0
    user: str = ""
    comment: str = ""
    timestamp: datetime | None = None
    content_model: str = ""
    is_redirect: bool = False
    level: str = ""
    """What it takes to edit the page, or to create it; empty where everybody may."""


class PageWatching(ApiCaller):
    """https://www.mediawiki.org/wiki/API:Info, https://www.mediawiki.org/wiki/API:Revisions"""

    def pages_now(self, titles: Sequence[str]) -> dict[str, PageNow]:
        """By the title as it was asked for; one that no page can have is left out.

        It waits for no slot: who asks this has something else to do. Raises WikiBusyError then.
        """
        found: dict[str, PageNow] = {}
        for start in range(0, len(titles), TITLES_AT_ONCE):
            batch = titles[start : start + TITLES_AT_ONCE]
            params: Params = {
                "titles": batch,
                "prop": ("info", "revisions"),
                "inprop": "protection",
                "rvprop": ("ids", "timestamp", "user", "comment"),
            }
            answer = self.call("query", params, wait=False)
            with understood():
                found |= _by_asked_title(batch, answer["query"])
        return found


def _by_asked_title(asked: Sequence[str], query: Mapping[str, Any]) -> dict[str, PageNow]:
    canonical = {item["from"]: item["to"] for item in query.get("normalized") or ()}
    pages = {
        page["title"]: _page_now(page)
        for page in query.get("pages") or ()
        if not (page.get("special") or page.get("invalid"))
    }
    named = ((title, canonical.get(title, title)) for title in asked)
    return {title: pages[name] for title, name in named if name in pages}


def _page_now(page: Mapping[str, Any]) -> PageNow:
    action = "create" if page.get("missing") else "edit"
    level = level_for(action, page.get("protection") or ())
    rows = page.get("revisions")
    if page.get("missing") or not rows:
        return PageNow(title=page["title"], level=level)
    newest = rows[0]
    return PageNow(
        title=page["title"],
        pageid=page["pageid"],
        revid=newest["revid"],
        user="" if newest.get("userhidden") else newest.get("user") or "",
        comment="" if newest.get("commenthidden") else newest.get("comment") or "",
        timestamp=moment(newest["timestamp"]),
        content_model=page.get("contentmodel") or "",
        is_redirect=bool(page.get("redirect")),
        level=level,
    )
