"""What somebody has begun and not published yet, with what stands in its way."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.actions.discard import KEPT_FOR
from editor.models import Addition, ConflictSnapshot, Draft, PublishAttempt

DRAFTS_SHOWN = 100
DISCARDED_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunDraft:
    draft: Draft
    has_collision: bool
    # How many passages are to be decided, None where nobody has counted them.
    questions: int | None
    # Whether a publish of it is under way, or nobody knows yet what came of one.
    is_unsettled: bool
    # How many edits of others are in it.
    merged: int


def drafts_begun(user: User) -> list[BegunDraft]:
    """Those with something typed in them, the last one first."""
    drafts = list(
        Draft.objects.filter(owner=user)
        .unpublished()
        .without_texts()
        .select_related("pen_holder__credential", "pen_asked_by__credential")
        .order_by("-saved_at")[:DRAFTS_SHOWN]
    )
    collisions = ConflictSnapshot.objects.questions_of(drafts)
    unsettled = PublishAttempt.objects.drafts_unsettled(drafts)
    merged = ConflictSnapshot.objects.merged_edits(drafts)
    return [
        BegunDraft(
            draft=draft,
            has_collision=draft.pk in collisions,
            questions=collisions.get(draft.pk),
            is_unsettled=draft.pk in unsettled,
            merged=merged[draft.pk],
        )
        for draft in drafts
    ]


def additions_begun(user: User) -> list[Addition]:
    return list(
        Addition.objects.unfinished().filter(owner=user).order_by("-kept_at")[:DRAFTS_SHOWN]
    )


def drafts_discarded(user: User) -> list[Draft]:
    """Those that can be brought back."""
    drafts = Draft.objects.filter(owner=user).without_texts().discarded_since(KEPT_FOR)
    return list(drafts.order_by("-discarded_at")[:DISCARDED_SHOWN])
