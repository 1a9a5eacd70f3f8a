from __future__ import annotations

import pytest

from editor.actions.rewriting import carry_over, holds

SIGNED = "[[User:Alice|Alice]] 10:00"


@pytest.mark.parametrize(
    ("sent", "typed", "saved", "expected"),
    [
        ("One. ~~~~", "One. ~~~~ Two.", f"One. {SIGNED}", f"One. {SIGNED} Two."),
        ("One. ~~~~", "Zero. One. ~~~~", f"One. {SIGNED}", f"Zero. One. {SIGNED}"),
        ("~~~~", "~~~~\nMore", SIGNED, f"{SIGNED}\nMore"),
        (
            "A ~~~~\nB ~~~~",
            "A ~~~~\nBB ~~~~",
            f"A {SIGNED}\nB {SIGNED}",
            f"A {SIGNED}\nBB {SIGNED}",
        ),
        ("A\n\n~~~~ B", "AA\n\n~~~~ BB", f"A\n\n{SIGNED} B", f"AA\n\n{SIGNED} BB"),
        ("One.\n\n", "One.\n\nTwo.", "One.", "One.\n\nTwo."),
        ("😀 ~~~~", "😀 ~~~~ 😀", f"😀 {SIGNED}", f"😀 {SIGNED} 😀"),
        ("One. ~~~~\n", "One. ~~~~\n", f"One. {SIGNED}", f"One. {SIGNED}\n"),
    ],
)
def test_typing_goes_on_top_of_what_the_wiki_rewrote(sent, typed, saved, expected):
    assert carry_over(sent, typed, saved) == expected


@pytest.mark.parametrize(
    ("sent", "typed", "saved"),
    [
        ("One. ~~~~", "One. ~~x~~", f"One. {SIGNED}"),
        ("One.", "One. Two.", "Somebody else's. One."),
        ("A ~~~~ b ~~~~ C", "A ~~~~ B ~~~~ C", f"A {SIGNED} b {SIGNED} b {SIGNED} C"),
    ],
)
def test_in_doubt_nothing_is_carried_over(sent, typed, saved):
    assert carry_over(sent, typed, saved) is None


def test_a_saved_text_is_known_by_what_the_wiki_leaves_alone():
    assert holds(f"Before. {SIGNED} After.", "Before. ~~~~ After. \n")
    assert not holds(f"Before. {SIGNED}", "Before. ~~~~ After.")
