"""Letting others read or write one's draft, and taking that back."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from editor.actions.pen import pass_pen
from editor.credentials import person_called
from editor.models import Access, Draft, DraftShare, Membership


class NoSuchPersonError(Exception):
    """Nobody of this name has signed in to this Galley."""

    def __init__(self, name: str) -> None:
        super().__init__(f"nobody here is called “{name}”")
        self.name = name


class OwnDraftError(Exception):
    """One cannot share a draft with oneself."""


def share_draft(*, draft: Draft, name: str, access: Access) -> DraftShare:
    """Let somebody in, by their name on the wiki. Raises NoSuchPersonError and OwnDraftError."""
    person = person_called(name)
    if person is None:
        raise NoSuchPersonError(name)
    if person.pk == draft.owner_id:
        raise OwnDraftError
    return set_access(draft=draft, user=person, access=access)


def set_access(*, draft: Draft, user: User, access: Access, is_leaving: bool = False) -> DraftShare:
    """What somebody may do from now on; nothing at all is the end of the share."""
    now = timezone.now()
    with transaction.atomic():
        _lock(draft)
        share: DraftShare
        share, is_new = DraftShare.objects.get_or_create(
            draft=draft, user=user, defaults={"access": access, "created_at": now}
        )
        if not is_new:
            has_ended = access == Access.NONE
            if not share.access and not has_ended:
                share.created_at = now
            share.access = access
            share.ended_at = now if has_ended else None
            share.has_left = has_ended and is_leaving
            share.save(update_fields=["access", "created_at", "ended_at", "has_left"])
        _pen_to_owner(draft)
    return share


def share_with_team(*, draft: Draft, access: Access) -> None:
    """What everybody who is admitted to this Galley may do with it."""
    with transaction.atomic():
        began = {"team_since": timezone.now()} if not draft.team_access else {}
        Draft.objects.filter(pk=draft.pk).update(team_access=access, **began)
        _pen_to_owner(draft)


def hand_over(*, draft: Draft, to: User) -> bool:
    """Make somebody else the owner, who must be able to write in it; the owner stays a writer.

    Who has the pen keeps it, but for the owner's own, which goes along. False when it was handed
    over or shared otherwise meanwhile.
    """
    former = draft.owner
    holder = to.pk if draft.pen_id == former.pk else draft.pen_id
    with transaction.atomic():
        if former == to or not DraftShare.objects.membership(to, _lock(draft)).may_write:
            return False
        if not pass_pen(draft, to_id=holder, owner_id=to.pk):
            return False
        current: Draft = Draft.objects.get(pk=draft.pk)
        set_access(draft=current, user=former, access=Access.WRITE)
    return True


def say_whether_named(*, membership: Membership, is_named: bool) -> None:
    """Whether the summary may name somebody when their words are published."""
    DraftShare.objects.update_or_create(
        draft=membership.draft,
        user=membership.user,
        defaults={"is_named": is_named},
        create_defaults={"is_named": is_named, "created_at": timezone.now()},
    )


def _lock(draft: Draft) -> Draft:
    """The draft as it is, until the transaction ends: who may write, and who gets the pen, are
    decided one after the other."""
    locked: Draft = Draft.objects.select_for_update().get(pk=draft.pk)
    return locked


def _pen_to_owner(draft: Draft) -> None:
    """Who may not write any more does not keep the pen, nor wait for it."""
    current: Draft = Draft.objects.select_related("pen_holder").get(pk=draft.pk)
    holder = current.pen_holder
    if holder is not None and not DraftShare.objects.membership(holder, current).may_write:
        pass_pen(current, to_id=current.owner_id)
