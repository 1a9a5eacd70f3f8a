"""How much care the merges inside a line want: the ladder from far to asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from editor.merge.passages import Care, Kind, Part, question
from editor.merge.tokens import is_wordy, words

# When both sides together changed more of a line than this, or took turns in it more often, it has
# become a text that neither of them has read.
LARGEST_SHARE = 0.5
MOST_TURNS = 1

# Unchanged words that part one stretch of a line from the next.
STRETCH = 40

_ONE_SIDED = (Kind.MINE, Kind.THEIRS)


def classified(parts: Iterable[Part]) -> list[Part]:
    """The parts with their care, line by line."""
    done: list[Part] = []
    line: list[Part] = []
    for part in parts:
        line.append(part)
        if _ends_line(part):
            done += _classified(line)
            line = []
    return done + _classified(line)


def noticed(parts: Sequence[Part]) -> list[Part]:
    """Blank lines that touch a change of the other side are near: to which paragraph they belong
    is a guess."""
    near = set()
    for at, (first, second) in enumerate(pairwise(parts)):
        if {first.kind, second.kind} == set(_ONE_SIDED) and (first.is_blank or second.is_blank):
            near |= {at, at + 1}
    return [
        replace(part, care=Care.NEAR) if at in near and part.care is Care.FAR else part
        for at, part in enumerate(parts)
    ]


def _ends_line(part: Part) -> bool:
    return "\n" in part.base if part.kind is Kind.SAME else part.ends_line


def _classified(line: list[Part]) -> list[Part]:
    """Far where one side alone changed the line, asked where both rewrote a stretch of it."""
    changed = [part for part in line if part.is_change]
    sides = {part.kind for part in changed if part.kind in _ONE_SIDED}
    if len(sides) < 2 and not any(part.is_conflict or part.is_contained for part in changed):
        return [replace(part, care=Care.FAR) if part.is_change else part for part in line]
    done: list[Part] = []
    for stretch in _stretches(line):
        changed_at = [at for at, part in enumerate(stretch) if part.is_change]
        if _is_rewritten(stretch):
            start, end = changed_at[0], changed_at[-1] + 1
            stretch = [*stretch[:start], question(stretch[start:end]), *stretch[end:]]
        done += stretch
    return done


def _stretches(line: Sequence[Part]) -> Iterator[list[Part]]:
    """A line cut where much of it stands unchanged: some pages are one line."""
    stretch: list[Part] = []
    for part in line:
        stretch.append(part)
        if not part.is_change and _count(part.base) >= STRETCH:
            yield stretch
            stretch = []
    yield stretch


def _is_rewritten(stretch: Sequence[Part]) -> bool:
    turns = [part for part in stretch if part.kind in _ONE_SIDED and not part.is_contained]
    taken = sum(first.kind is not second.kind for first, second in pairwise(turns))
    return taken > MOST_TURNS or (taken > 0 and _size(turns) > LARGEST_SHARE * _size(stretch))


def _size(parts: Sequence[Part]) -> int:
    """Words in the larger of what was and what comes."""
    return sum(max(_count(part.base), _count(part.result or "")) for part in parts)


def _count(text: str) -> int:
    return sum(map(is_wordy, words(text)))
