"""What a merge took in, made ready to be read: what wants a look first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.actions.merged_passages import MergedPassage, merged_passages
from editor.merge.differences import Difference, difference
from editor.models import ConflictSnapshot
from editor.views.desk import BEGINNING_SHOWN, LONGEST_SHOWN

PASSAGES_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPassage:
    """A passage as it was merged, against mine as it was before."""

    passage: MergedPassage
    text: str
    # Nothing but the beginning of a very long one is shown, without what differs.
    is_long: bool
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMerge:
    """For `_merged_passages.html`."""

    snapshot: ConflictSnapshot
    passages: tuple[ShownPassage, ...]
    hidden: int
    near: int
    # Whether passages can be undone, and by this user now.
    can_undo: bool
    # What else was merged into what the draft holds.
    others: tuple[ConflictSnapshot, ...]


def shown_merge(user: User, snapshot: ConflictSnapshot) -> ShownMerge:
    found = merged_passages(snapshot)
    # In the order of the text, what both changed before what one did.
    ordered = sorted(found, key=lambda passage: not passage.taken.is_near)
    draft = snapshot.draft
    others = ConflictSnapshot.objects.standing_merges(draft).exclude(pk=snapshot.pk)
    return ShownMerge(
        snapshot=snapshot,
        passages=tuple(_shown(ordered[:PASSAGES_SHOWN])),
        hidden=max(0, len(found) - PASSAGES_SHOWN),
        near=sum(passage.taken.is_near for passage in found),
        can_undo=draft.pen_id == user.pk and not (draft.is_discarded or snapshot.undone_at),
        others=tuple(others),
    )


def _shown(passages: Iterable[MergedPassage]) -> Iterable[ShownPassage]:
    for passage in passages:
        card = passage.taken.card
        text = card.merged or ""
        is_long = max(len(card.mine), len(text)) > LONGEST_SHOWN
        yield ShownPassage(
            passage=passage,
            text=text[:BEGINNING_SHOWN] if is_long else text,
            is_long=is_long,
            difference=Difference(()) if is_long else difference(card.mine, text),
        )
