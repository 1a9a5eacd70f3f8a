"""The merge by whole lines, as diff3 does it: all there is for JSON and Lua pages."""

from __future__ import annotations

from collections.abc import Iterator

from editor.merge.alignment import align, edits
from editor.merge.passages import Care, Kind, Merge, numbered
from editor.merge.threeway import groups
from editor.merge.tokens import lines


def merge_lines(base: str, mine: str, theirs: str) -> Merge:
    """Changes of the two sides merge when at least one unchanged line lies between them."""
    return Merge(numbered(_parts(base, mine, theirs)))


def _parts(
    base: str, mine: str, theirs: str
) -> Iterator[tuple[Kind, str, str, str, str | None, Care, str | None]]:
    ours, one, two = lines(base), lines(mine), lines(theirs)
    mine_edits = edits(align(ours, one), len(ours), len(one))
    theirs_edits = edits(align(ours, two), len(ours), len(two))
    for group in groups(mine_edits, theirs_edits, len(ours), apart=1):
        old = "".join(ours[group.base_start : group.base_end])
        new = "".join(one[group.mine_start : group.mine_end])
        other = "".join(two[group.theirs_start : group.theirs_end])
        kind = kind_of(old, new, other)
        result = {Kind.THEIRS: other, Kind.CONFLICT: None}.get(kind, new)
        care = {Kind.SAME: Care.NONE, Kind.CONFLICT: Care.ASKED}.get(kind, Care.FAR)
        yield kind, old, new, other, result, care, None


def kind_of(base: str, mine: str, theirs: str) -> Kind:
    """What comparing the three texts as wholes tells."""
    if mine == theirs:
        return Kind.SAME if mine == base else Kind.BOTH
    if theirs == base:
        return Kind.MINE
    return Kind.THEIRS if mine == base else Kind.CONFLICT
