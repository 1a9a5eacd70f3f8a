"""Whose edits lie between the base of a draft and what is on the wiki now."""

from __future__ import annotations

from typing import Any

from editor.actions.newest import PlaceText
from editor.models import Draft
from editor.wiki import RevisionInfo, WikiClient, WikiError

# More of them are not counted, and not named either.
MOST_COUNTED = 50


def edits_between(client: WikiClient, draft: Draft, newest: PlaceText) -> list[dict[str, Any]]:
    """The revisions of the page that came after the draft's base, oldest first, to be kept."""
    return [_kept(revision) for revision in _revisions(client, draft, newest)]


def _revisions(client: WikiClient, draft: Draft, newest: PlaceText) -> list[RevisionInfo]:
    base = draft.base_revid or 0
    if newest.info.parentid == base:
        return [newest.info]
    try:
        return client.revisions_since(draft.title, after_revid=base, limit=MOST_COUNTED)
    except WikiError:
        # The base may have been deleted on the wiki. Galley has its text; only the count is lost.
        return [newest.info]


def _kept(revision: RevisionInfo) -> dict[str, Any]:
    return {
        "revid": revision.revid,
        "user": revision.user,
        "comment": revision.comment,
        "timestamp": revision.timestamp.isoformat() if revision.timestamp else "",
    }
