from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from editor.models.draft import automatic_summary, place_words
from editor.models.publishing import LONGEST_EDIT
from editor.models.wiki import Wiki


class AdditionQuerySet(models.QuerySet["Addition"]):
    def unfinished(self) -> AdditionQuerySet:
        """Not published, as far as is known, and not given up."""
        state = Addition.State
        return self.exclude(state__in=[state.PUBLISHED, state.DISCARDED])

    def to_settle(self) -> AdditionQuerySet:
        """Those whose answer is lost, of killed processes among them."""
        state = Addition.State
        return self.filter(
            Q(state=state.UNKNOWN)
            | Q(state=state.SENDING, started_at__lt=timezone.now() - LONGEST_EDIT)
        )


class Addition(models.Model):
    """A line or paragraph for the top or the end of a page, kept before it is sent.

    One row is one addition however often it is tried: the form carries its key.
    """

    class State(models.TextChoices):
        KEPT = "kept"
        SENDING = "sending"
        # The answer is lost: nothing is sent again before it has been looked up on the wiki.
        UNKNOWN = "unknown"
        PUBLISHED = "published"
        REFUSED = "refused"
        NOT_FOUND = "not-found"
        DISCARDED = "discarded"

    # From these it may be sent.
    READY = (State.KEPT, State.REFUSED, State.NOT_FOUND)

    class Place(models.TextChoices):
        END = "end"
        TOP = "top"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="additions"
    )
    wiki = models.ForeignKey(Wiki, on_delete=models.PROTECT, related_name="+")
    # Made with the form, so that the same form sent twice is one addition.
    key = models.UUIDField()
    title = models.CharField(max_length=300)
    # "" for the whole page, "0" for its lead, or a number, with the heading it had.
    section = models.CharField(max_length=20, blank=True)
    section_heading = models.CharField(max_length=1000, blank=True)
    place = models.CharField(max_length=10, choices=Place, default=Place.END)
    is_paragraph = models.BooleanField(default=True)
    text = models.TextField()
    summary = models.CharField(max_length=1000, blank=True)
    is_minor = models.BooleanField(default=False)
    # None where nobody has touched the box, or there was none: the wiki does as the box showed,
    # which was what the user's list and preferences say.
    is_watching = models.BooleanField(null=True)
    follows_redirect = models.BooleanField(default=True)
    may_create = models.BooleanField(default=True)
    state = models.CharField(max_length=20, choices=State, default=State.KEPT)
    kept_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    # When it was plain that there is no answer: it was sent before that, nobody knows how long.
    lost_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # The page it was sent to, at the end of a redirect.
    sent_to = models.CharField(max_length=300, blank=True)
    # The wiki's code of a refusal.
    code = models.CharField(max_length=200, blank=True)
    oldrevid = models.PositiveBigIntegerField(null=True)
    newrevid = models.PositiveBigIntegerField(null=True)

    objects: ClassVar = AdditionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "state", "-kept_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "key"], name="one_addition_per_form")
        ]

    def __str__(self) -> str:
        return f"{self.where}: {self.state}"

    @property
    def sent_at(self) -> datetime:
        """The latest moment at which it can have left for the wiki."""
        return self.lost_at or self.started_at or self.kept_at

    @property
    def where(self) -> str:
        """The title, and the section when it is one."""
        return place_words(self.title, self.section, self.section_heading)

    @property
    def full_summary(self) -> str:
        """With the link to the section that an edit of it has on the wiki."""
        if self.summary.startswith("/*"):
            return self.summary
        return self.automatic_summary + self.summary

    @property
    def automatic_summary(self) -> str:
        return automatic_summary(self.section_heading if self.section else "")

    @property
    def revision_url(self) -> str:
        return self.wiki.revision_url(self.newrevid) if self.newrevid else ""

    @property
    def difference_url(self) -> str:
        return self.wiki.difference_url(self.newrevid) if self.newrevid else ""
