from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from editor.models.draft import Draft
from editor.models.text import Text


class ConflictSnapshot(models.Model):
    """All texts of one collision, kept. Never deleted while the draft lives."""

    class Kind(models.TextChoices):
        # The wiki refused: base and newest differ where the draft does.
        CONFLICT = "conflict"
        # The wiki merged by lines before Galley could.
        WIKI_MERGE = "wiki-merge"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="snapshots")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CONFLICT)
    created_at = models.DateTimeField(auto_now_add=True)
    base_text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    base_revid = models.PositiveBigIntegerField(null=True)
    mine_text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    mine_version = models.PositiveIntegerField()
    theirs_text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    theirs_revid = models.PositiveBigIntegerField()
    theirs_section = models.CharField(max_length=20, blank=True)
    theirs_user = models.CharField(max_length=255, blank=True)
    theirs_comment = models.TextField(blank=True)
    theirs_timestamp = models.DateTimeField(null=True)
    # What came of it: for a conflict the text decided on, for a merge by the wiki the text saved.
    result_text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="+")
    # What the merge found (editor/merge/packing.py), once somebody has asked for it.
    merge = models.JSONField(null=True)
    # What theirs is where it is no longer the same kind of page ("css"), empty where it is.
    theirs_model = models.CharField(max_length=100, blank=True)
    resolved_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["draft", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.kind} with revision {self.theirs_revid}"
