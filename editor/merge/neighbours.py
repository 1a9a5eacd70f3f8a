"""Merges that spoil each other though neither touches the other.

Each is right by itself; together they close one reference twice, or bring one sentence in twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from operator import attrgetter

from editor.merge.balance import tipped, worse
from editor.merge.doubts import DOUBLED_RUN
from editor.merge.passages import Care, Kind, Part, question

# Lines of the base between two changes that are looked at together: about a screen.
LINES_NEAR = 20

Run = tuple[str, ...]

_OTHER = {Kind.MINE: Kind.THEIRS, Kind.THEIRS: Kind.MINE}


def reconsidered(parts: Sequence[Part]) -> list[Part]:
    """The parts, with those asked after all that together leave open what none leaves open."""
    done: list[Part] = []
    at = 0
    for start, end in _unbalanced(parts):
        done += [*parts[at:start], question(parts[start:end])]
        at = end
    return _balanced([*done, *parts[at:]])


def shown(parts: Sequence[Part]) -> list[Part]:
    """The parts, with those near that together say twice what each side says once.

    Not asked: where one looked, people had mostly left it so.
    """
    twice = _doubled(parts)
    return [
        replace(part, care=Care.NEAR) if at in twice and part.care is Care.FAR else part
        for at, part in enumerate(parts)
    ]


def _doubled(parts: Sequence[Part]) -> set[int]:
    """The parts that bring in a run of words which the other side brings in near them."""
    found: set[int] = set()
    if not {Kind.MINE, Kind.THEIRS} <= {part.kind for part in parts}:
        return found
    last: dict[Kind, dict[Run, tuple[int, int]]] = {Kind.MINE: {}, Kind.THEIRS: {}}
    line = 0
    for at, part in enumerate(parts):
        end_line = line + part.base.count("\n")
        if part.kind in last and not part.is_contained:
            brought = _runs(part.result or "") - _runs(part.base)
            others = last[_OTHER[part.kind]]
            for run in brought & others.keys():
                other, other_line = others[run]
                if line - other_line <= LINES_NEAR:
                    found |= {other, at}
            last[part.kind].update(dict.fromkeys(brought, (at, end_line)))
        line = end_line
    return found


def _runs(text: str) -> set[Run]:
    said = text.split()
    return set(zip(*(said[at:] for at in range(DOUBLED_RUN)), strict=False))


def _unbalanced(parts: Sequence[Part]) -> Iterator[tuple[int, int]]:
    for start, end in _tipping(parts):
        first, last = start, end
        # What opens and closes is counted by whole lines.
        while first and not parts[first - 1].ends_line:
            first -= 1
        while last < len(parts) and not parts[last - 1].ends_line:
            last += 1
        mine, theirs, result = _texts(parts[first:last])
        if worse(result, mine, theirs):
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


def _tips(part: Part) -> set[str]:
    sides = {part.mine, part.theirs} - {part.base}
    return set[str]().union(*(tipped(part.base, side) for side in sides))


def _balanced(parts: list[Part]) -> list[Part]:
    """The same of merges far from each other, counted over the whole text: a template may be as
    long as a page. They are asked about one by one, for what stands between them fits."""
    tips = {
        at: pairs
        for at, part in enumerate(parts)
        # (What both did alike is no question.)
        if not part.is_conflict and part.mine != part.theirs and (pairs := _tips(part))
    }
    if not {Kind.MINE, Kind.THEIRS} <= {parts[at].kind for at in tips}:
        return parts
    mine, theirs, result = _texts(parts)
    pairs = worse(result, mine, theirs)
    return [
        question([part]) if tips.get(at, set()) & pairs else part for at, part in enumerate(parts)
    ]


def _texts(parts: Sequence[Part]) -> tuple[str, str, str]:
    """Mine, theirs and the result; what is asked is nobody's doing yet, so it is the base's."""
    mine, theirs, result = (
        "".join(part.base if part.is_conflict else side(part) or "" for part in parts)
        for side in map(attrgetter, ("mine", "theirs", "result"))
    )
    return mine, theirs, result
