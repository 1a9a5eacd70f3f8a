"""Signs that a merge by words went wrong, seen in its result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from editor.merge.passages import Part
from editor.merge.tokens import is_wordy, words

# So many words in a row that both brought in are the same sentence, not chance.
DOUBLED_RUN = 4


def is_doubtful(parts: Sequence[Part], base: str, mine: str, theirs: str) -> bool:
    """Whether what was merged in these lines should be asked after all."""
    if any(_are_glued(first, second) for first, second in pairwise(parts)):
        return True
    result = "".join(part.result or "" for part in parts)
    return has_doubled(base, mine, theirs, result)


def has_doubled(base: str, mine: str, theirs: str, result: str) -> bool:
    """Whether a run of words that both sides brought in stands in the result once too often."""
    old, new, other = (_runs(text) for text in (base, mine, theirs))
    brought = [run for run in new.keys() & other.keys() if min(new[run], other[run]) > old[run]]
    if not brought:
        return False
    merged = _runs(result)
    return any(merged[run] > max(new[run], other[run]) for run in brought)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    said = [word.strip() for word in words(text) if is_wordy(word)]
    return Counter(zip(*(said[at:] for at in range(DOUBLED_RUN)), strict=False))


def _are_glued(first: Part, second: Part) -> bool:
    """Whether words meet without a space that met in none of the texts, or marks that met nowhere.

    Marks may stand close; but what was kept apart in all three texts stays apart.
    """
    before, after = first.result or "", second.result or ""
    pairs = (
        (first.base, second.base),
        (first.mine, second.mine),
        (first.theirs, second.theirs),
    )
    if _meet(before, after):
        return not any(_meet(one, two) for one, two in pairs)
    return _touch(before, after) and all(_part(one, two) for one, two in pairs)


def _meet(first: str, second: str) -> bool:
    return first[-1:].isalnum() and second[:1].isalnum()


def _touch(first: str, second: str) -> bool:
    return bool(first and second) and not _part(first, second)


def _part(first: str, second: str) -> bool:
    """Whether a blank keeps two texts apart."""
    return bool(first and second) and (first[-1].isspace() or second[0].isspace())
