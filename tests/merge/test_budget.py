"""Whatever is thrown at a merge, its work is bounded; and what it leaves undone is asked."""

from __future__ import annotations

import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.merge import Care, Kind, merge
from editor.merge.alignment import align
from editor.merge.budget import Budget
from editor.merge.differences import ROWS_SHOWN, RUNS_SHOWN, RowKind, difference
from tests.merge.texts import triples

budgets = st.integers(0, 60)


@given(st.lists(st.sampled_from("abcd"), max_size=40), st.lists(st.sampled_from("abcd")), budgets)
def test_a_coarse_alignment_matches_only_what_is_equal(old, new, steps):
    for i, j, length in align(old, new, Budget(steps)):
        assert old[i : i + length] == new[j : j + length]


@given(triples(), budgets)
def test_a_coarse_difference_still_tells_both_texts(triple, steps):
    _, old, new = triple
    one, two = old.removesuffix("\n").split("\n"), new.removesuffix("\n").split("\n")
    for row in difference(old, new, 0, steps=steps).rows:
        if row.kind is not RowKind.GAP:
            left, right = ("".join(run.text for run in side) for side in (row.left, row.right))
            assert not row.old_number or left == one[row.old_number - 1]
            assert not row.new_number or right == two[row.new_number - 1]


def test_what_the_steps_do_not_reach_is_asked():
    base = "".join(f"The {n}th mill stands by the old river.\n\n" for n in range(20))
    mine, theirs = base.replace("mill", "house"), base.replace("old", "new")
    assert merge(base, mine, theirs).text == mine.replace("old", "new")
    merged = merge(base, mine, theirs, steps=400)
    settled = [passage for passage in merged.passages if passage.care is Care.NEAR]
    assert settled
    assert merged.conflicts
    last = merged.passages[-2]
    assert (last.kind, last.base) == (Kind.CONFLICT, base[last.base_span.start : -1])


def changed_everywhere(size):
    rng = random.Random(1)
    words = [f"word{int(rng.paretovariate(0.7))}" for _ in range(400 * size)]
    mine, theirs = (
        " ".join(word if rng.random() > 0.02 else mark + word for word in words) for mark in "mt"
    )
    return " ".join(words), mine, theirs


def one_repetitive_line(size):
    half = "a b " * (200 * size)
    return half + half, half + "c " + half, "b a a " * (400 * size)


def repetitive_lines(size):
    return "a\n" * (1400 * size), "a\n" * (500 * size), "a\n" * (700 * size)


def every_line_changed(size):
    listed = [f"line {number}\n" for number in range(100 * size)]
    base = "".join(listed)
    return base, base.replace("l", "L"), "".join(f"{line}new\n" for line in listed)


@pytest.mark.parametrize(
    "texts", [changed_everywhere, one_repetitive_line, repetitive_lines, every_line_changed]
)
def test_the_work_grows_as_the_texts_do(texts):
    """Quadratic would be sixteen times the work for four times the text."""
    assert lines_run(*texts(4)) < 6 * lines_run(*texts(1))


def lines_run(base, mine, theirs):
    """How many lines of code a merge runs through: what no budget counts is in it as well."""
    count = 0

    def trace(frame, event, arg):
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        merged = merge(base, mine, theirs)
    finally:
        sys.settrace(before)
    assert "".join(passage.mine for passage in merged.passages) == mine
    return count


def test_more_rows_than_anybody_reads_are_counted():
    old = "".join(f"old {n}\n" for n in range(2 * ROWS_SHOWN))
    new = "".join(f"line {n} is new\n" for n in range(3 * ROWS_SHOWN))
    *rows, rest = difference(old, new).rows
    assert len(rows) == ROWS_SHOWN
    assert (rest.kind, rest.hidden) == (RowKind.REST, 3 * ROWS_SHOWN)
    assert rest.old_number == ROWS_SHOWN + 1


def test_a_line_of_too_many_changes_is_one_change():
    old = " ".join(f"word{n} old" for n in range(RUNS_SHOWN))
    (row,) = difference(old, old.replace("old", "new")).rows
    assert [run.is_changed for run in row.left] == [True]
