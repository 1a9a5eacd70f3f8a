from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from editor.models.draft import Draft


class DraftSave(models.Model):
    """One accepted save: what changed between two versions, and whose change it was."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="saves")
    version = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    saved_at = models.DateTimeField()
    # Offsets in UTF-16 code units, as the browser counts.
    start = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    inserted = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "version"], name="one_save_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version}"
