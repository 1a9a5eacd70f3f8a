"""Forgetting decided collisions after as long as the operator wants them kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from editor.models import ConflictSnapshot, Text


def forget_snapshots(*, kept: timedelta) -> int:
    """Forget what was decided longer ago than `kept`, with the decisions and the texts that nothing
    else needs; how many collisions that were. One that is open is never forgotten."""
    old = ConflictSnapshot.objects.filter(resolved_at__lt=timezone.now() - kept).exclude(
        # The merge that a draft stands on can be taken back, and one that was stays taken back.
        kind=ConflictSnapshot.Kind.MERGE,
        draft__base_revid__in=[F("base_revid"), F("theirs_revid")],
    )
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
