"""What comes of a page of the collision desk whose passage is asked about no more."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.actions.by_hand import keep_passage
from editor.actions.decide import NoSuchPassageError, desk_of
from editor.models import Draft
from editor.wiki import incoming


def keep_overtaken(*, user: User, draft: Draft, snapshot_id: int, key: str, own: str) -> bool:
    """Keep what was written by hand on a passage that is asked about no more; False where nothing
    was: the box came along as the page had filled it."""
    if not own.strip():
        return False
    shown = draft.snapshots.filter(pk=snapshot_id).first()
    try:
        passage = desk_of(user=user, snapshot=shown).passage(key) if shown else None
    except NoSuchPassageError:
        passage = None
    if passage and incoming(own) == passage.card.to_write_on:
        return False
    keep_passage(draft, user, own)
    return True
