"""Other people's drafts that somebody may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.actions.discard import KEPT_FOR
from editor.credentials import is_of_team, wiki_username
from editor.models import Draft
from editor.models.draft import DraftQuerySet

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
    discarded = Draft.objects.discarded_since(KEPT_FOR).shared_by_name(user)
    return _told(user, [*_newest(discarded), *_open_ones(user, Draft.objects.all())])


def shared_of_page(user: User, draft: Draft) -> list[SharedDraft]:
    """Those of the page that somebody has a draft of: before two write the same."""
    if not is_of_team(user):
        return []
    of_page = Draft.objects.filter(wiki=draft.wiki_id, title=draft.title)
    return _told(user, _open_ones(user, of_page.exclude(pk=draft.pk)))


def _open_ones(user: User, drafts: DraftQuerySet) -> list[Draft]:
    """Two questions, each with an index of its own: one with both in it would read all drafts."""
    editing = drafts.unpublished().exclude(owner=user)
    return [*_newest(editing.shared_by_name(user)), *_newest(editing.of_team())]


def _newest(drafts: DraftQuerySet) -> DraftQuerySet:
    people = ("owner__credential", "pen_holder__credential")
    newest: DraftQuerySet = drafts.without_texts().select_related(*people).order_by("-saved_at")
    return newest[:MOST]


def _told(user: User, drafts: Iterable[Draft]) -> list[SharedDraft]:
    """Each once: the team's may be shared by name too."""
    each = {draft.pk: draft for draft in drafts}.values()
    return [
        SharedDraft(
            draft=draft,
            owner=wiki_username(draft.owner),
            holder="" if draft.pen_id == user.pk else wiki_username(draft.writer),
        )
        for draft in sorted(each, key=lambda draft: draft.saved_at, reverse=True)[:MOST]
    ]
