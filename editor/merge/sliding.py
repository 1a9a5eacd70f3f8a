"""One reading of each edit, out of the several that say the same.

A blank line put in between two blank lines can be the first, second or third of them. Unless both
sides of a merge are read alike, one edit made twice looks like two, and two that are apart collide.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import accumulate

from editor.merge.alignment import Edit
from editor.merge.tokens import is_wordy

Items = Sequence[Hashable]

# How far up a deletion's other readings are looked for: text that repeats for longer is no text.
REACH_LIMIT = 64


def slid(changed: Sequence[Edit], old: Items, new: Items) -> list[Edit]:
    """The same edits, each insertion and deletion as late as it can stand."""
    result: list[Edit] = []
    for edit in reversed(changed):
        result.append(_slid(edit, result, old, new))
    return result[::-1]


def _slid(edit: Edit, later: list[Edit], old: Items, new: Items) -> Edit:
    """Move one edit down until it fits no more; what it then touches becomes part of it."""
    while True:
        limit = later[-1].old_start if later else len(old)
        room = limit - edit.old_end
        if edit.is_insertion:
            edit = _moved(edit, _repeated(new, edit.new_start, edit.new_end, room))
        elif edit.is_deletion:
            edit = _moved(edit, _repeated(old, edit.old_start, edit.old_end, room))
        if not later or edit.old_end < later[-1].old_start:
            return edit
        following = later.pop()
        edit = Edit(edit.old_start, following.old_end, edit.new_start, following.new_end)


def _repeated(items: Items, start: int, end: int, room: int) -> int:
    """How far the stretch can move down over items that repeat its own."""
    steps = 0
    while steps < room and items[start + steps] == items[end + steps]:
        steps += 1
    return steps


def _moved(edit: Edit, steps: int) -> Edit:
    return Edit(*(place + steps for place in edit))


def reach(edit: Edit, old: Items) -> int:
    """The earliest place where a deletion could as well be read to start."""
    steps = 0
    if edit.is_deletion:
        limit = min(edit.old_start, REACH_LIMIT)
        while steps < limit and old[edit.old_start - 1 - steps] == old[edit.old_end - 1 - steps]:
            steps += 1
    return edit.old_start - steps


def attached(
    changed: Sequence[Edit], others: Sequence[Edit], old: Items, new: Items, other: Items
) -> list[Edit]:
    """The same edits, but an insertion that meets another's joins its own side's edit before it.

    Both readings are right; this one keeps together what one editor wrote in one go, and tells
    the two insertions apart.
    """
    met = {edit.old_start: edit for edit in others if edit.is_insertion}
    result: list[Edit] = []
    for edit in changed:
        rival = met.get(edit.old_start) if edit.is_insertion and result else None
        if rival and _differ(edit, rival, new, other):
            edit = _attached(edit, result, old, new)
        result.append(edit)
    return result


def _differ(edit: Edit, rival: Edit, new: Items, other: Items) -> bool:
    return new[edit.new_start : edit.new_end] != other[rival.new_start : rival.new_end]


def _attached(edit: Edit, before: list[Edit], old: Items, new: Items) -> Edit:
    """The insertion with the edit before it, if it can move up that far."""
    steps = edit.old_start - before[-1].old_end
    for step in range(1, steps + 1):
        if old[edit.old_start - step] != new[edit.new_end - step]:
            return edit
    last = before.pop()
    return Edit(last.old_start, edit.old_end - steps, last.new_start, edit.new_end - steps)


def tidied(changed: Sequence[Edit], old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    """The edits, joined where what is alike between two of them says less than either.

    A rewritten sentence shares a few small words with the old one by chance.
    """
    olds, news = _weights(old), _weights(new)

    def size(edit: Edit) -> float:
        taken = olds[edit.old_end] - olds[edit.old_start]
        return max(taken, news[edit.new_end] - news[edit.new_start])

    result: list[Edit] = []
    for edit in changed:
        while result:
            last = result[-1]
            if olds[edit.old_start] - olds[last.old_end] > min(size(last), size(edit)):
                break
            result.pop()
            edit = Edit(last.old_start, edit.old_end, last.new_start, edit.new_end)
        result.append(edit)
    return result


def _weights(items: Sequence[str]) -> list[float]:
    """Running sums of what the items say."""
    return list(accumulate((1 if is_wordy(item) else 0.25 for item in items), initial=0.0))
