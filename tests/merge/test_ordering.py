from __future__ import annotations

import pytest

from editor.merge.ordering import in_order, mark_of

ROW = "|-\n| [[Bill {0}|{0}]]\n| Draft\n"
SECTION = "=== {0} ===\nSomething about it.\n\n"


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "after", "result"),
    [
        ("* Ant\n* Bee\n", "* Dog\n", "* Cat\n", "* Elk\n", "* Cat\n* Dog\n"),
        ("* Ant\n", "* Bee\n* Fox\n", "* Cat\n", "* Gnu\n", "* Bee\n* Cat\n* Fox\n"),
        (
            "* 1 Ant\n* 2 Bee\n",
            f"* {'4' * 5000} Dog\n",
            "* 3 Cat\n",
            f"* {'5' * 5000} Elk\n",
            f"* 3 Cat\n* {'4' * 5000} Dog\n",
        ),
        ("* C\n* C++\n", "* Prolog\n", "* Matlab\n", "* Rust\n", "* Matlab\n* Prolog\n"),
        ("# Bill 9\n", "# Bill 101\n", "# Bill 20\n", "# Bill 300\n", "# Bill 20\n# Bill 101\n"),
        (
            "{|\n" + ROW.format(7) + ROW.format(12),
            ROW.format(140),
            ROW.format(31),
            "|}\n",
            ROW.format(31) + ROW.format(140),
        ),
        (
            "== Towns ==\n" + SECTION.format("Aa") + SECTION.format("Ba"),
            SECTION.format("Da"),
            SECTION.format("Ca"),
            "== Rivers ==\n",
            SECTION.format("Ca") + SECTION.format("Da"),
        ),
    ],
)
def test_entries_go_where_the_list_says(before, mine, theirs, after, result):
    assert in_order(before, mine, theirs, after) == result
    assert in_order(before, theirs, mine, after) == result


@pytest.mark.parametrize(
    ("before", "mine", "theirs", "after"),
    [
        ("* Ant\n", "* Dog\n", "* Cat\n", "\n"),
        ("* Bee\n* Ant\n", "* Dog\n", "* Cat\n", "* Elk\n"),
        ("* Ant\n* Bee\n", "* Dog\n", "* Dog (animal)\n", "* Elk\n"),
        ("* Ant\n* Bee\n", "* Zoo\n", "* Cat\n", "* Elk\n"),
        ("* Ant\n* Bee\n", "# Dog\n", "* Cat\n", "* Elk\n"),
        ("Ant\nBee\n", "Dog\n", "Cat\n", "Elk\n"),
        ("* Ant\n* Bee\n", "* Dog", "* Cat\n", ""),
        ("* Ant\n* Bee\n", "* !\n", "* Cat\n", "* Elk\n"),
    ],
)
def test_no_order_no_guess(before, mine, theirs, after):
    assert in_order(before, mine, theirs, after) is None


def test_marks():
    assert mark_of("** [[Ant]]") == "**"
    assert mark_of("  12. Ant") == "  1."
    assert mark_of("|- style=x") == "|-"
    assert mark_of("=== Ant ===") == "==="
    assert mark_of("Ant") == ""
