"""A paragraph that one side put into another section while the other rewrote it.

Line by line it was deleted here and added there: the edit of it would be asked about as if the
paragraph were gone, and whoever kept it would have the paragraph twice. So the words that were
written in it are carried to where it stands now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from editor.merge.alignment import Edit, align, edits
from editor.merge.budget import Budget
from editor.merge.moves import heading_in
from editor.merge.pairing import SIMILAR, counted, likeness, pairs

# Words, marks and blanks that a line must have to be known again in another place.
FEWEST_TOKENS = 8


@dataclass(frozen=True, slots=True)
class _Side:
    lines: list[str]
    edits: list[Edit]
    # Steps of its own, so that swapping the sides swaps the answer.
    budget: Budget


def in_movers_place(
    base: str, mine: str, theirs: str, *, steps: int
) -> tuple[str, str, str] | None:
    """The three texts with such edits made where the mover has put the line; None without any."""
    old = base.split("\n")
    one, two = (_side(old, text, steps) for text in (mine, theirs))
    new_ones, new_twos = list(one.lines), list(two.lines)
    for place, at, to in _carried(old, one, two):
        new_ones[at], new_twos[to] = old[place], one.lines[at]
    for place, at, to in _carried(old, two, one):
        new_twos[at], new_ones[to] = old[place], two.lines[at]
    if (new_ones, new_twos) == (one.lines, two.lines):
        return None
    return base, "\n".join(new_ones), "\n".join(new_twos)


def _side(old: list[str], text: str, steps: int) -> _Side:
    budget, new = Budget(steps), text.split("\n")
    return _Side(new, edits(align(old, new, budget), len(old), len(new)), budget)


def _carried(old: list[str], writer: _Side, mover: _Side) -> Iterator[tuple[int, int, int]]:
    """Each line that one side rewrote and the other moved: where it was, where it was rewritten,
    and where it is now."""
    places = _moved(old, mover)
    for edit in writer.edits if places else ():
        if places.keys().isdisjoint(range(edit.old_start, edit.old_end)):
            continue
        before = old[edit.old_start : edit.old_end]
        after = writer.lines[edit.new_start : edit.new_end]
        for i, j in pairs(before, after, writer.budget):
            place = edit.old_start + i
            if place in places and likeness(counted(before[i]), counted(after[j])) >= SIMILAR:
                yield place, edit.new_start + j, places[place]


def _moved(old: list[str], mover: _Side) -> dict[int, int]:
    """The lines that say enough to be known, and stand once in either text, under another heading.

    (Within a section, what was moved may as well be what stood beside it.)
    """
    new = mover.lines
    gone = {old[at]: at for edit in mover.edits for at in range(edit.old_start, edit.old_end)}
    come = {new[at]: at for edit in mover.edits for at in range(edit.new_start, edit.new_end)}
    found = gone.keys() & come.keys()
    if not found:
        return {}
    counts, above = [Counter(text) for text in (old, new)], [_above(text) for text in (old, new)]
    return {
        gone[line]: come[line]
        for line in found
        if all(count[line] == 1 for count in counts)
        and above[0][gone[line]] != above[1][come[line]]
        and counted(line).total() >= FEWEST_TOKENS
    }


def _above(text: Sequence[str]) -> list[str]:
    """For each line the heading of the section in which it stands; empty in the lead."""
    heading, found = "", []
    for line in text:
        heading = line if heading_in(line) else heading
        found.append(heading)
    return found
