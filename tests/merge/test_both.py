from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.merge.both import both

LINES = st.lists(
    st.sampled_from(["one\n", "two\n", "three\n", "\n", "four\n", "fi\u2028ve\n", "s\x85ix\n"]),
    max_size=7,
)


def test_what_nobody_touched_between_two_spots_stays_once():
    base = "Third.\n\nFourth.\n\nFifth."
    mine, theirs = (f"Third, {name}.\n\nFourth.\n\nFifth, {name}." for name in ("mine", "theirs"))
    assert both(base, theirs, mine) == (
        "Third, theirs.\n\nThird, mine.\n\nFourth.\n\nFifth, theirs.\n\nFifth, mine."
    )


def test_paragraphs_of_one_side_are_not_dealt_out_among_those_of_the_other():
    assert both("\n", "A\n\nB\n", "C\n\nD\n") == "A\n\nB\nC\n\nD\n"


def test_a_stretch_that_one_side_left_alone_is_the_others():
    base, mine, theirs = "a\nx\nb\n", "A\nx\nb\n", "a\nx\nB\n"
    assert both(base, mine, theirs) == "A\nx\nB\n"


@pytest.mark.parametrize("mark", ["\u2028", "\x85", "\x0b", "\r"])
def test_only_a_line_end_ends_a_line(mark):
    base, mine, theirs = (f"{text}{mark}same\n" for text in "abc")
    assert both(base, mine, theirs) == mine + theirs


@given(LINES, LINES, LINES)
def test_each_line_that_a_side_added_is_in_it(base, first, second):
    found = Counter(both(*("".join(lines) for lines in (base, first, second))).split("\n"))
    known = Counter(line.rstrip("\n") for line in base)
    for side in (first, second):
        added = Counter(line.rstrip("\n") for line in side) - known
        assert not added - found
