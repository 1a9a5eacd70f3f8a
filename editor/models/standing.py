from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from editor.models.draft import Draft
from editor.wiki import ApiMessage

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


class StandingQuerySet(models.QuerySet["Standing"]):
    def of(self, user: User, draft: Draft) -> Standing | None:
        standing: Standing | None = self.filter(user=user, draft=draft).first()
        return standing

    def older_than(self, age: timedelta) -> StandingQuerySet:
        return self.filter(asked_at__lt=timezone.now() - age)

    def note(self, user: User, draft: Draft, refusals: Sequence[ApiMessage]) -> None:
        """What the wiki has just said of this user and this page; empty: it may be edited."""
        code = refusals[0].code[:200] if refusals else ""
        self.update_or_create(
            user=user, draft=draft, defaults={"code": code, "asked_at": timezone.now()}
        )

    def note_unblocked(self, users: Iterable[User]) -> None:
        """No block of these is known: what was said of their pages still holds."""
        self.filter(user__in=users, code="").update(asked_at=timezone.now())

    def doubt(self, users: Iterable[User]) -> None:
        """These are blocked, from some pages at least: what was said has to be asked again."""
        self.filter(user__in=users, code="").update(asked_at=LONG_AGO)

    def doubt_all(self) -> None:
        """Perhaps nobody may edit: what was said to anybody has to be asked again."""
        self.filter(code="").update(asked_at=LONG_AGO)

    def note_block(self, user: User, code: str) -> None:
        """The user is blocked from the whole wiki: what was said of each page holds no more."""
        drafts = Draft.objects.live().of(user).values_list("pk", flat=True)
        now = timezone.now()
        rows = [Standing(user=user, draft_id=pk, code=code, asked_at=now) for pk in drafts]
        self.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["draft", "user"],
            update_fields=["code", "asked_at"],
        )


class Standing(models.Model):
    """Whether the wiki lets somebody save a draft's page, as far as Galley has heard.

    An edit of somebody who is blocked must not even be tried: the wiki would block the address it
    comes from, which is Galley's, and everybody behind it.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="standings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The first code of the refusal; empty where the page may be edited.
    code = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()

    objects: ClassVar = StandingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "user"], name="one_standing_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.code or 'may edit'}"

    def is_older_than(self, age: timedelta) -> bool:
        return timezone.now() - self.asked_at > age
