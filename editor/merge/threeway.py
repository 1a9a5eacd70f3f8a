"""Two lists of edits of one base, put together: which stand alone and which collide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from editor.merge.alignment import Edit

# How many of the other side's last edits are asked whether they collide with the next one.
LOOK_BACK = 9

# Whether an edit reaches into a later one of the other side.
Collide = Callable[[Edit, Edit], bool]


@dataclass(slots=True)
class Group:
    """Edits that belong together, because one side's reach into the other's.

    A group of one side's edits only is a change; a group without any is what nobody touched.
    """

    base_start: int
    base_end: int
    mine: list[Edit] = field(default_factory=list)
    theirs: list[Edit] = field(default_factory=list)
    # Where the group stands in the two other texts.
    mine_start: int = 0
    mine_end: int = 0
    theirs_start: int = 0
    theirs_end: int = 0

    def edits(self, is_mine: bool) -> list[Edit]:
        return self.mine if is_mine else self.theirs

    def absorb(self, later: Group) -> None:
        self.base_end = max(self.base_end, later.base_end)
        self.mine += later.mine
        self.theirs += later.theirs


def groups(
    mine: Sequence[Edit], theirs: Sequence[Edit], length: int, collide: Collide
) -> Iterator[Group]:
    """The whole base in groups, touched and untouched."""
    at = mine_shift = theirs_shift = 0
    for group in [*_collided(mine, theirs, collide), Group(length, length)]:
        for part in (Group(at, group.base_start), group):
            part.mine_start = part.base_start + mine_shift
            part.theirs_start = part.base_start + theirs_shift
            mine_shift += sum(map(_growth, part.mine))
            theirs_shift += sum(map(_growth, part.theirs))
            part.mine_end = part.base_end + mine_shift
            part.theirs_end = part.base_end + theirs_shift
            if part.mine or part.theirs or part.base_end > part.base_start:
                yield part
        at = group.base_end


def touching(first: Edit, second: Edit) -> bool:
    """Diff3's rule: at least one untouched item must lie between the two sides' edits."""
    return second.old_start <= first.old_end


def _collided(mine: Sequence[Edit], theirs: Sequence[Edit], collide: Collide) -> list[Group]:
    found: list[Group] = []
    passed: dict[bool, list[Edit]] = {True: [], False: []}
    ordered = sorted(
        [(edit, True) for edit in mine] + [(edit, False) for edit in theirs],
        key=lambda pair: (pair[0].old_start, pair[0].old_end, pair[1]),
    )
    for edit, is_mine in ordered:
        group = Group(edit.old_start, edit.old_end)
        first = _earliest(passed[not is_mine], edit, collide)
        group.edits(is_mine).append(edit)
        while first and first not in group.edits(not is_mine)[-LOOK_BACK:]:
            found[-1].absorb(group)
            group = found.pop()
        found.append(group)
        passed[is_mine].append(edit)
    return found


def _earliest(others: Sequence[Edit], edit: Edit, collide: Collide) -> Edit | None:
    """The earliest of the other side's edits that collides; those between are drawn in with it."""
    near = others[-LOOK_BACK:]
    if len(near) == LOOK_BACK and (near[-1].old_start, near[-1].old_end) != edit[:2]:
        # Whichever of two edits at one place comes first, both look equally far back.
        near = near[1:]
    return next((other for other in near if collide(other, edit)), None)


def _growth(edit: Edit) -> int:
    return (edit.new_end - edit.new_start) - (edit.old_end - edit.old_start)
