"""What a merge took into somebody's text, passage by passage: looked at, and undone one by one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from editor.actions.collide import merge_for, merge_of
from editor.actions.decide import MERGED, NoSuchPassageError
from editor.actions.save_draft import Change, fields_of, save_draft
from editor.merge import Choice
from editor.merge.cards import Card, cards_of, laid_out
from editor.merge.taken import Taken, passages_taken
from editor.models import ConflictSnapshot, Decision, Draft, DraftVersion
from editor.wiki import outgoing


class PassageOvertakenError(Exception):
    """The passage was written in since it was merged, or is not in the text any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedPassage:
    """`number` names it in its merge, from 0."""

    number: int
    taken: Taken
    is_undone: bool

    @property
    def can_be_turned(self) -> bool:
        """Whether there is anything to undo, or to take in again."""
        return self.is_undone or not self.taken.is_mine


def merged_passages(snapshot: ConflictSnapshot) -> list[MergedPassage]:
    """What came in with a merge, in the order of the text; nothing where the wiki merged otherwise
    than Galley would have."""
    if _merged_text(snapshot) is None:
        return []
    undone = set(snapshot.decisions.filter(choice=Choice.MINE).values_list("card", flat=True))
    return [
        MergedPassage(number=number, taken=taken, is_undone=taken.card.key in undone)
        for number, taken in enumerate(passages_taken(merge_of(snapshot)))
    ]


def doubted_passages(snapshot: ConflictSnapshot) -> list[Card]:
    """Where the wiki merged what Galley would have shown or asked about first."""
    if snapshot.kind != ConflictSnapshot.Kind.WIKI_MERGE or _merged_text(snapshot) is not None:
        return []
    return cards_of(laid_out(merge_of(snapshot)))


def note_looked_at(*, user: User, draft: Draft, merges: Collection[int]) -> None:
    """Whose turn it is to write says which merges they were shown: that an answer was sent does not
    tell that it has come."""
    if merges and draft.pen_id == user.pk:
        shown = draft.snapshots.filter(pk__in=merges, looked_at__isnull=True)
        shown.update(looked_at=timezone.now())


def undo_passage(*, user: User, snapshot: ConflictSnapshot, number: int) -> Draft:
    """Put one's own words back where a merge took theirs in, as a save like any other.

    The draft goes on standing on theirs: from now on these words are an edit over it, which no
    later merge takes back by itself. Raises NoSuchPassageError, PassageOvertakenError, and
    StaleDraftError when somebody saved in between.
    """
    return _turn(user, snapshot, number, is_undoing=True)


def retake_passage(*, user: User, snapshot: ConflictSnapshot, number: int) -> Draft:
    """Take a passage in again that was undone, as a save like any other. Raises what
    `undo_passage` does."""
    return _turn(user, snapshot, number, is_undoing=False)


def _turn(user: User, snapshot: ConflictSnapshot, number: int, *, is_undoing: bool) -> Draft:
    passages = merged_passages(snapshot)
    if not 0 <= number < len(passages):
        raise NoSuchPassageError
    taken = passages[number].taken
    draft: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=snapshot.draft_id)
    merged = _merged_text(snapshot)
    text = None
    if merged is not None and not snapshot.undone_at:
        turned = taken.undone_in if is_undoing else taken.taken_again_in
        text = turned(merged, draft.text, by=partial(merge_for, draft))
    if text is None:
        raise PassageOvertakenError
    with transaction.atomic():
        if text != draft.text:
            DraftVersion.objects.keep(draft, DraftVersion.Reason.UNDO)
        saved = save_draft(
            draft=draft,
            author=user,
            change=Change(version=draft.version, text=text),
            fields=fields_of(draft),
        )
        Decision.objects.update_or_create(
            snapshot=snapshot,
            card=taken.card.key,
            defaults={
                "author": user,
                "choice": Choice.MINE if is_undoing else MERGED,
                "decided_at": timezone.now(),
            },
        )
    return saved.draft


def _merged_text(snapshot: ConflictSnapshot) -> str | None:
    """The text in which the passages stand as Galley merged them."""
    if snapshot.kind == ConflictSnapshot.Kind.CONFLICT or snapshot.result_text is None:
        return None
    text = merge_of(snapshot).text
    # (The wiki takes away what is blank at the end.)
    if text is None or outgoing(text) != outgoing(snapshot.result_text.content):
        return None
    return text
