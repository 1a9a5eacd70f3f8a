"""The merge by whole lines: the first step, and all there is for JSON and Lua pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from editor.merge.alignment import Edit, align, edits
from editor.merge.budget import STEPS, Budget, Work
from editor.merge.passages import Care, Kind, Merge, Part, placed, question
from editor.merge.sliding import REACH_LIMIT, attached, reach, slid
from editor.merge.threeway import Group, groups, touching
from editor.merge.tokens import lines

# Merges base, mine and theirs of a stretch where both sides' edits collide.
Collided = Callable[[str, str, str], Iterable[Part]]


def merge_lines(base: str, mine: str, theirs: str, *, steps: int = STEPS) -> Merge:
    """Merge as diff3 does: at least one unchanged line must lie between the two sides' changes."""
    work = Work.of(steps)
    old, new, other = lines(base), lines(mine), lines(theirs)
    ones = slid(edits(align(old, new, work.mine), len(old), len(new)), old, new)
    twos = slid(edits(align(old, other, work.theirs), len(old), len(other)), old, other)
    mine_edits = attached(ones, twos, old, new, other)
    theirs_edits = attached(twos, ones, old, other, new)
    found = groups(mine_edits, theirs_edits, len(old), touching)
    return placed(part for group in found for part in _whole(group, old, new, other, _asked))


def by_lines(base: str, mine: str, theirs: str, collided: Collided, work: Work) -> Iterator[Part]:
    """Changes to different lines stand side by side; what collides is left to `collided`.

    Blanks at the end of a line are nobody's change: they are taken over, but collide with nothing.
    """
    old, new, other = lines(base), lines(mine), lines(theirs)
    old_keys, new_keys, other_keys = (list(map(_key, side)) for side in (old, new, other))
    mine_edits = slid(_changes(old, new, old_keys, new_keys, work.mine), old_keys, new_keys)
    theirs_edits = slid(
        _changes(old, other, old_keys, other_keys, work.theirs), old_keys, other_keys
    )
    mine_edits, theirs_edits = (
        attached(mine_edits, theirs_edits, old_keys, new_keys, other_keys),
        attached(theirs_edits, mine_edits, old_keys, other_keys, new_keys),
    )
    for group in groups(mine_edits, theirs_edits, len(old), _collision(old_keys)):
        if group.mine or group.theirs:
            yield from _whole(group, old, new, other, collided)
        else:
            yield from unmoved(group, old, new, other, Care.FAR)


def unmoved(
    group: Group, old: Sequence[str], new: Sequence[str], other: Sequence[str], care: Care
) -> Iterator[Part]:
    """The items of an untouched group, in runs of one kind: only their blanks may differ."""
    runs: list[tuple[Kind, list[int]]] = []
    mine_shift = group.mine_start - group.base_start
    theirs_shift = group.theirs_start - group.base_start
    for at in range(group.base_start, group.base_end):
        kind = kind_of(old[at], new[at + mine_shift], other[at + theirs_shift])
        if kind is Kind.CONFLICT:
            kind = _fewer_blanks(new[at + mine_shift], other[at + theirs_shift])
        if runs and runs[-1][0] is kind:
            runs[-1][1].append(at)
        else:
            runs.append((kind, [at]))
    for kind, places in runs:
        start, end = places[0], places[-1] + 1
        base = "".join(old[start:end])
        mine = "".join(new[start + mine_shift : end + mine_shift])
        theirs = "".join(other[start + theirs_shift : end + theirs_shift])
        yield settled(kind, base, mine, theirs, care)


def settled(kind: Kind, base: str, mine: str, theirs: str, care: Care) -> Part:
    """A part whose text follows from its kind."""
    if kind is Kind.CONFLICT:
        return Part(kind, base, mine, theirs, None, Care.ASKED)
    result = theirs if kind is Kind.THEIRS else mine
    return Part(kind, base, mine, theirs, result, Care.NONE if kind is Kind.SAME else care)


def texts_of(
    group: Group, old: Sequence[str], new: Sequence[str], other: Sequence[str]
) -> tuple[str, str, str]:
    return (
        "".join(old[group.base_start : group.base_end]),
        "".join(new[group.mine_start : group.mine_end]),
        "".join(other[group.theirs_start : group.theirs_end]),
    )


def changed_by(group: Group, base: str, mine: str, theirs: str) -> Kind:
    """Whose change a group is; the side without an edit may still differ in blanks."""
    kind = kind_of(base, mine, theirs)
    if kind is not Kind.CONFLICT or (group.mine and group.theirs):
        return kind
    return Kind.MINE if group.mine else Kind.THEIRS


def kind_of(base: str, mine: str, theirs: str) -> Kind:
    """What comparing the three texts as wholes tells."""
    if mine == theirs:
        return Kind.SAME if mine == base else Kind.BOTH
    if theirs == base:
        return Kind.MINE
    return Kind.THEIRS if mine == base else Kind.CONFLICT


def _whole(
    group: Group,
    old: Sequence[str],
    new: Sequence[str],
    other: Sequence[str],
    collided: Collided,
) -> Iterable[Part]:
    texts = texts_of(group, old, new, other)
    kind = changed_by(group, *texts)
    return collided(*texts) if kind is Kind.CONFLICT else [settled(kind, *texts, Care.FAR)]


def _asked(base: str, mine: str, theirs: str) -> Iterable[Part]:
    return [question([Part(Kind.CONFLICT, base, mine, theirs, None)])]


def _key(line: str) -> str:
    return line.rstrip() + ("\n" if line.endswith("\n") else "")


def _changes(
    old: list[str], new: list[str], old_keys: list[str], new_keys: list[str], budget: Budget
) -> list[Edit]:
    """The edits by lines; those that differ in their last blanks match where none is equal."""
    found: list[Edit] = []
    for edit in edits(align(old, new, budget), len(old), len(new)):
        if edit.is_insertion or edit.is_deletion:
            found.append(edit)
            continue
        olds = old_keys[edit.old_start : edit.old_end]
        news = new_keys[edit.new_start : edit.new_end]
        for part in edits(align(olds, news, budget), len(olds), len(news)):
            found.append(
                Edit(
                    edit.old_start + part.old_start,
                    edit.old_start + part.old_end,
                    edit.new_start + part.new_start,
                    edit.new_start + part.new_end,
                )
            )
    return found


def _collision(old: Sequence[str]) -> Callable[[Edit, Edit], bool]:
    """Lines may touch, except where one side only inserts: the order would be a guess.

    A blank line taken away gives no such doubt. But a deletion that can be read at several places
    collides with what the other side did at any of them.
    """

    def collide(first: Edit, second: Edit) -> bool:
        between = second.old_start - first.old_end
        if between > REACH_LIMIT:
            return False
        if second.is_deletion and not first.is_insertion and reach(second, old) < first.old_end:
            return True
        if between:
            return between < 0
        if any(map(is_blank, (first, second))):
            return False
        return first.is_insertion or second.is_insertion

    def is_blank(edit: Edit) -> bool:
        return edit.is_deletion and not "".join(old[edit.old_start : edit.old_end]).strip()

    return collide


def _fewer_blanks(mine: str, theirs: str) -> Kind:
    """Which of two texts that differ in blanks only to take, whichever side they come from."""
    return Kind.MINE if (len(mine), mine) < (len(theirs), theirs) else Kind.THEIRS
