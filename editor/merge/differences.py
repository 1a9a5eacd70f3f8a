"""What changed between two texts, for reading: rows of lines, and in them runs of words.

Made to be rendered side by side or inline, and bounded whatever is thrown at it: lines are paired
and their words compared only as far as a budget of work reaches; beyond it whole lines are changed,
and of more rows than anybody reads the rest is only counted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from operator import attrgetter
from typing import Literal, NamedTuple

from editor.merge.alignment import Edit, align, edits
from editor.merge.budget import STEPS, Budget
from editor.merge.pairing import pairs
from editor.merge.tokens import lines, tokens

# Rows that are shown: a browser takes a second for these, and a reader an hour.
ROWS_SHOWN = 5_000
# Runs of one line that are shown.
RUNS_SHOWN = 10_000
# Characters of a line whose words are compared in one step.
CHARACTERS_A_STEP = 4


class RowKind(StrEnum):
    CONTEXT = "context"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    # Unchanged lines that are not shown.
    GAP = "gap"
    # What comes after the last row that is shown, changed or not.
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Run:
    text: str
    is_changed: bool


class Change(NamedTuple):
    text: str
    kind: Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of each side; numbers count from 1 and are None where that side has no line.

    The runs of a side joined are its line without the line end. A gap has the numbers of its first
    lines and `hidden`, the count of lines it stands for; so has the rest, counted on the side that
    has more.
    """

    kind: RowKind
    old_number: int | None
    new_number: int | None
    left: tuple[Run, ...] = ()
    right: tuple[Run, ...] = ()
    hidden: int = 0

    @property
    def inline(self) -> tuple[Change, ...]:
        """Both sides as one line to read: what was taken away stands before what was put in."""
        left, right = deque(self.left), deque(self.right)
        found: list[Change] = []
        while left or right:
            if left and left[0].is_changed:
                found.append(Change(left.popleft().text, "removed"))
            elif right and right[0].is_changed:
                found.append(Change(right.popleft().text, "added"))
            else:
                # A run that one side has changed in the middle is two runs there, and one here.
                shared = min((side[0].text for side in (left, right) if side), key=len)
                found.append(Change(shared, "same"))
                for side in (left, right):
                    if side:
                        rest = side.popleft().text[len(shared) :]
                        side.extendleft([Run(rest, is_changed=False)] if rest else [])
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Difference:
    rows: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        return all(row.kind in (RowKind.CONTEXT, RowKind.GAP) for row in self.rows)


def difference(old: str, new: str, context: int = 3, *, steps: int = STEPS) -> Difference:
    """The rows that changed, with `context` unchanged lines around them; none if nothing changed.

    A last line that gained or lost its line end is no change by itself: a reader cannot see it.
    """
    one = [line.removesuffix("\n") for line in lines(old)]
    two = [line.removesuffix("\n") for line in lines(new)]
    found = edits(align(one, two, Budget(2 * steps)), len(one), len(two))
    if not found:
        return Difference(())
    every = _rows(one, two, found, context, Budget(steps))
    rows = list(islice(every, ROWS_SHOWN))
    if next(every, None):
        rows.append(_rest(rows, len(one), len(two)))
    return Difference(tuple(rows))


def _rest(rows: Sequence[Row], old_length: int, new_length: int) -> Row:
    old_at, new_at = (
        max((number + max(row.hidden, 1) for row in rows if (number := of(row))), default=1)
        for of in (attrgetter("old_number"), attrgetter("new_number"))
    )
    hidden = max(old_length + 1 - old_at, new_length + 1 - new_at)
    return Row(RowKind.REST, old_at, new_at, hidden=hidden)


def _rows(
    old: list[str], new: list[str], found: Sequence[Edit], context: int, budget: Budget
) -> Iterator[Row]:
    old_at = new_at = 0
    for number, edit in enumerate(found):
        after = 0 if number == 0 else context
        yield from _unchanged(old, old_at, edit.old_start, new_at, after, context)
        for i, j in _paired(old, new, edit, budget):
            if i is None or j is None:
                yield _one_sided(old, new, i, j)
            else:
                yield _changed(old, new, i, j, budget)
        old_at, new_at = edit.old_end, edit.new_end
    yield from _unchanged(old, old_at, len(old), new_at, context, 0)


def _unchanged(
    old: list[str], start: int, end: int, new_start: int, after: int, before: int
) -> Iterator[Row]:
    """Context after the last change and before the next, and a gap for what lies between."""
    hidden = end - start - after - before
    # A gap of one line would take the room of the line.
    shown_until, shown_from = (start + after, end - before) if hidden > 1 else (end, end)
    for at in range(start, shown_until):
        yield _context(old, at, new_start + at - start)
    if hidden > 1:
        yield Row(RowKind.GAP, shown_until + 1, new_start + after + 1, hidden=hidden)
    for at in range(shown_from, end):
        yield _context(old, at, new_start + at - start)


def _context(old: list[str], at: int, new_at: int) -> Row:
    runs = _whole(old[at], is_changed=False)
    return Row(RowKind.CONTEXT, at + 1, new_at + 1, runs, runs)


def _one_sided(old: list[str], new: list[str], i: int | None, j: int | None) -> Row:
    if i is not None:
        return Row(RowKind.REMOVED, i + 1, None, left=_whole(old[i], is_changed=True))
    assert j is not None  # noqa: S101 - a pair has at least one side
    return Row(RowKind.ADDED, None, j + 1, right=_whole(new[j], is_changed=True))


def _changed(old: list[str], new: list[str], i: int, j: int, budget: Budget) -> Row:
    left, right = _whole(old[i], is_changed=True), _whole(new[j], is_changed=True)
    if budget.affords((len(old[i]) + len(new[j])) // CHARACTERS_A_STEP):
        runs = _words(old[i], new[j], budget)
        if sum(map(len, runs)) <= RUNS_SHOWN:
            left, right = runs
    return Row(RowKind.CHANGED, i + 1, j + 1, left, right)


def _whole(line: str, *, is_changed: bool) -> tuple[Run, ...]:
    return (Run(line, is_changed),) if line else ()


def _paired(
    old: list[str], new: list[str], edit: Edit, budget: Budget
) -> Iterator[tuple[int | None, int | None]]:
    """Which line became which, in reading order; None stands for no line."""
    removed, added = old[edit.old_start : edit.old_end], new[edit.new_start : edit.new_end]
    old_at, new_at = edit.old_start, edit.new_start
    for i, j in [*pairs(removed, added, budget), (len(removed), len(added))]:
        yield from ((at, None) for at in range(old_at, edit.old_start + i))
        yield from ((None, at) for at in range(new_at, edit.new_start + j))
        if i < len(removed):
            yield edit.old_start + i, edit.new_start + j
        old_at, new_at = edit.old_start + i + 1, edit.new_start + j + 1


def _words(old: str, new: str, budget: Budget) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The two lines as runs; what is alike between two changes but says nothing joins them."""
    one, two = tokens(old), tokens(new)
    left, right = _Runs(), _Runs()
    old_at = new_at = 0
    for edit in [*edits(align(one, two, budget), len(one), len(two)), None]:
        kept = one[old_at : edit.old_start if edit else len(one)]
        is_joint = bool(edit) and old_at + new_at > 0 and not any(map(_says, kept))
        left.add("".join(kept), is_changed=is_joint)
        right.add("".join(kept), is_changed=is_joint)
        if edit:
            left.add("".join(one[edit.old_start : edit.old_end]), is_changed=True)
            right.add("".join(two[edit.new_start : edit.new_end]), is_changed=True)
            old_at, new_at = edit.old_end, edit.new_end
    return tuple(left.runs), tuple(right.runs)


def _says(token: str) -> bool:
    return any(map(str.isalnum, token))


class _Runs:
    """Collects runs, joining neighbours of one kind."""

    def __init__(self) -> None:
        self.runs: list[Run] = []

    def add(self, text: str, *, is_changed: bool) -> None:
        if not text:
            return
        if self.runs and self.runs[-1].is_changed == is_changed:
            text = self.runs.pop().text + text
        self.runs.append(Run(text, is_changed))
