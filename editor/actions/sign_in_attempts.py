"""How often somebody may try a password, so that nobody can guess one by way of Galley.

The wiki counts too, but it sees Galley's address: one guesser would lock everybody out.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from django.core.cache import cache

WINDOW_SECONDS = 300
# Of each kind of key, in the window. An address may be a whole office.
LIMITS = {"session": 5, "account": 10, "address": 30}


def take_attempt(keys: Mapping[str, str]) -> bool:
    """Count one more attempt, unless there have been too many: then it must not be made."""
    names = {_name(kind, key): LIMITS[kind] for kind, key in keys.items() if key}
    counts = {name: cache.get_or_set(name, 0, WINDOW_SECONDS) or 0 for name in names}
    if any(counts[name] >= limit for name, limit in names.items()):
        return False
    for name in names:
        cache.set(name, counts[name] + 1, WINDOW_SECONDS)
    return True


def forget_attempts(keys: Mapping[str, str]) -> None:
    """After the right password. The address keeps its count: other people sit there too."""
    cache.delete_many([_name(kind, key) for kind, key in keys.items() if kind != "address"])


def _name(kind: str, key: str) -> str:
    return f"sign-in:{kind}:{sha256(key.encode()).hexdigest()[:32]}"
