"""The history of a page: who changed what, and how the wiki speaks of undoing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address
from typing import Any

from editor.wiki.answers import moment, understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.errors import InvalidTitleError
from editor.wiki.records import ApiMessage

HISTORY_PROPERTIES = (
    "ids", "timestamp", "user", "comment", "parsedcomment", "size", "sha1", "tags", "flags",
)  # fmt: skip
# The most that the wiki lists in one answer; tags beyond it are called by their plain names.
TAGS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Tag:
    name: str
    html: str
    """As the wiki shows it, NOT sanitised; empty when it wants the tag not to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    revid: int
    parentid: int
    """0 for the first revision."""
    timestamp: datetime
    user: str
    is_user_hidden: bool
    comment_html: str
    """NOT sanitised."""
    is_comment_hidden: bool
    is_text_hidden: bool
    size: int
    size_change: int | None
    """None when the revision before is not known."""
    tags: tuple[Tag, ...]
    is_minor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One page of the list, newest first."""

    title: str
    """As the wiki spells it."""
    pageid: int
    """0 where the page does not exist."""
    latest_revid: int
    content_model: str
    entries: tuple[HistoryEntry, ...]
    following: str
    """What goes on with the next older entries; empty at the end."""


class HistoryReading(ApiCaller):
    """https://www.mediawiki.org/wiki/API:Revisions"""

    def history(self, title: str, *, limit: int = 50, following: str = "") -> History:
        """The revisions of a page. Raises InvalidTitleError."""
        params: Params = {
            "titles": [title],
            "prop": ("info", "revisions"),
            "rvprop": HISTORY_PROPERTIES,
            "rvslots": "main",
            "rvlimit": limit,
            "rvcontinue": following or None,
            "list": "tags",
            "tgprop": "displayname",
            "tglimit": TAGS_AT_ONCE,
        }
        answer = self.call("query", params)
        with understood():
            query = answer["query"]
            page = (query.get("pages") or [{"invalid": True}])[0]
            if page.get("invalid") or page.get("special"):
                raise InvalidTitleError("No such page.", messages=[ApiMessage("invalidtitle")])
            rows = page.get("revisions") or []
            sizes = {row["revid"]: row.get("size") or 0 for row in rows}
            oldest = rows[-1]["parentid"] if rows else 0
            tags = {tag["name"]: tag.get("displayname") for tag in query.get("tags") or ()}
            going_on = str((answer.get("continue") or {}).get("rvcontinue") or "")
        # The oldest one shown is measured against one that the next page begins with.
        sizes |= self._sizes(oldest) if oldest else {}
        with understood():
            return History(
                title=page["title"],
                pageid=page.get("pageid") or 0,
                latest_revid=page.get("lastrevid") or 0,
                content_model=page.get("contentmodel") or "",
                entries=tuple(_entry(row, sizes, tags) for row in rows),
                following=going_on,
            )

    def undo_summary(self, revid: int, user: str, *, language: str) -> str:
        """The wiki's usual summary for undoing one revision, in the wiki's own language."""
        name, args = "undo-summary", [str(revid), user]
        if not user:
            name, args = "undo-summary-username-hidden", [str(revid)]
        elif _is_address(user):
            name = "undo-summary-anon"
        params: Params = {
            "meta": "allmessages",
            "ammessages": name,
            "amargs": args,
            "amlang": language,
            "amenableparser": True,
        }
        answer = self.call("query", params)
        with understood():
            summary = str(answer["query"]["allmessages"][0].get("content") or "")
        # A wiki that wants none has a dash for it.
        return "" if summary == "-" else summary

    def redirect_target(self, title: str) -> str:
        """Where a redirect leads, with `#section` when it says so; empty when it is none.

        Raises InvalidTitleError for one to another wiki.
        """
        answer = self.call("query", {"titles": [title], "redirects": True})
        with understood():
            query = answer.get("query") or {}
            if query.get("interwiki"):
                raise InvalidTitleError(
                    "The redirect leads to another wiki.",
                    messages=[ApiMessage("edit-invalidredirect", data=query["interwiki"][0])],
                )
            steps = query.get("redirects") or []
            if not steps:
                return ""
            fragment = steps[-1].get("tofragment") or ""
            return str(steps[-1]["to"]) + (f"#{fragment}" if fragment else "")

    def _sizes(self, revid: int) -> dict[int, int]:
        answer = self.call(
            "query", {"revids": revid, "prop": "revisions", "rvprop": ("ids", "size")}
        )
        with understood():
            pages = (answer.get("query") or {}).get("pages") or ()
            return {
                row["revid"]: row.get("size") or 0
                for page in pages
                for row in page.get("revisions") or ()
            }


def _entry(
    row: Mapping[str, Any], sizes: Mapping[int, int], tags: Mapping[str, str | None]
) -> HistoryEntry:
    size, parent = row.get("size") or 0, row["parentid"]
    before = 0 if parent == 0 else sizes.get(parent)
    return HistoryEntry(
        revid=row["revid"],
        parentid=parent,
        timestamp=moment(row["timestamp"]),
        user=row.get("user") or "",
        is_user_hidden=bool(row.get("userhidden")),
        comment_html=row.get("parsedcomment") or "",
        is_comment_hidden=bool(row.get("commenthidden")),
        is_text_hidden=bool(row.get("sha1hidden")),
        size=size,
        size_change=None if before is None else size - before,
        tags=tuple(Tag(name, _tag_html(tags.get(name, name))) for name in row.get("tags") or ()),
        is_minor=bool(row.get("minor")),
    )


def _tag_html(html: str | bool | None) -> str:
    return str(html) if html else ""


def _is_address(user: str) -> bool:
    try:
        ip_address(user)
    except ValueError:
        return False
    return True
