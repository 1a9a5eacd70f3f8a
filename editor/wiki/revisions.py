"""Revisions: their texts, and who has saved what meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from editor.wiki.answers import moment, understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.errors import InvalidTitleError, WikiRejectedError
from editor.wiki.records import ApiMessage, Revision, RevisionInfo

REVISION_PROPERTIES = (
    "ids", "timestamp", "user", "comment", "size", "sha1", "tags", "flags", "contentmodel",
)  # fmt: skip


class RevisionReading(ApiCaller):
    """https://www.mediawiki.org/wiki/API:Revisions"""

    def revision(self, revid: int, *, section: str = "") -> Revision:
        """Raises WikiRejectedError (nosuchrevid) when it is not there or deleted."""
        revision = self._one({"revids": revid}, section)
        if revision is None:
            raise WikiRejectedError(
                f"There is no revision {revid}.", messages=[ApiMessage("nosuchrevid")]
            )
        return revision

    def latest(self, title: str, *, section: str = "") -> Revision | None:
        """None where the page does not exist. Raises InvalidTitleError."""
        return self._one({"titles": [title]}, section)

    def revisions_since(
        self,
        title: str,
        *,
        after_revid: int = 0,
        since: datetime | None = None,
        user: str | None = None,
        limit: int = 50,
    ) -> list[RevisionInfo]:
        """What came after a revision, or from a time on: oldest first, at most `limit`.

        Raises WikiRejectedError (badid_rvstartid) when the wiki does not know `after_revid`.
        """
        params = {
            "titles": [title],
            "prop": "revisions",
            "rvprop": REVISION_PROPERTIES,
            "rvslots": "main",
            "rvdir": "newer",
            "rvstartid": after_revid or None,
            "rvstart": None if after_revid else since,
            "rvuser": user,
            # The wiki counts from `after_revid` itself on.
            "rvlimit": limit + 1 if after_revid else limit,
        }
        answer = self.call("query", params)
        with understood():
            page = answer["query"]["pages"][0]
            rows = [row for row in page.get("revisions") or () if row["revid"] != after_revid]
            return [revision_info(page["title"], row) for row in rows[:limit]]

    def _one(self, which: Params, section: str) -> Revision | None:
        params = {
            **which,
            "prop": "revisions",
            "rvprop": (*REVISION_PROPERTIES, "content"),
            "rvslots": "main",
            "rvsection": section or None,
        }
        answer = self.call("query", params)
        with understood():
            # Without any title left, there is no "query" in the answer.
            query = answer.get("query") or {}
            if query.get("badrevids"):
                return None
            page = query["pages"][0] if "pages" in query else {"invalid": True}
            if page.get("invalid") or page.get("special"):
                raise InvalidTitleError("No such page.", messages=[ApiMessage("invalidtitle")])
            return None if page.get("missing") else _revision(page)


@dataclass(frozen=True, slots=True)
class Slot:
    """The part of a revision that is its text."""

    text: str | None
    content_model: str
    content_format: str
    is_section_missing: bool


def main_slot(row: Mapping[str, Any]) -> Slot:
    main = row["slots"]["main"]
    return Slot(
        text=main.get("content"),
        content_model=main.get("contentmodel") or "",
        content_format=main.get("contentformat") or "",
        is_section_missing=bool(main.get("nosuchsection")),
    )


def revision_info(title: str, row: Mapping[str, Any]) -> RevisionInfo:
    return RevisionInfo(
        title=title,
        revid=row["revid"],
        parentid=row["parentid"],
        timestamp=moment(row["timestamp"]),
        # Hidden ones have a mark, and come along all the same for who may see them: what is kept
        # of a revision is read by others too.
        user="" if row.get("userhidden") else row.get("user") or "",
        comment="" if row.get("commenthidden") else row.get("comment") or "",
        size=row.get("size") or 0,
        sha1=row.get("sha1") or "",
        tags=tuple(row.get("tags") or ()),
        is_minor=bool(row.get("minor")),
    )


def _revision(page: Mapping[str, Any]) -> Revision:
    row = page["revisions"][0]
    slot = main_slot(row)
    return Revision(
        info=revision_info(page["title"], row),
        pageid=page["pageid"],
        content_model=slot.content_model,
        content_format=slot.content_format,
        text=slot.text,
        is_section_missing=slot.is_section_missing,
    )
