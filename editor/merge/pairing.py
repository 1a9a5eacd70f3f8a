"""Which of the lines that were taken away became which of those that came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from editor.merge.budget import Budget
from editor.merge.tokens import tokens

# Pairs of lines looked at to find which line became which, in one stretch of changed lines.
PAIRED_CELLS = 1 << 12
# Lines that share less than this of their words are not the same line rewritten.
SIMILAR = 0.4
# What counting the words of a line takes, beside its characters, and comparing two counts.
STEPS_A_LINE = 4
CHARACTERS_A_STEP = 8
STEPS_A_PAIR = 8


def pairs(removed: list[str], added: list[str], budget: Budget) -> list[tuple[int, int]]:
    """The lines that are each other's rewriting, in order on both sides; none if it is too much."""
    if not removed or not added:
        return []
    if len(removed) == len(added) == 1:
        return [(0, 0)]
    size = sum(map(len, removed)) + sum(map(len, added))
    count = len(removed) + len(added)
    if not budget.affords(STEPS_A_LINE * count + size // CHARACTERS_A_STEP):
        return []
    one, two = ([counted(line) for line in side] for side in (removed, added))
    cells = len(one) * len(two)
    if cells <= PAIRED_CELLS and budget.affords(
        cells * STEPS_A_PAIR + len(two) * sum(map(len, one))
    ):
        return _most_similar(one, two)
    inline = [(at, at) for at in range(min(len(one), len(two)))]
    return [(i, j) for i, j in inline if likeness(one[i], two[j]) >= SIMILAR]


def counted(text: str) -> Counter[str]:
    return Counter(tokens(text))


def _most_similar(
    removed: Sequence[Counter[str]], added: Sequence[Counter[str]]
) -> list[tuple[int, int]]:
    """The pairs whose similarities have the greatest sum."""
    width = len(added)
    best = [[0.0] * (width + 1) for _ in range(len(removed) + 1)]
    values = [[likeness(one, two) for two in added] for one in removed]
    for i, row in enumerate(values):
        for j, value in enumerate(row):
            paired = best[i][j] + value if value >= SIMILAR else 0.0
            best[i + 1][j + 1] = max(paired, best[i][j + 1], best[i + 1][j])
    pairs = []
    i, j = len(removed), width
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def likeness(one: Counter[str], two: Counter[str]) -> float:
    """The share of two texts' tokens that both have; blanks count for little."""
    total = one.total() + two.total() - one[" "] - two[" "]
    shared = (one & two).total() - min(one[" "], two[" "])
    return 2 * shared / total if total else 1.0
