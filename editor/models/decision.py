from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from editor.models.collision import ConflictSnapshot
from editor.models.draft import Draft


class DecisionQuerySet(models.QuerySet["Decision"]):
    def of_place(self, draft: Draft, author_id: int) -> DecisionQuerySet:
        """What somebody decided on the page of a draft, in whatever collision; newest last."""
        is_same = Q(snapshot__draft__title=draft.title)
        if draft.page_id:
            # Moved, a page keeps its number, and older drafts of it the title it had then.
            is_same |= Q(snapshot__draft__page_id=draft.page_id)
        of_page = self.filter(is_same, snapshot__draft__wiki=draft.wiki_id, author_id=author_id)
        return of_page.order_by("decided_at", "pk")


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
