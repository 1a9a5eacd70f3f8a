"""Which items of two sequences belong together.

Common ends first, then anchors (items, or runs of items, that stand exactly once on each side),
and in the gaps between them the longest common subsequence. That is computed on the bits of
Python's big integers, a whole row at a time, so it stays quick without any extension module. What
is too large even for that, or for the budget, is left unmatched: less is merged then, but nothing
wrong or slow.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

from editor.merge.budget import Budget

# Cells of the largest table that is filled, a bit each: 16 MiB.
TABLE_CELLS = 1 << 27
# Below this many cells the table is cheaper than the search for anchors, and never worse.
SMALL_TABLE = 1 << 20
# Lengths of the runs tried as anchors, level by level: between two anchors more items are unique,
# and repetitive text has no unique item but often a unique run.
ANCHOR_RUNS = (1, 1, 4, 16)
# Cells that are filled in one step, and items that a longer run takes to be read as one step.
CELLS_A_STEP = 1 << 12
ITEMS_A_STEP = 4


class Block(NamedTuple):
    """A run of equal items: `length` of them from `old` and from `new` on."""

    old: int
    new: int
    length: int


class Edit(NamedTuple):
    """What stands between two blocks: old[old_start:old_end] became new[new_start:new_end]."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def is_insertion(self) -> bool:
        return self.old_start == self.old_end

    @property
    def is_deletion(self) -> bool:
        return self.new_start == self.new_end


class _Region(NamedTuple):
    old_start: int
    old_end: int
    new_start: int
    new_end: int
    runs: tuple[int, ...]


def align(
    old: Sequence[Hashable], new: Sequence[Hashable], budget: Budget | None = None
) -> list[Block]:
    """The blocks of equal items, in order, neighbours joined."""
    budget = budget or Budget()
    ids: dict[Hashable, int] = {}
    one = [ids.setdefault(item, len(ids)) for item in old]
    two = [ids.setdefault(item, len(ids)) for item in new]
    pairs: list[Block] = []
    regions = [_Region(0, len(one), 0, len(two), ANCHOR_RUNS)]
    while regions:
        regions.extend(_settle(one, two, regions.pop(), pairs, budget))
    return _joined(sorted(pairs))


def edits(blocks: Sequence[Block], old_length: int, new_length: int) -> list[Edit]:
    """What the blocks leave over on both sides."""
    found = []
    old_at = new_at = 0
    for old, new, length in [*blocks, Block(old_length, new_length, 0)]:
        if old > old_at or new > new_at:
            found.append(Edit(old_at, old, new_at, new))
        old_at, new_at = old + length, new + length
    return found


def common_length(old: Sequence[Hashable], new: Sequence[Hashable]) -> int | None:
    """How many items a longest common subsequence has; None where that is too dear to know."""
    if len(old) * len(new) > TABLE_CELLS:
        return None
    shorter, longer = sorted((old, new), key=len)
    row = full = (1 << len(shorter)) - 1
    places = _places(shorter)
    for item in longer:
        hits = row & places.get(item, 0)
        row = ((row + hits) | (row - hits)) & full
    return len(shorter) - row.bit_count()


def _settle(
    old: list[int], new: list[int], region: _Region, pairs: list[Block], budget: Budget
) -> Iterator[_Region]:
    """Match what is plain in this region; yield the smaller regions that are left."""
    old_start, old_end, new_start, new_end, runs = region
    start = old_start
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start, new_start = old_start + 1, new_start + 1
    if old_start > start:
        pairs.append(Block(start, new_start - (old_start - start), old_start - start))
    end = old_end
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    if old_end < end:
        pairs.append(Block(old_end, new_end, end - old_end))
    if old_start == old_end or new_start == new_end:
        return
    cells = (old_end - old_start) * (new_end - new_start)
    items = old_end - old_start + new_end - new_start
    if cells > SMALL_TABLE and runs and budget.affords(items + items * runs[0] // ITEMS_A_STEP):
        bounds = _Region(old_start, old_end, new_start, new_end, runs)
        yield from _split(old, new, bounds, pairs)
    elif cells <= TABLE_CELLS and budget.affords(items + cells // CELLS_A_STEP):
        one, two = old[old_start:old_end], new[new_start:new_end]
        # The columns, whose number is the integers' length, are the shorter side.
        if len(one) <= len(two):
            matches = _common_subsequence(one, two)
        else:
            matches = [(i, j) for j, i in _common_subsequence(two, one)]
        pairs.extend(Block(old_start + i, new_start + j, 1) for i, j in matches)


def _split(
    old: list[int], new: list[int], region: _Region, pairs: list[Block]
) -> Iterator[_Region]:
    """Cut a region at its anchors; what lies between is tried with the next length of run."""
    length, *longer = region.runs
    old_at, new_at, runs = region.old_start, region.new_start, tuple(longer)
    for i, j in _anchors(old, new, region, length):
        if i >= old_at and j >= new_at:
            yield _Region(old_at, i, new_at, j, runs)
            pairs.append(Block(i, j, length))
            old_at, new_at = i + length, j + length
    yield _Region(old_at, region.old_end, new_at, region.new_end, runs)


def _anchors(old: list[int], new: list[int], region: _Region, length: int) -> list[tuple[int, int]]:
    """Runs of this length that stand once on each side, in the longest order common to both."""
    ones = _unique_runs(old, region.old_start, region.old_end, length)
    twos = _unique_runs(new, region.new_start, region.new_end, length)
    return _longest_rising([(i, twos[run]) for run, i in ones.items() if run in twos])


def _unique_runs(items: list[int], start: int, end: int, length: int) -> dict[Hashable, int]:
    """Where each run stands that stands only once, in order."""
    part = items[start:end]
    runs: Sequence[Hashable] = part
    if length > 1:
        runs = list(zip(*(part[at:] for at in range(length)), strict=False))
    last = dict(zip(runs, count(start)))
    first = dict(zip(reversed(runs), count(start + len(runs) - 1, -1)))
    return {run: at for run, at in last.items() if first[run] == at}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second members rise (the first ones rise already)."""
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(pairs):
        place = bisect_left(tails, j)
        before.append(tops[place - 1] if place else -1)
        if place == len(tails):
            tails.append(j)
            tops.append(at)
        else:
            tails[place], tops[place] = j, at
    chain = []
    at = tops[-1] if tops else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _common_subsequence(old: list[int], new: list[int]) -> list[tuple[int, int]]:
    """A longest common subsequence as index pairs, last pair first.

    Hyyrö's bit-parallel scheme: one integer per row of the table, whose zero bits mark the columns
    where the length grows. The rows are kept to walk back from the far corner.
    """
    places = _places(old)
    row = full = (1 << len(old)) - 1
    rows = []
    for item in new:
        hits = row & places.get(item, 0)
        row = ((row + hits) | (row - hits)) & full
        rows.append(row)
    matches = []
    i, j = len(old), len(new)
    while i and j:
        if rows[j - 1] >> (i - 1) & 1:
            i -= 1
            continue
        j -= 1
        if not j or rows[j - 1] >> (i - 1) & 1:
            i -= 1
            matches.append((i, j))
    return matches


def _places(items: Sequence[Hashable]) -> dict[Hashable, int]:
    """For each item an integer whose bits tell where it stands."""
    places: dict[Hashable, int] = {}
    for i, item in enumerate(items):
        places[item] = places.get(item, 0) | 1 << i
    return places


def _joined(pairs: list[Block]) -> list[Block]:
    blocks: list[Block] = []
    for pair in pairs:
        last = blocks[-1] if blocks else None
        if last and last.old + last.length == pair.old and last.new + last.length == pair.new:
            blocks[-1] = Block(last.old, last.new, last.length + pair.length)
        elif pair.length:
            blocks.append(pair)
    return blocks
