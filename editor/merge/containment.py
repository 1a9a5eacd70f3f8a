"""When both sides changed the same words: whether one of them did all that the other did.

Mine lies between base and theirs when the way from base over mine to theirs is no longer than the
straight one. Then theirs holds everything mine put in and lacks everything mine took out, and
taking theirs loses nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from editor.merge.alignment import CELLS_A_STEP, common_length
from editor.merge.budget import Budget
from editor.merge.passages import Kind
from editor.merge.tokens import is_wordy, particles

# A small addition found in one many times its size is there by chance.
LARGEST_SHARE = 4
# Unless the larger one starts or ends with it, and it is this long.
SMALLEST_END = 2


def holder(base: str, mine: str, theirs: str, budget: Budget) -> Kind:
    """The side whose change takes in all of the other's; CONFLICT if none, or too dear to know."""
    old, new, other = map(particles, (base, mine, theirs))
    if new == other:
        # They differ in blanks, and nothing tells which are meant.
        return Kind.CONFLICT
    if new == old:
        return Kind.THEIRS
    if other == old:
        return Kind.MINE
    if not budget.affords(_cost(len(old), len(new), len(other))):
        return Kind.CONFLICT
    steps = _distance(old, new), _distance(old, other), _distance(new, other)
    if None in steps:
        return Kind.CONFLICT
    mine_steps, theirs_steps, between = (step or 0 for step in steps)
    if theirs_steps == mine_steps + between and _is_meant(old, new, other):
        return Kind.THEIRS
    if mine_steps == theirs_steps + between and _is_meant(old, other, new):
        return Kind.MINE
    return Kind.CONFLICT


def _cost(old: int, new: int, other: int) -> int:
    """Of all three distances at once, so that swapping the sides swaps the answer."""
    cells = old * new + old * other + new * other
    return old + new + other + cells // CELLS_A_STEP


def _distance(old: Sequence[str], new: Sequence[str]) -> int | None:
    """How many particles must go or come to make one of the other."""
    common = common_length(old, new)
    return None if common is None else len(old) + len(new) - 2 * common


def _is_meant(base: Sequence[str], smaller: Sequence[str], larger: Sequence[str]) -> bool:
    """Whether the smaller change says enough to be recognised inside the larger one."""
    came, went = Counter(smaller) - Counter(base), Counter(base) - Counter(smaller)
    if came and not any(map(is_wordy, came + went)):
        return False
    if base or len(smaller) * LARGEST_SHARE >= len(larger):
        return True
    size = len(smaller)
    ends = larger[:size], larger[len(larger) - size :]
    return size >= SMALLEST_END and smaller in ends
