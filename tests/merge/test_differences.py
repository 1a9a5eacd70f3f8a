from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from editor.merge.differences import Row, RowKind, Run, difference
from tests.merge.texts import texts, triples


def text_of(runs):
    return "".join(run.text for run in runs)


def test_changed_words_of_a_line():
    (row,) = difference("The brown fox.\n", "The red fox!\n").rows
    assert row == Row(
        RowKind.CHANGED,
        1,
        1,
        (Run("The ", False), Run("brown", True), Run(" fox", False), Run(".", True)),
        (Run("The ", False), Run("red", True), Run(" fox", False), Run("!", True)),
    )


def test_nothing_alike_but_blanks_is_one_run():
    (row,) = difference("one two three\n", "four five three\n").rows
    assert row.left == (Run("one two", True), Run(" three", False))
    assert row.right == (Run("four five", True), Run(" three", False))


def test_lines_are_paired_by_likeness():
    old = "alpha beta gamma delta\n"
    new = "something else altogether\nalpha beta gamma epsilon\n"
    kinds = [row.kind for row in difference(old, new).rows]
    assert kinds == [RowKind.ADDED, RowKind.CHANGED]


def test_context_and_gaps():
    old = "".join(f"line {n}\n" for n in range(1, 31))
    rows = difference(old, old.replace("line 5\n", "").replace("line 25\n", "new\n"), 2).rows
    shown = [(row.kind.value, row.old_number, row.new_number, row.hidden) for row in rows]
    assert shown == [
        ("gap", 1, 1, 2),
        ("context", 3, 3, 0),
        ("context", 4, 4, 0),
        ("removed", 5, None, 0),
        ("context", 6, 5, 0),
        ("context", 7, 6, 0),
        ("gap", 8, 7, 15),
        ("context", 23, 22, 0),
        ("context", 24, 23, 0),
        ("changed", 25, 24, 0),
        ("context", 26, 25, 0),
        ("context", 27, 26, 0),
        ("gap", 28, 27, 3),
    ]


def test_equal_texts_have_no_rows():
    assert difference("a\nb", "a\nb").rows == ()
    assert difference("a\nb", "a\nb").is_empty
    assert difference("a\nb\n", "a\nb").is_empty


@given(triples(), st.integers(0, 3))
def test_rows_tell_both_texts(triple, context):
    _, old, new = triple
    one, two = old.removesuffix("\n").split("\n"), new.removesuffix("\n").split("\n")
    for row in difference(old, new, context).rows:
        if row.old_number and row.kind is not RowKind.GAP:
            assert text_of(row.left) == one[row.old_number - 1]
        if row.new_number and row.kind is not RowKind.GAP:
            assert text_of(row.right) == two[row.new_number - 1]


@given(texts, texts)
def test_every_line_is_in_one_row(old, new):
    rows = difference(old, new, context=1).rows
    if not rows:
        assert old.removesuffix("\n") == new.removesuffix("\n")
        return
    olds = sum(row.hidden or 1 for row in rows if row.old_number)
    assert olds == len(old.removesuffix("\n").split("\n")) - (not old)


def test_hostile_texts_are_compared():
    rng = random.Random(1)
    words = [f"word{int(rng.paretovariate(0.7))}" for _ in range(200_000)]
    page = [" ".join(words[at : at + 20]) for at in range(0, 200_000, 20)]
    edited = [line.replace(" ", " new ", 1) if at % 2 else line for at, line in enumerate(page)]
    pairs = [
        ("\n".join(page), "\n".join(edited)),
        (" ".join(words[:20_000]), " ".join(words[100:20_100])),
        ("a b " * 50_000, "b a a " * 30_000),
        ("\n" * 1_000_000, "\n" * 500_000 + "x" + "\n" * 500_000),
    ]
    for old, new in pairs:
        assert difference(old, new).rows


def test_a_changed_line_reads_as_one_line():
    (row,) = difference("They landed on 20 July.", "They landed at noon on July 20.").rows
    assert "".join(c.text for c in row.inline if c.kind != "added") == "They landed on 20 July."
    assert "".join(c.text for c in row.inline if c.kind != "removed") == (
        "They landed at noon on July 20."
    )
    assert [change.kind for change in row.inline][:2] == ["same", "added"]
