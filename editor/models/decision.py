from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Max, Q

from editor.models.collision import ConflictSnapshot
from editor.models.draft import Draft


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of_place(self, draft: Draft, author_id: int) -> DecisionQuerySet:
        """What somebody decided on the page of a draft, in whatever collision."""
        is_same = Q(snapshot__draft__title=draft.title)
        if draft.page_id:
            # Moved, a page keeps its number, and older drafts of it the title it had then.
            is_same |= Q(snapshot__draft__page_id=draft.page_id)
        return self.filter(is_same, snapshot__draft__wiki=draft.wiki_id, author_id=author_id)

    def newest_in(self, draft: Draft) -> datetime | None:
        """When something was last decided in a draft."""
        newest: datetime | None = self.filter(snapshot__draft=draft).aggregate(
            at=Max("decided_at")
        )["at"]
        return newest

    def of_draft(self, draft: Draft, since: datetime | None) -> DecisionQuerySet:
        """What anybody decided on a draft, as far as it was still being decided at `since`."""
        of_draft = self.filter(snapshot__draft=draft)
        if since is None:
            return of_draft
        resolved_at = "snapshot__resolved_at"
        return of_draft.filter(Q(**{resolved_at: None}) | Q(**{f"{resolved_at}__gte": since}))


class Decision(models.Model):
    """How one passage of a collision was decided, by whom and when.

    The passage is named by its texts: when the same three collide again, this is remembered.
    """

    snapshot = models.ForeignKey(
        ConflictSnapshot, on_delete=models.CASCADE, related_name="decisions"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    # The key of a card (editor/merge/cards.py).
    card = models.CharField(max_length=64)
    # One of the merge's choices, "merged" for what the merge made by itself, or nothing while it
    # is still open: reopened, or begun by hand.
    choice = models.CharField(max_length=20, blank=True)
    # What was written by hand; kept also where something else was chosen then.
    own = models.TextField(blank=True)
    decided_at = models.DateTimeField()

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "card"], name="one_decision_per_passage")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.choice or 'open'}"
