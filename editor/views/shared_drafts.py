"""Other people's drafts that somebody may read, for the list on their front page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q

from editor.actions.discard import KEPT_FOR
from editor.credentials import wiki_username
from editor.models import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDraft:
    draft: Draft
    owner: str
    # Who has the pen, empty when it is the reader.
    holder: str


def shared_with(user: User, *, most: int) -> list[SharedDraft]:
    """Those with something typed in them, and those that were discarded lately: who wrote in one is
    not left to wonder."""
    named = Q(own_share__access__in=["read", "write"])
    lately = Draft.objects.discarded_since(KEPT_FOR).values("pk")
    drafts = (
        Draft.objects.of(user)
        .exclude(owner=user)
        .filter(Q(state=Draft.State.EDITING) | (named & Q(pk__in=lately)))
        .without_texts()
        .select_related("owner__credential", "pen_holder__credential")
        .order_by("-saved_at")[:most]
    )
    return [
        SharedDraft(
            draft=draft,
            owner=wiki_username(draft.owner),
            holder="" if draft.pen_id == user.pk else wiki_username(draft.writer),
        )
        for draft in drafts
    ]
