"""Reading the history of a page, and comparing any two of its revisions."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.merge.differences import Difference, difference
from editor.wiki import History, Revision, incoming

ENTRIES_SHOWN = 50


class TextHiddenError(Exception):
    """The wiki does not show this user the text of a revision."""

    def __init__(self, revid: int) -> None:
        super().__init__(f"the text of revision {revid} is hidden")
        self.revid = revid


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    old: Revision
    new: Revision
    difference: Difference


def page_history(*, user: User, title: str, following: str = "") -> History:
    """One page of the history as this user may see it. Raises the errors of the wiki client."""
    return client_for(user).history(title, limit=ENTRIES_SHOWN, following=following)


def title_of_revision(*, user: User, revid: int) -> str:
    """Raises WikiRejectedError (nosuchrevid) and the errors of the wiki client."""
    return client_for(user).revision(revid).info.title


def compare_revisions(*, user: User, one: int, other: int) -> Comparison:
    """Two revisions, the older one first.

    Raises TextHiddenError, WikiRejectedError (nosuchrevid) and the errors of the wiki client.
    """
    client = client_for(user)
    old, new = (client.revision(revid) for revid in sorted((one, other)))
    for revision in (old, new):
        if revision.text is None:
            raise TextHiddenError(revision.info.revid)
    return Comparison(
        old=old,
        new=new,
        difference=difference(incoming(old.text or ""), incoming(new.text or "")),
    )
