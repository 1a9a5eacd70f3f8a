from __future__ import annotations

from typing import ClassVar

from django.db import models

from editor.models.draft import Draft
from editor.models.text import Text
from editor.wiki import outgoing


class DraftRevertQuerySet(models.QuerySet["DraftRevert"]):
    def standing(self, draft: Draft) -> DraftRevert | None:
        """What this draft puts back, as long as it has not been published or moved since."""
        if draft.state != Draft.State.EDITING or draft.base_revid is None:
            return None
        return self.filter(draft=draft, base_revid=draft.base_revid).select_related("text").first()

    def clean_undo(self, draft: Draft) -> DraftRevert | None:
        """The undo that publishing this draft is, when its text is the undo's and nothing else."""
        revert = self.standing(draft)
        if revert is None or revert.undoafter is None:
            return None
        return revert if outgoing(draft.text) == outgoing(revert.text.content) else None


class DraftRevert(models.Model):
    """What a draft puts back: the text of an old revision, or the newest without some revisions."""

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="revert")
    # The revision whose text it is; of an undo, the newest of those undone.
    revid = models.PositiveBigIntegerField()
    # Of an undo, the revision before the oldest undone; None when an old revision is restored.
    undoafter = models.PositiveBigIntegerField(null=True)
    # Whose revision it was, empty when the wiki hides it, and when.
    user = models.CharField(max_length=300, blank=True)
    timestamp = models.DateTimeField(null=True)
    # The newest revision then: on another base, this says nothing any more.
    base_revid = models.PositiveBigIntegerField()
    # What was put into the draft before anybody touched it.
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    # Whether the wiki, asked to undo, cannot but come to this text: nothing was saved in between.
    is_exact = models.BooleanField(default=False)
    # Whether it is one revision that is undone.
    is_single = models.BooleanField(default=False)

    objects: ClassVar = DraftRevertQuerySet.as_manager()

    def __str__(self) -> str:
        what = f"undo back to {self.undoafter}" if self.undoafter else "restore"
        return f"{self.draft_id}: {what}, {self.revid}"
