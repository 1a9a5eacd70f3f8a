"""How "both" of a passage reads: each stretch that differs twice, what nobody touched once."""

from __future__ import annotations

from collections.abc import Sequence

from editor.merge.alignment import Block, align
from editor.merge.tokens import lines


def both(base: str, first: str, second: str) -> str:
    """The lines of `first` and then those of `second`, for each stretch between untouched lines.

    A passage may hold several spots with lines between them that neither side touched. These
    stay once: whole after whole, they would be in the page twice.
    """
    old, one, two = map(lines, (base, first, second))
    stretches = []
    old_at = one_at = two_at = 0
    for old_end, one_end, two_end in [*_untouched(old, one, two), (len(old), len(one), len(two))]:
        stretches.append(
            _stretch(old[old_at:old_end], one[one_at:one_end], two[two_at:two_end])
            + "".join(old[old_end : old_end + 1])
        )
        old_at, one_at, two_at = old_end + 1, one_end + 1, two_end + 1
    return "".join(stretches)


def _untouched(
    old: Sequence[str], one: Sequence[str], two: Sequence[str]
) -> list[tuple[int, int, int]]:
    """Where lines that say something stand in all three; an empty line parts nothing for sure."""
    in_one, in_two = _partners(align(old, one)), _partners(align(old, two))
    return [
        (at, in_one[at], in_two[at])
        for at, line in enumerate(old)
        if line.strip() and at in in_one and at in in_two
    ]


def _partners(blocks: Sequence[Block]) -> dict[int, int]:
    return {block.old + step: block.new + step for block in blocks for step in range(block.length)}


def _stretch(old: Sequence[str], one: Sequence[str], two: Sequence[str]) -> str:
    if one == two or two == old:
        return "".join(one)
    if one == old:
        return "".join(two)
    first = "".join(one)
    return first + ("\n" if first and not first.endswith("\n") else "") + "".join(two)
