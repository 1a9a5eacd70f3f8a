"""Whose words are in a text, after several wrote it in turns."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.merge.authorship import Turn, authors

BASE = "The moon is far.\n\nIt is round.\n"
ALICE, BOB, CAROL = 1, 2, 3


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        # Each has added something.
        (
            [(ALICE, BASE + "Grey.\n"), (BOB, "Quite.\n" + BASE + "Grey.\n")],
            {ALICE, BOB},
        ),
        # Bob has rewritten all that Alice brought.
        ([(ALICE, BASE + "Grey.\n"), (BOB, BASE + "White.\n")], {BOB}),
        # In one line, word by word: Alice's "very" is left, beside Bob's "silver".
        (
            [
                (ALICE, BASE.replace("is far", "is very very far")),
                (BOB, BASE.replace("moon is far", "silver moon is very far")),
            ],
            {ALICE, BOB},
        ),
        # Bob read it only, or took words out, or changed marks and blanks.
        ([(ALICE, BASE + "Grey.\n"), (BOB, BASE + "Grey.\n")], {ALICE}),
        ([(ALICE, BASE + "Grey dust.\n"), (BOB, BASE + "Grey.\n")], {ALICE}),
        ([(ALICE, BASE + "Grey dust.\n"), (BOB, BASE + "'''Grey  dust'''!\n")], {ALICE}),
        # Alice comes back to what Bob left.
        (
            [(ALICE, BASE), (BOB, BASE + "Grey.\n"), (ALICE, BASE + "Grey. Cold.\n")],
            {ALICE, BOB},
        ),
        # Put back as it was: nobody has written anything.
        ([(ALICE, BASE + "Grey.\n"), (BOB, BASE)], set()),
    ],
)
def test_words_belong_to_whose_turn_brought_them(turns, expected):
    assert authors(BASE, BASE, [Turn(*turn) for turn in turns]) == expected


def test_what_a_merge_brought_from_the_wiki_is_nobodys():
    """In the middle of Bob's turn the draft moved onto a newer revision."""
    newest = "By somebody else.\n\n" + BASE
    turns = [Turn(ALICE, BASE + "Grey.\n"), Turn(BOB, newest + "Grey.\n")]
    assert authors(newest, BASE, turns) == {ALICE}


LINES = st.lists(st.sampled_from(["one two", "two three", "four", "", "five one"]), max_size=6)


@given(base=LINES, texts=st.lists(LINES, min_size=1, max_size=4))
def test_nobody_is_named_who_brought_nothing(base, texts):
    """Who leaves the text as it is, at any time, has no words in it."""
    whole = "\n".join(base)
    turns = [Turn(ALICE, "\n".join(text)) for text in texts]
    idle = [turn for one in turns for turn in (one, Turn(BOB, one.text))]
    assert BOB not in authors(whole, whole, idle)
    assert authors(whole, whole, idle) == authors(whole, whole, turns)


@given(base=LINES, text=LINES)
def test_the_base_is_nobodys(base, text):
    whole = "\n".join(base)
    turns = [Turn(ALICE, "\n".join(text)), Turn(BOB, whole)]
    assert authors(whole, whole, turns) == set()
