from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy

from editor.models.draft import Draft
from editor.models.text import Text


class DraftVersionQuerySet(models.QuerySet["DraftVersion"]):
    def typed_aside_by(self, user: User) -> DraftVersionQuerySet:
        """What this user typed that never became the draft's text."""
        reason = DraftVersion.Reason
        reasons = (reason.OTHER_TAB, reason.WITHOUT_PEN, reason.PASSAGE)
        return self.filter(author=user, reason__in=reasons)

    def base_at(self, draft: Draft, version: int) -> tuple[int | None, str | None]:
        """On which revision and text the draft stood at one of its versions.

        Each move onto another base keeps the text from before it: the next one that was kept tells.
        """
        later = self.filter(draft=draft, version__gte=version)
        bases = later.exclude(reason__in=DraftVersion.BESIDE).values_list(
            "base_revid", "base_text_id"
        )
        return bases.order_by("version", "pk").first() or (draft.base_revid, draft.base_text_id)

    def keep(
        self,
        draft: Draft,
        reason: DraftVersion.Reason,
        *,
        text: str | None = None,
        typed_on: int | None = None,
        summary: str | None = None,
        author_id: int | None = None,
    ) -> DraftVersion:
        """Keep the draft's text (or `text`) as a milestone; the same text twice is kept once.

        `typed_on` is the draft's version that a text goes on from, where that is an older one;
        `author_id` is who has written it, where that says something.
        """
        kept = Text.objects.keep(draft.text if text is None else text)
        summary = draft.summary if summary is None else summary
        base: tuple[int | None, str | None] = (draft.base_revid, draft.base_text_id)
        if typed_on is not None and typed_on < draft.version:
            base = self.base_at(draft, typed_on)
        newest = self.filter(draft=draft).order_by("-id").first()
        known = (
            (newest.text_id, newest.reason, newest.summary, newest.base_revid) if newest else None
        )
        if newest and known == (kept.pk, reason, summary, base[0]):
            return newest
        return self.create(
            draft=draft,
            version=draft.version,
            reason=reason,
            text=kept,
            summary=summary,
            base_revid=base[0],
            base_text_id=base[1],
            author_id=author_id,
        )


class DraftVersion(models.Model):
    """A milestone with the whole text, so that any can be restored."""

    class Reason(models.TextChoices):
        OPENED = "opened", gettext_lazy("Opened")
        TYPING = "typing", gettext_lazy("While typing")
        OTHER_TAB = "other-tab", gettext_lazy("From another tab or device")
        SIGNED_OUT = "signed-out", gettext_lazy("From a page whose sign-in had expired")
        RESTORE = "restore", gettext_lazy("Before another version was restored")
        PUT_IN = "put-in", gettext_lazy("Before a text from elsewhere was put in")
        UNDO = "undo", gettext_lazy("Before a merged passage was undone, or taken in again")
        REBASE = "rebase", gettext_lazy("Before it was moved onto a newer revision")
        PUBLISH = "publish", gettext_lazy("Before publishing")
        CONFLICT = "conflict", gettext_lazy("When it collided")
        DISCARD = "discard", gettext_lazy("Before it was discarded")
        HAND_OVER = "hand-over", gettext_lazy("When the pen changed hands")
        WITHOUT_PEN = "without-pen", gettext_lazy("Typed without having the pen")
        # Not a whole text, as all others are.
        PASSAGE = "passage", gettext_lazy("One passage, written by hand at the collision desk")

    # Texts that never were the draft's.
    BESIDE = (Reason.OTHER_TAB, Reason.SIGNED_OUT, Reason.WITHOUT_PEN, Reason.PASSAGE)

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=Reason)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    summary = models.CharField(max_length=1000, blank=True)
    # What the text was written on: it is never laid over what has been published since.
    base_revid = models.PositiveBigIntegerField(null=True)
    base_text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(auto_now_add=True)
    # Whose turn ended with it, or who typed it without having the pen.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = DraftVersionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["draft", "-kept_at"])]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version} ({self.reason})"

    @property
    def is_of_section(self) -> bool:
        """Whether it is the text of a section, and its draft of the whole page by now."""
        if self.draft.widened_version is None:
            return False
        # What comes of an older tab is known by what it was typed on.
        before = self.draft.versions.filter(version__lt=self.draft.widened_version)
        return (
            self.draft.was_of_section(self.version)
            or before.filter(base_text=self.base_text_id).exists()
        )
