from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from editor.models.draft import Draft


class Stash(models.Model):
    """What the wiki holds prepared of a draft, as far as Galley knows.

    A row of its own, so that a stash does not rewrite the draft's text. One request is in flight
    per draft: `lease_until` is taken by a compare-and-set UPDATE before it is sent.
    """

    draft = models.OneToOneField(Draft, on_delete=models.CASCADE, related_name="stash")
    # For whom: nobody else's publishing gains by it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(null=True)
    base_revid = models.PositiveBigIntegerField(null=True)
    text_hash = models.CharField(max_length=40, blank=True)
    summary = models.CharField(max_length=1000, blank=True)
    # The wiki's statuses, an API error's code, or "" before the first answer.
    status = models.CharField(max_length=100, blank=True)
    stashed_at = models.DateTimeField(null=True)
    edit_count = models.PositiveIntegerField(null=True)
    lease_until = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.status}"
