"""What a merge took in, made ready to be read: what wants a look first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.access import other_merges_for_user
from editor.actions.decide import Answered
from editor.actions.merged_passages import MergedPassage, doubted_passages, merged_passages
from editor.merge.differences import Difference, difference
from editor.models import ConflictSnapshot
from editor.views.desk import BEGINNING_SHOWN, LONGEST_SHOWN, Question, question_of

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
    # The lines of what came of it that both changed.
    noticed: frozenset[int]
    # Whether passages can be undone, and by this user now.
    can_undo: bool
    # What else was merged into what the draft holds.
    others: tuple[ConflictSnapshot, ...]
    # Where the wiki did what Galley would not have done unasked.
    doubted: tuple[Question, ...]


def shown_merge(user: User, snapshot: ConflictSnapshot) -> ShownMerge:
    found = merged_passages(snapshot)
    # In the order of the text, what both changed before what one did.
    ordered = sorted(found, key=lambda passage: not passage.taken.is_near)
    draft = snapshot.draft
    return ShownMerge(
        snapshot=snapshot,
        passages=tuple(_shown(ordered[:PASSAGES_SHOWN])),
        hidden=max(0, len(found) - PASSAGES_SHOWN),
        noticed=frozenset(_noticed(found, snapshot)),
        can_undo=draft.pen_id == user.pk and not (draft.is_discarded or snapshot.undone_at),
        others=tuple(other_merges_for_user(user, snapshot)),
        doubted=tuple(
            question_of(Answered(card=card), number)
            for number, card in enumerate(doubted_passages(snapshot)[:PASSAGES_SHOWN], start=1)
        ),
    )


def _noticed(passages: Iterable[MergedPassage], snapshot: ConflictSnapshot) -> Iterator[int]:
    text = snapshot.result_text.content if snapshot.result_text else ""
    line, at = 1, 0
    for start, end in (passage.taken.span for passage in passages if passage.taken.is_near):
        line += text.count("\n", at, start)
        at = start
        yield from range(line, line + len(text[start:end].rstrip("\n").split("\n")))


def _shown(passages: Iterable[MergedPassage]) -> Iterator[ShownPassage]:
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
