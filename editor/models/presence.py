"""Who has which draft open, in which tab, as of that tab's last pulse."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from editor.models.draft import Draft

# A tab that is looked at sends a pulse every 12 s or so. One that misses two of them is away, ...
AWAY_AFTER = timedelta(seconds=28)
# ... and one that stays silent is gone, whether it said so or not.
GONE_AFTER = timedelta(seconds=40)
# A tab that went out of sight sends nothing any more; it said so, and counts this much longer.
HIDDEN_GONE_AFTER = timedelta(minutes=5)
# Open and in sight, but nothing was done in it for this long.
IDLE_AFTER = timedelta(seconds=90)


class Tier(models.IntegerChoices):
    """How much somebody is here, the most first."""

    HERE = 1
    IDLE = 2
    AWAY = 3


class PresenceQuerySet(models.QuerySet["Presence"]):
    def standing(self) -> PresenceQuerySet:
        """Those that count."""
        return self.filter(_not_gone())

    def forget_gone(self) -> None:
        self.exclude(_not_gone()).delete()

    def of_page(self, draft: Draft) -> PresenceQuerySet:
        """Tabs with any draft of the page that `draft` is of, by its number if it was moved."""
        same_page = Q(draft__title=draft.title)
        if draft.page_id:
            same_page |= Q(draft__page_id=draft.page_id)
        return self.filter(same_page, draft__wiki=draft.wiki_id)


class Presence(models.Model):
    """One tab of somebody who has a draft open. Of which page and section, the draft knows."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="presences"
    )
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="presences")
    # A name that the tab has given itself.
    tab = models.CharField(max_length=40)
    seen_at = models.DateTimeField()
    # When something was last done in it.
    active_at = models.DateTimeField()
    is_hidden = models.BooleanField(default=False)
    # Where the caret stands: an offset in UTF-16 units into that version of the draft's text.
    version = models.PositiveIntegerField(null=True)
    caret = models.PositiveIntegerField(null=True)
    # What that comes to: the paragraph of the draft's base, by a digest that is the same in every
    # draft that has it, and the heading it stands under. Empty where nothing is known.
    paragraph = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=1000, blank=True)

    objects: ClassVar = PresenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "user", "tab"], name="one_presence_per_tab")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.draft_id}"

    def tier(self, now: datetime) -> Tier:
        if self.is_hidden or now - self.seen_at > AWAY_AFTER:
            return Tier.AWAY
        return Tier.IDLE if now - self.active_at > IDLE_AFTER else Tier.HERE


def _not_gone() -> Q:
    now = timezone.now()
    return Q(is_hidden=False, seen_at__gt=now - GONE_AFTER) | Q(
        is_hidden=True, seen_at__gt=now - HIDDEN_GONE_AFTER
    )
