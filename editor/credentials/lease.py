"""One process renews a credential, all others wait for what it brings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from editor.models import WikiCredential

# Longer than a renewal may take: a slot waited for, and the two reads of 25 s of a login.
# A process killed while it renews blocks the others of the same user this long.
LEASE = timedelta(seconds=70)
LEASE_POLL_SECONDS = 0.1


def take_lease(credential: WikiCredential) -> bool:
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    mine = WikiCredential.objects.filter(free, pk=credential.pk)
    return bool(mine.filter(token_version=credential.token_version).update(lease_until=now + LEASE))


def settle_lease(
    credential: WikiCredential, columns: Mapping[str, Any], *, is_new: bool = True
) -> None:
    """Write the outcome, unless a sign-in has brought something else meanwhile."""
    WikiCredential.objects.filter(pk=credential.pk, token_version=credential.token_version).update(
        **columns, token_version=credential.token_version + int(is_new), lease_until=None
    )
