from __future__ import annotations

from dataclasses import replace

import pytest

from editor.merge.alignment import CELLS_A_STEP
from editor.merge.balance import worse
from editor.merge.budget import Budget
from editor.merge.containment import holder
from editor.merge.doubts import has_doubled, is_doubtful
from editor.merge.passages import Kind, Part
from editor.merge.tokens import words
from editor.merge.units import is_inside


def test_balance_is_compared_with_both_sides():
    assert worse("[[a", "[[a]]", "a")
    assert worse("<ref name=x>a", "<ref name=x>a</ref>", "")
    assert worse("{|\n|a\n{|\n|}", "{|\n|a\n|}", "{|\n|}")
    assert not worse("[[a", "[[a", "a")
    assert not worse("{{a|b|}}<ref name=x /><ref>c</ref>", "", "")


def test_a_run_both_brought_in_stands_once():
    run = "one two three four"
    assert has_doubled("", f"a {run}", f"{run} b", f"a {run} {run} b")
    assert not has_doubled("", f"a {run}", f"{run} b", f"a {run} b")
    assert not has_doubled(run, run, run, f"{run} {run}")


def test_marks_that_stood_apart_everywhere_are_not_glued():
    first = Part(Kind.MINE, "`A`,", "a `A`,", "`A`,\n", "a `A`,")
    second = Part(Kind.THEIRS, " `B`", " `B`", "`C`", "`C`")
    assert is_doubtful([first, second], "`A`, `B`", "a `A`, `B`", "`A`,\n`C`")
    spaced = replace(second, theirs=" `C`", result=" `C`")
    assert not is_doubtful([first, spaced], "`A`, `B`", "a `A`, `B`", "`A`,\n `C`")


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "side"),
    [
        ("a b", "a c b", "a c d b", Kind.THEIRS),
        ("a b c", "a", "a b", Kind.MINE),
        ("a b", "x", "y", Kind.CONFLICT),
        ("in 13", "in 14", "in 14,5", Kind.CONFLICT),
        ("", "word", "a long text in which word stands by chance alone", Kind.CONFLICT),
        ("", ")", "(one) (two)", Kind.CONFLICT),
        ("a b", "a  b", "a c", Kind.THEIRS),
        ("ab", "a b", "a\nb", Kind.CONFLICT),
        ("x/master/y", "x/main/y", "x/main/docs/y", Kind.THEIRS),
    ],
)
def test_the_side_that_holds_the_other_ones_change(base, mine, theirs, side):
    swapped = {Kind.MINE: Kind.THEIRS, Kind.THEIRS: Kind.MINE}.get(side, side)
    assert holder(base, mine, theirs, Budget()) is side
    assert holder(base, theirs, mine, Budget()) is swapped


def test_which_side_holds_the_other_is_found_out_as_long_as_there_are_steps():
    texts = "a b " * 500, "a c b " * 500, "a c d b " * 500
    cells = 1000 * 1500 + 1000 * 2000 + 1500 * 2000
    budget = Budget(cells // CELLS_A_STEP + 4500)
    assert holder(*texts, budget) is Kind.THEIRS
    assert budget.steps == 0
    assert holder(*texts, budget) is Kind.CONFLICT


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("see [[Old town|the town]] now", ["Old", "town"]),
        ("{{box|name=the house|b}} c", ["box", "name", "=", "the", "house", "b"]),
        ("== The town ==\n", ["The", "town"]),
        ("a <!-- b {{c|d --> e <!-- f", ["b", "{{", "c", "|", "d"]),
        ("plain words = here\n", []),
        ("{{" + " word" * 60 + "}}", []),
        ("{{a|[[b c|d]]|e}}", ["a", "b", "c", "d", "]]", "e"]),
    ],
)
def test_units(text, inside):
    found = [word.strip() for word in words(text)]
    keys = [word or "\n" for word in found]
    marks = is_inside(keys)
    assert [word for word, within in zip(found, marks, strict=True) if within] == inside
