"""Two additions at one spot: merged, proposed or only asked about."""

from __future__ import annotations

import pytest

from editor.merge import Care, merge


def test_two_additions_are_proposed_to_stay():
    merged = merge("x\n", "x\nI say this.\n", "x\nThey say that.\n")
    (index,) = merged.conflicts
    passage = merged.passages[index]
    assert merged.text is None
    assert (passage.care, passage.proposal) == (Care.BOLD, "I say this.\nThey say that.\n")
    assert merged.bold_text == "x\nI say this.\nThey say that.\n"


def test_on_talk_pages_theirs_comes_first():
    merged = merge("x\n", "x\n: Mine. ~~~~\n", "x\n: Theirs. ~~~~\n", talk=True)
    assert merged.text is None
    assert merged.bold_text == "x\n: Theirs. ~~~~\n: Mine. ~~~~\n"


def test_additions_that_say_the_same_are_only_asked():
    mine = "x\n* The mill on the river burnt down in May.\n"
    theirs = "x\n* In May the old mill on the river burnt down.\n"
    merged = merge("x\n", mine, theirs)
    assert merged.care is Care.ASKED
    assert merged.bold_text is None


def test_two_sections_of_one_name_are_only_asked():
    mine = "x\n== Mill ==\nIt burnt down.\n"
    theirs = "x\n== Mill ==\nBuilt of stone.\n"
    assert merge("x\n", mine, theirs).bold_text is None
    assert merge("x\n", mine, theirs.replace("Mill", "Inn")).bold_text is not None


def test_at_the_end_of_a_page_a_last_line_without_an_end_makes_no_difference():
    """A wiki saves no page with a line end behind its last line."""
    mine, theirs = "x\n\n== Mill ==\nIt burnt down.", "x\n\n== Mill ==\nBuilt of stone."
    assert merge("x", mine, theirs).bold_text is None
    other = theirs.replace("Mill", "Inn")
    assert merge("x", mine, other).bold_text == mine + other.removeprefix("x")
    listed = merge("* Ant\n* Bee", "* Ant\n* Bee\n* Dog", "* Ant\n* Bee\n* Cat")
    assert (listed.text, listed.care) == ("* Ant\n* Bee\n* Cat\n* Dog", Care.NEAR)


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        pytest.param(
            "The mill is old.\nend\n",
            "The old mill is old.\nIt burnt down.\nend\n",
            "The mill is old.\nNobody lives there.\nend\n",
            id="below",
        ),
        pytest.param(
            "start\nThe mill is old.\n",
            "start\nIt burnt down.\nThe mill is old.\n",
            "start\nNobody lives there.\nThe mill is very old.\n",
            id="above",
        ),
    ],
)
def test_an_addition_beside_a_rewritten_line_is_part_of_the_rewriting(base, mine, theirs):
    assert merge(base, mine, theirs).bold_text is None


def test_a_new_line_beyond_an_untouched_one_parts_nothing():
    base = "start\nThe mill is old.\n"
    mine = "start\nThe mill is old.\nIt burnt down.\n"
    theirs = "start\nThere was a river.\nThe mill is old.\nNobody lives there.\n"
    assert merge(base, mine, theirs).bold_text == (
        "start\nThere was a river.\nThe mill is old.\nIt burnt down.\nNobody lives there.\n"
    )


@pytest.mark.parametrize(
    ("text", "mine", "theirs"),
    [
        ("From all|, stands a mill.\n", " of\nthe river", " which\nis green"),
        ("The mill is old.|\n", " It burnt\ndown.", " Nobody\nlives there."),
        ("遠\n|磨坊很舊\n", "它燒\n了", "沒人\n住"),
        ("* Ant\n* Bee|, a lot of them.\n", "\n* Dog", "\n* Cat"),
    ],
)
def test_two_additions_inside_a_line_are_only_asked(text, mine, theirs):
    merged = merge(*(text.replace("|", added) for added in ("", mine, theirs)))
    assert merged.care is Care.ASKED
    assert merged.bold_text is None
