"""Forgetting decided collisions after as long as the operator wants them kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from editor.models import ConflictSnapshot, Text


def forget_snapshots(*, kept: timedelta) -> int:
    """Forget what was decided longer ago than `kept`, with the decisions and the texts that nothing
    else needs; how many collisions that were. One that is open is never forgotten."""
    decided = ConflictSnapshot.objects.filter(resolved_at__lt=timezone.now() - kept)
    old = decided.not_needed()
    digests: set[str] = set()
    for texts in old.values_list("base_text", "mine_text", "theirs_text", "result_text"):
        digests.update(digest for digest in texts if digest)
    _, deleted = old.delete()
    _forget_texts(digests)
    return deleted.get("editor.ConflictSnapshot", 0)


def _forget_texts(digests: Iterable[str]) -> None:
    for digest in digests:
        try:
            # One at a time: a text that a draft, a version or an attempt points to stays.
            with transaction.atomic():
                Text.objects.filter(pk=digest).delete()
        except (ProtectedError, IntegrityError):
            continue
