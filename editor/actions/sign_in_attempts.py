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
    """Count one more attempt, unless there have been too many: then it must not be made.

    Each takes a place of its own, which only one can take: of several at once, each is counted.
    """
    taken: list[str] = []
    for kind, key in keys.items():
        place = _take_place(kind, key) if key else ""
        if place is None:
            cache.delete_many(taken)
            return False
        if place:
            taken.append(place)
    return True


def forget_attempts(keys: Mapping[str, str]) -> None:
    """After the right password. The address keeps its count: other people sit there too."""
    for kind, key in keys.items():
        if kind != "address":
            cache.delete_many(_places(kind, key))


def _take_place(kind: str, key: str) -> str | None:
    places = _places(kind, key)
    known = cache.get_many(places)
    free = (place for place in places if place not in known)
    return next((place for place in free if cache.add(place, 1, WINDOW_SECONDS)), None)


def _places(kind: str, key: str) -> list[str]:
    name = f"sign-in:{kind}:{sha256(key.encode()).hexdigest()[:32]}"
    return [f"{name}:{number}" for number in range(LIMITS[kind])]
