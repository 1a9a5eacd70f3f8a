"""Discarding a draft, and taking that back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from editor.actions.pen import pass_pen
from editor.models import Draft, DraftVersion, Presence

# A discarded draft can be brought back for this long.
KEPT_FOR = timedelta(days=30)


class PlaceTakenError(Exception):
    """There is a newer draft of the same place."""


def discard_draft(draft: Draft) -> None:
    """The pen comes back to the owner with it."""
    with transaction.atomic():
        DraftVersion.objects.keep(draft, DraftVersion.Reason.DISCARD)
        if draft.pen_holder_id:
            pass_pen(draft, to_id=draft.owner_id)
        Draft.objects.filter(pk=draft.pk).update(
            state=Draft.State.DISCARDED, discarded_at=timezone.now()
        )
        Presence.objects.filter(draft=draft).delete()


def restore_draft(draft: Draft) -> None:
    """Bring a discarded draft back. Raises PlaceTakenError."""
    same_place = Draft.objects.at_place_of(draft)
    with transaction.atomic():
        if same_place.unpublished().exists():
            raise PlaceTakenError
        # One that was only opened holds nothing of its own, and makes room.
        same_place.update(state=Draft.State.DISCARDED, discarded_at=timezone.now())
        Draft.objects.filter(pk=draft.pk, state=Draft.State.DISCARDED).update(
            state=Draft.State.EDITING, discarded_at=None
        )
