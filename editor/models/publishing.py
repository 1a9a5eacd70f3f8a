from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from editor.models.draft import Draft
from editor.models.text import Text

# The longest an edit may be on its way: a slot waited for, a token fetched, and two tries of which
# the first was refused for its token. A process killed meanwhile leaves its attempt "sending";
# after this long nobody is sending it any more.
LONGEST_EDIT = timedelta(seconds=330)


class PublishAttemptQuerySet(models.QuerySet["PublishAttempt"]):
    def live(self) -> PublishAttemptQuerySet:
        return self.filter(outcome__in=PublishAttempt.LIVE)

    def drafts_unsettled(self, drafts: Iterable[Draft]) -> set[int]:
        """Of which of these drafts a publish is under way, or not known to have come to an end."""
        return set(self.live().filter(draft__in=drafts).values_list("draft_id", flat=True))

    def to_settle(self) -> PublishAttemptQuerySet:
        """Attempts whose answer is lost, those of killed processes among them."""
        return self.filter(
            Q(outcome=PublishAttempt.Outcome.UNKNOWN)
            | Q(
                outcome=PublishAttempt.Outcome.SENDING,
                started_at__lt=timezone.now() - LONGEST_EDIT,
            )
        )

    def published(self) -> PublishAttemptQuerySet:
        return self.filter(outcome=PublishAttempt.Outcome.PUBLISHED)

    def standing(self) -> PublishAttempt | None:
        """Of one draft: the last publish that was not taken back."""
        taken_back = 0
        for attempt in self.published().select_related("text").order_by("-newrevid"):
            if not attempt.is_of_draft:
                taken_back += 1
            elif taken_back:
                taken_back -= 1
            else:
                return attempt
        return None


class PublishAttempt(models.Model):
    """One try to save on the wiki, written before the request leaves and closed with its outcome.

    At most one is live per draft: a second click, a second tab or a second process cannot publish
    while the first's outcome is open.
    """

    class Outcome(models.TextChoices):
        SENDING = "sending"
        UNKNOWN = "unknown"
        PUBLISHED = "published"
        NOCHANGE = "nochange"
        REFUSED = "refused"
        NOT_FOUND = "not-found"

    LIVE = (Outcome.SENDING, Outcome.UNKNOWN)

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="attempts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    version = models.PositiveIntegerField()
    # What was sent, so that a lost answer can be looked up and the draft can follow.
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    section = models.CharField(max_length=20, blank=True)
    section_title = models.CharField(max_length=1000, blank=True)
    summary = models.CharField(max_length=1000, blank=True)
    base_revid = models.PositiveBigIntegerField(null=True)
    started_at = models.DateTimeField()
    # When it was plain that there is no answer: it was sent before that, nobody knows how long.
    lost_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.SENDING)
    # The wiki's code of a refusal.
    code = models.CharField(max_length=200, blank=True)
    oldrevid = models.PositiveBigIntegerField(null=True)
    newrevid = models.PositiveBigIntegerField(null=True)
    # Whether it is the draft's text that goes out; else it takes back the publish before it, and
    # the draft has nothing to follow.
    is_of_draft = models.BooleanField(default=True)
    # Whether the draft stands on the published revision already.
    is_followed = models.BooleanField(default=False)

    objects: ClassVar = PublishAttemptQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["author", "outcome", "-started_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(outcome__in=["sending", "unknown"]),
                name="one_live_attempt_per_draft",
            )
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version}: {self.outcome}"

    @property
    def sent_at(self) -> datetime:
        """The latest moment at which it can have left for the wiki."""
        return self.lost_at or self.started_at

    @property
    def seconds(self) -> float | None:
        """How long the wiki took, None while it is open."""
        return (self.closed_at - self.started_at).total_seconds() if self.closed_at else None

    @property
    def revision_url(self) -> str:
        return self.draft.wiki.revision_url(self.newrevid) if self.newrevid else ""

    @property
    def difference_url(self) -> str:
        return self.draft.wiki.difference_url(self.newrevid) if self.newrevid else ""

    @property
    def was_merged_by_wiki(self) -> bool:
        """Whether the wiki put this edit on top of a revision that the draft had not seen."""
        # A page that was deleted and created again stands on nothing: `oldrevid` is 0. And a new
        # section is added to whatever is there.
        is_on_newer = self.base_revid and self.oldrevid and self.oldrevid != self.base_revid
        return bool(is_on_newer) and self.section != "new"
