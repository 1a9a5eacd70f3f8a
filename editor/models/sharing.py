"""Who may do what with a draft besides its owner, and who of them writes in it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from editor.models.draft import Draft


class Access(models.TextChoices):
    NONE = ""
    READ = "read"
    WRITE = "write"

    @property
    def rank(self) -> int:
        return list(Access).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """What somebody is to a draft."""

    draft: Draft
    user: User
    share: DraftShare | None
    is_owner: bool
    access: Access
    # Versions kept before this are the business of those who were there.
    since: datetime | None

    @property
    def may_read(self) -> bool:
        return self.access != Access.NONE

    @property
    def may_write(self) -> bool:
        return self.access == Access.WRITE

    @property
    def holds_pen(self) -> bool:
        return self.may_write and self.draft.pen_id == self.user.pk


class DraftShareQuerySet(models.QuerySet["DraftShare"]):
    def standing(self) -> DraftShareQuerySet:
        """Those that let somebody in."""
        return self.exclude(access=Access.NONE)

    def guests_of(self, draft: Draft) -> DraftShareQuerySet:
        """Who was let in by name, with their credentials, in that order."""
        guests = self.standing().filter(draft=draft).exclude(user=draft.owner_id)
        return guests.select_related("user__credential").order_by("created_at")

    def membership(self, user: User, draft: Draft) -> Membership:
        share: DraftShare | None = self.filter(draft=draft, user=user).first()
        if draft.owner_id == user.pk:
            return Membership(
                draft=draft, user=user, share=share, is_owner=True, access=Access.WRITE, since=None
            )
        of_share = Access(share.access) if share else Access.NONE
        of_team = Access(draft.team_access)
        begun = [share.created_at] if share and of_share else []
        begun += [draft.team_since] if of_team and draft.team_since else []
        return Membership(
            draft=draft,
            user=user,
            share=share,
            is_owner=False,
            access=max(of_share, of_team, key=lambda access: access.rank),
            since=min(begun, default=None),
        )


class DraftShare(models.Model):
    """One person's part in somebody's draft.

    It outlives the access it gave, so that who had it can be told what became of it. Members of a
    team and owners have one only for what they said about being named.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="draft_shares"
    )
    access = models.CharField(max_length=10, choices=Access, blank=True)
    # Whether the summary may name them when their words are published; None: not answered yet.
    is_named = models.BooleanField(null=True)
    # Since when they have been in it, without a break.
    created_at = models.DateTimeField()
    # How it ended: they left, or it was taken back.
    ended_at = models.DateTimeField(null=True)
    has_left = models.BooleanField(default=False)

    objects: ClassVar = DraftShareQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "user"], name="one_share_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} for {self.user_id}: {self.access or 'ended'}"
