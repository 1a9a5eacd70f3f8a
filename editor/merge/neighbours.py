"""Merges that spoil each other though neither touches the other.

Each is right by itself; together they close one reference twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter

from editor.merge.balance import changes_balance, is_worse
from editor.merge.passages import Part, question

# Lines of the base between two changes that are looked at together: about a screen.
LINES_NEAR = 20


def reconsidered(parts: Sequence[Part]) -> list[Part]:
    """The parts, with those asked after all that together leave open what none leaves open."""
    done: list[Part] = []
    at = 0
    for start, end in _unbalanced(parts):
        done += [*parts[at:start], question(parts[start:end])]
        at = end
    return [*done, *parts[at:]]


def _unbalanced(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    for start, end in _tipping(parts):
        first, last = start, end
        # What opens and closes is counted by whole lines.
        while first and not parts[first - 1].ends_line:
            first -= 1
        while last < len(parts) and not parts[last - 1].ends_line:
            last += 1
        mine, theirs, result = _texts(parts[first:last])
        if is_worse(result, mine, theirs):
            yield start, end


def _tipping(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    """From where to where merges near each other open or close something by themselves."""
    start = end = line = end_line = 0
    for at, part in enumerate(parts):
        if part.is_change and not part.is_conflict and _tips(part):
            if end and line - end_line > LINES_NEAR:
                yield start, end
                end = 0
            start, end = start if end else at, at + 1
        line += part.base.count("\n")
        if end == at + 1:
            end_line = line
    if end:
        yield start, end


def _tips(part: Part) -> bool:
    return changes_balance(part.base, part.mine) or changes_balance(part.base, part.theirs)


def _texts(parts: Sequence[Part]) -> tuple[str, str, str]:
    """Mine, theirs and the result; what is asked is nobody's doing yet, so it is the base's."""
    mine, theirs, result = (
        "".join(part.base if part.is_conflict else side(part) or "" for part in parts)
        for side in map(attrgetter, ("mine", "theirs", "result"))
    )
    return mine, theirs, result
