"""Other people's drafts that somebody may read."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from editor.actions.discard import KEPT_FOR
from editor.credentials import is_of_team, wiki_username
from editor.models import Draft, DraftShare

MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedDraft:
    draft: Draft
    owner: str
    # Who has the pen, empty when it is the reader.
    holder: str


def shared_with(user: User) -> list[SharedDraft]:
    """Those with something typed in them, and those that were discarded lately: who wrote in one is
    not left to wonder."""
    if not is_of_team(user):
        return []
    lately = Draft.objects.discarded_since(KEPT_FOR).values("pk")
    named = Q(pk__in=_shared_by_name(user)) & Q(pk__in=lately)
    drafts = Draft.objects.filter(named | Q(pk__in=_open_ones(user)))
    return [_told(user, draft) for draft in _for_list(drafts)]


def shared_of_page(user: User, draft: Draft) -> list[SharedDraft]:
    """Those of the page that somebody has a draft of: before two write the same."""
    drafts = Draft.objects.filter(pk__in=_open_ones(user), wiki=draft.wiki_id, title=draft.title)
    return [_told(user, other) for other in _for_list(drafts.exclude(pk=draft.pk))]


def _open_ones(user: User) -> list[int]:
    """Two questions, each with an index of its own: one with both in it would read all drafts."""
    if not is_of_team(user):
        return []
    editing = Draft.objects.unpublished().exclude(owner=user)
    named = editing.filter(pk__in=_shared_by_name(user)).values_list("pk", flat=True)
    team = editing.exclude(team_access="").order_by("-saved_at").values_list("pk", flat=True)
    return [*named[:MOST], *team[:MOST]]


def _shared_by_name(user: User) -> list[int]:
    shares = DraftShare.objects.standing().filter(user=user).exclude(draft__owner=user)
    return list(shares.order_by("-pk").values_list("draft_id", flat=True)[: 5 * MOST])


def _for_list(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    people = ("owner__credential", "pen_holder__credential")
    return drafts.defer("text").select_related(*people).order_by("-saved_at")[:MOST]


def _told(user: User, draft: Draft) -> SharedDraft:
    return SharedDraft(
        draft=draft,
        owner=wiki_username(draft.owner),
        holder="" if draft.pen_id == user.pk else wiki_username(draft.writer),
    )
