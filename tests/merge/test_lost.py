"""What was lost in a merge can be told from what is there in another shape."""

from __future__ import annotations

from editor.merge.lost import lost

BASE = "One.\nIt cost 5 dollars.\nThree.\nFour.\nFive.\n"
MINE = "One.\nIt cost 6 dollars.\nThree.\nFour and mine.\nFive.\n"


def test_all_that_is_there_is_not_lost():
    assert lost(BASE, MINE, MINE) == []
    both = MINE.replace("It cost 6", "It cost 7 dollars.\nIt cost 6").replace("One", "Their one")
    assert lost(BASE, MINE, both) == []
    within = MINE.replace("Four and mine", "Now four and mine")
    assert lost(BASE, MINE, within) == []


def test_what_is_not_there_can_be_put_back_where_it_stood():
    theirs = "Above.\n" + BASE.replace("cost 5", "cost 7")
    one, two = lost(BASE, MINE, theirs)
    assert (one.mine, one.instead) == ("It cost 6 dollars.\n", "It cost 7 dollars.\n")
    assert one.put_back(theirs) == theirs.replace("cost 7", "cost 6")
    assert two.mine == "Four and mine.\n"
    assert two.put_back(theirs) == theirs.replace("Four.", "Four and mine.")


def test_what_i_only_took_away_is_nothing_to_bring_back():
    assert lost(BASE, BASE.replace("Three.\n", ""), BASE) == []
    assert lost(BASE, MINE, "") != []
