from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.merge.alignment import align, edits
from editor.merge.budget import STEPS, Budget

sequences = st.text("abc", max_size=40)


def subsequence_length(old, new):
    row = [0] * (len(new) + 1)
    for item in old:
        before, row = row, [0]
        for j, other in enumerate(new):
            row.append(before[j] + 1 if item == other else max(before[j + 1], row[j]))
    return row[-1]


@given(sequences, sequences)
def test_blocks_are_a_longest_common_subsequence(old, new):
    blocks = align(old, new)
    assert sum(block.length for block in blocks) == subsequence_length(old, new)


@given(sequences, sequences)
def test_blocks_and_edits_cover_both_sides_in_order(old, new):
    blocks = align(old, new)
    changed = edits(blocks, len(old), len(new))
    assert (
        "".join(
            part
            for _, part in sorted(
                [(block.new, old[block.old : block.old + block.length]) for block in blocks]
                + [(edit.new_start, new[edit.new_start : edit.new_end]) for edit in changed]
            )
        )
        == new
    )
    assert all(edit.old_end > edit.old_start or edit.new_end > edit.new_start for edit in changed)


@pytest.mark.parametrize("words", [2, 50, 1_000_000])
def test_long_sequences_are_aligned(words):
    rng = random.Random(words)
    old = [rng.randrange(words) for _ in range(60_000)]
    new = [item if rng.random() > 0.1 else rng.randrange(words) for item in old]
    blocks = align(old, new, Budget(2 * STEPS))
    assert all(old[i : i + n] == new[j : j + n] for i, j, n in blocks)
    assert sum(n for _, _, n in blocks) > 0.85 * len(old)
