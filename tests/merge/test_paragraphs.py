from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.merge import paragraphs
from editor.merge.paragraphs import place_of
from editor.merge.splices import utf16_length

LEAD = "Apollo 11 was the first spaceflight that landed humans on the Moon. 🌖"
CREW = "The crew were Neil Armstrong, Michael Collins and Buzz Aldrin,\nwho had all flown before."
LANDING = "Armstrong became the first person to step onto the surface of the Moon."
SECTION = f"== Landing ==\n\n{LANDING}\n\n* July 20\n* Eagle\n\n{{|\n|-\n| one\n|-\n| two\n|}}"
PAGE = f"{LEAD}\n\n== Crew ==\n{CREW}\n\n{SECTION}\n\n== Return ==\n* July 20\n"


def at(text: str, words: str) -> int:
    """The offset of the caret right before some words of a text."""
    return utf16_length(text[: text.index(words)])


def place(base: str, text: str, words: str):
    return place_of(base, text, at(text, words))


def test_a_section_and_the_page_meet_in_each_paragraph():
    start = at(PAGE, SECTION)
    for offset in range(at(SECTION, "Armstrong"), utf16_length(SECTION)):
        assert place_of(SECTION, SECTION, offset) == place_of(PAGE, PAGE, start + offset), offset
    assert place(PAGE, PAGE, "Neil").heading == "Crew"
    assert place(PAGE, PAGE, "spaceflight").heading == ""


def test_what_looks_alike_is_told_apart():
    rows = [offset for offset in range(len(PAGE)) if PAGE.startswith("|-", offset)]
    one, two = (place_of(PAGE, PAGE, at(PAGE, LEAD) + 1 + offset) for offset in rows)
    assert one != two
    dates = [offset for offset in range(len(PAGE)) if PAGE.startswith("* July", offset)]
    landing, returning = (place_of(PAGE, PAGE, 1 + offset) for offset in dates)
    assert (landing.heading, returning.heading) == ("Landing", "Return")
    assert landing.paragraph != returning.paragraph


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PAGE.replace("first person", "first person ever"), id="changed in it"),
        pytest.param(PAGE.replace("Apollo 11 was", "It was"), id="changed above"),
        pytest.param(
            PAGE.replace("Apollo 11 was", "It was").replace("July 20", "20 July"), id="all around"
        ),
        pytest.param(
            PAGE.replace(LEAD, f"New first words.\n\n{LEAD}\n\nAnd these are new too.")
            .replace("to step onto", "who stepped onto")
            .replace("* Eagle", "* Columbia\n* Eagle"),
            id="changed, with more around it",
        ),
        pytest.param(PAGE.replace("person to", "person\n\nto"), id="cut in two"),
        pytest.param(
            PAGE.replace(LANDING, f"{LANDING}\n\nArmstrong saluted."), id="one added below"
        ),
    ],
)
def test_a_caret_is_found_whatever_was_typed(text):
    assert place(PAGE, text, "of the Moon.").paragraph == place(PAGE, PAGE, LANDING).paragraph


def test_what_is_new_counts_as_the_one_above():
    text = PAGE.replace(LANDING, f"{LANDING}\n\nNobody had expected this.\n\n")
    landing = place(PAGE, PAGE, LANDING)
    assert place(PAGE, text, "Nobody") == landing
    assert place_of(PAGE, text, at(text, "this.") + len("this.\n\n")) == landing
    assert place(PAGE, f"Very new.\n\n{PAGE}", "Very") == ("", "")
    assert place_of("", "All of this is new.", 3) == ("", "")


def test_two_bases_meet_where_their_text_is_the_same():
    newer = PAGE.replace(CREW, "Three men.").replace("== Landing ==", "== The landing ==")
    mine = PAGE.replace("the surface", "its surface")
    theirs = newer.replace("first person", "first human")
    assert (
        place(PAGE, mine, "its surface").paragraph == place(newer, theirs, "first human").paragraph
    )
    assert place(PAGE, PAGE, "Neil").paragraph != place(newer, newer, "Three").paragraph


def test_each_paragraph_is_read_once_and_not_to_its_end(monkeypatch):
    """Every caret is placed: a page that was rewritten must not be read over and over for it."""
    read: list[int] = []

    class Reading:
        def findall(self, text):
            read.append(len(text))
            return text.split()

    monkeypatch.setattr(paragraphs, "WORD", Reading())

    def page(name: str, count: int) -> str:
        return "\n\n".join(" ".join(f"{name}{n}x{i}" for i in range(2000)) for n in range(count))

    base, text = page("old", 40), page("new", 41)
    assert place(base, text, "new20x0 ") == ("", "")
    assert len(read) <= 81
    assert max(read) <= paragraphs.COMPARED
    # What is alike is still found.
    changed = page("old", 41).replace("old20x0 ", "Twenty ")
    assert place(base, changed, "Twenty ") == place(base, base, "old20x0 ")


PIECE = st.text(alphabet="ab *=|\n𝄞", max_size=6)


@given(st.lists(PIECE, max_size=6), st.lists(PIECE, max_size=6), st.integers(0, 60))
def test_any_caret_in_any_text_has_an_answer(olds, news, caret):
    base, text = "\n\n".join(olds), "\n\n".join(news)
    assert place_of(base, text, caret) == place_of(base, text, caret)
    assert place_of(text, text, caret).paragraph or not text[: caret + 1].strip()


NUMBERS = st.lists(st.integers(0, 12), max_size=8, unique=True)


@given(NUMBERS, NUMBERS, st.integers(0, 12))
def test_a_paragraph_that_stayed_is_itself_wherever_it_went(olds, news, number):
    def page(numbers):
        others = [one for one in numbers if one != number]
        pieces = [f"Paragraph {one} has {'words ' * 6}and {one * 7}." for one in (*others, number)]
        return "\n\n".join(pieces)

    base, text = page(olds), page(news)
    mine = f"Paragraph {number} "
    assert place(base, text, mine) == place(base, base, mine)
