"""Deciding a collision, passage by passage: each decision is kept as it is made, and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from editor.actions.by_hand import keep_replaced, written_by_hand
from editor.actions.collide import merge_of, record_collision
from editor.actions.page_fate import refuse_moved_page
from editor.credentials import client_for, wiki_username
from editor.merge import Choice
from editor.merge.cards import Card, laid_out
from editor.models import ConflictSnapshot, Decision, Draft, DraftShare

# What a passage is answered with that the merge had settled, and that is to stay so.
MERGED = "merged"
ANSWERS = frozenset({*Choice, MERGED, ""})
# A database takes so many values in one question.
KEYS_AT_ONCE = 1000


class NoSuchPassageError(Exception):
    """The collision has no such passage: it was overtaken by another one."""


class NoAnswerError(Exception):
    """What came is no answer to this passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A card with what was decided on it, if anything was."""

    card: Card
    choice: str = ""
    own: str = ""
    # Whether a merge was made a question, or decided otherwise.
    is_reopened: bool = False
    decided_at: datetime | None = None
    decided_by: str = ""
    author_id: int | None = None
    # Whether the decision was made on an earlier collision of the same texts.
    is_remembered: bool = False

    @property
    def is_asked(self) -> bool:
        return self.card.is_question or self.is_reopened

    @property
    def is_open(self) -> bool:
        return self.is_asked and not self.choice

    @property
    def text(self) -> str | None:
        """What stands in the page; None while it is open."""
        if not self.is_asked:
            return self.card.merged
        return self.card.chosen(Choice(self.choice), self.own) if self.choice else None

    @property
    def to_write_on(self) -> str:
        return self.card.shown(self.own) if self.own else self.card.to_write_on


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A collision as it stands: what is asked, what was merged, what it all comes to."""

    snapshot: ConflictSnapshot
    pieces: tuple[str | Answered, ...]

    @cached_property
    def passages(self) -> tuple[Answered, ...]:
        return tuple(piece for piece in self.pieces if not isinstance(piece, str))

    @cached_property
    def questions(self) -> tuple[Answered, ...]:
        return tuple(passage for passage in self.passages if passage.is_asked)

    @cached_property
    def merged(self) -> tuple[Answered, ...]:
        """What was merged with care, and is to be looked at."""
        return tuple(passage for passage in self.passages if not passage.is_asked)

    @cached_property
    def left(self) -> int:
        return sum(passage.is_open for passage in self.questions)

    @cached_property
    def text(self) -> str | None:
        """The decided text; None while any passage is open."""
        if self.left:
            return None
        texts = (piece if isinstance(piece, str) else piece.text for piece in self.pieces)
        return "".join(filter(None, texts))

    def passage(self, key: str) -> Answered:
        """Raises NoSuchPassageError."""
        for passage in self.passages:
            if passage.card.key == key:
                return passage
        raise NoSuchPassageError

    def with_answer(self, answered: Answered) -> Desk:
        pieces = (
            answered
            if isinstance(piece, Answered) and piece.card.key == answered.card.key
            else piece
            for piece in self.pieces
        )
        return Desk(snapshot=self.snapshot, pieces=tuple(pieces))

    def next_open(self, key: str = "") -> Answered | None:
        """The next open question behind that passage, or else the first one."""
        keys = [passage.card.key for passage in self.questions]
        start = keys.index(key) + 1 if key in keys else 0
        ordered = (*self.questions[start:], *self.questions[:start])
        return next((passage for passage in ordered if passage.is_open), None)


def desk_of(*, user: User, snapshot: ConflictSnapshot) -> Desk:
    """The desk with what was decided on it, and what was decided on the same texts before: by this
    user, or in this draft."""
    pieces = laid_out(merge_of(snapshot))
    known = _known(user, snapshot, [piece.key for piece in pieces if isinstance(piece, Card)])
    return Desk(
        snapshot=snapshot,
        pieces=tuple(
            piece if isinstance(piece, str) else _answered(piece, known.get(piece.key), snapshot)
            for piece in pieces
        ),
    )


def decide(
    *,
    user: User,
    snapshot: ConflictSnapshot,
    key: str,
    choice: str | None,
    own: str | None = None,
    known: str = "",
) -> Desk:
    """Keep the answer to one passage, or only what is being written by hand (`choice` is None).

    `own` is what the box holds, None where there is none; `known` is the digest of what had been
    written by hand as far as its page knew: what another tab wrote is not lost under it.

    An empty choice makes a question again of what was merged or decided. Raises
    NoSuchPassageError, and NoAnswerError for what is no answer to this passage.
    """
    desk = desk_of(user=user, snapshot=snapshot)
    passage = desk.passage(key)
    if choice is not None and not _is_answer(passage.card, choice):
        raise NoAnswerError(choice)
    with transaction.atomic():
        # One at a time: two tabs may write on one passage.
        Draft.objects.select_for_update().filter(pk=snapshot.draft_id).values_list("pk").first()
        before = snapshot.decisions.filter(card=key).first()
        held = before.own if before else passage.own
        written = written_by_hand(passage.card, held=held, box=own, is_answer=choice == Choice.OWN)
        keep_replaced(snapshot.draft, user, held=held, written=written, known=known)
        chosen = before.choice if before else passage.choice
        decision, _ = Decision.objects.update_or_create(
            snapshot=snapshot,
            card=key,
            defaults={
                "author": user,
                "choice": chosen if choice is None else choice,
                "own": written,
                "decided_at": timezone.now(),
            },
        )
    desk = desk.with_answer(_answered(passage.card, decision, snapshot))
    # What lists of drafts say of it.
    ConflictSnapshot.objects.filter(pk=snapshot.pk).update(questions=desk.left)
    return desk


def keep_remembered(*, user: User, desk: Desk) -> None:
    """Let the collision hold all its decisions, those remembered from an earlier one too."""
    Decision.objects.bulk_create(
        (
            Decision(
                snapshot=desk.snapshot,
                author_id=passage.author_id or user.pk,
                card=passage.card.key,
                choice=passage.choice,
                own=passage.own,
                decided_at=passage.decided_at or timezone.now(),
            )
            for passage in desk.questions
            if passage.is_remembered
        ),
        ignore_conflicts=True,
    )


def on_newest(*, user: User, draft: Draft, desk: Desk) -> Desk:
    """The desk against the wiki's newest revision, once all is decided; as it is until then.

    What was decided stays where the texts are the same. Raises PageMovedError and the errors of
    `record_collision`; the collision that is known stays open then.
    """
    if desk.text is None:
        return desk
    newest = client_for(user).pages_now([draft.title]).get(draft.title)
    if newest is None or newest.revid == desk.snapshot.theirs_revid:
        return desk
    refuse_moved_page(user=user, draft=draft)
    base = desk.snapshot.base_text
    return desk_of(user=user, snapshot=record_collision(user=user, draft=draft, base=base))


def _is_answer(card: Card, choice: str) -> bool:
    if choice in (Choice.MINE_THEN_THEIRS, Choice.THEIRS_THEN_MINE):
        return card.has_both
    return choice in ANSWERS and not (choice == MERGED and card.is_question)


def _known(user: User, snapshot: ConflictSnapshot, keys: Sequence[str]) -> dict[str, Decision]:
    """By the passage's key: what was decided on this very collision goes before what is older.

    Of a draft that has changed hands, its decisions stay; to a guest, those made before they were
    let in only where the desk has shown them since.
    """
    draft = snapshot.draft
    since = DraftShare.objects.membership(user, draft).since
    decisions = {
        decision.pk: decision
        for found in (
            Decision.objects.of_place(draft, user.pk),
            Decision.objects.of_draft(draft, since),
        )
        for start in range(0, len(keys), KEYS_AT_ONCE)
        for decision in found.filter(card__in=keys[start : start + KEYS_AT_ONCE]).select_related(
            "author__credential"
        )
    }
    ordered = sorted(
        decisions.values(),
        key=lambda one: (one.snapshot_id == snapshot.pk, one.decided_at, one.pk),
    )
    return {decision.card: decision for decision in ordered}


def _answered(card: Card, decision: Decision | None, snapshot: ConflictSnapshot) -> Answered:
    if decision is None or decision.choice == MERGED:
        return Answered(card=card)
    return Answered(
        card=card,
        choice=decision.choice,
        own=decision.own,
        is_reopened=not card.is_question,
        decided_at=decision.decided_at,
        decided_by=wiki_username(decision.author),
        author_id=decision.author_id,
        is_remembered=decision.snapshot_id != snapshot.pk,
    )
