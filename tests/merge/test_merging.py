"""The ladder of care, by example."""

from __future__ import annotations

import pytest

from editor.merge import Care, Choice, Kind, merge, resolve

FAR, NEAR, ASKED = Care.FAR, Care.NEAR, Care.ASKED


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text"),
    [
        pytest.param("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n", id="paragraphs apart"),
        pytest.param("a\nb\n", "A\nb\n", "a\nB\n", "A\nB\n", id="neighbouring lines"),
        pytest.param(
            "one\nThe town has two mills.\n",
            "one\nnew\nThe town has two mills.\n",
            "one\nThe town has three mills.\n",
            "one\nnew\nThe town has three mills.\n",
            id="above a change",
        ),
        pytest.param("one \ntwo\n", "one\ntwo\n", "ONE \ntwo\n", "ONE \ntwo\n", id="last blanks"),
    ],
)
def test_far_is_merged_unseen(base, mine, theirs, text):
    merged = merge(base, mine, theirs)
    assert (merged.text, merged.care) == (text, FAR)
    assert merged.far_text == text


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text"),
    [
        pytest.param(
            "The quick brown fox jumps over the lazy dog.\n",
            "The quick red fox jumps over the lazy dog.\n",
            "The quick brown fox jumps over the sleepy dog.\n",
            "The quick red fox jumps over the sleepy dog.\n",
            id="words between",
        ),
        pytest.param(
            "== Two ==\nThe second thing stands here in the old town.\n",
            "== Two ==\nMy second thing stands here in the old town.\n",
            "== Second ==\nThe second thing stands there in the old town.\n",
            "== Second ==\nMy second thing stands there in the old town.\n",
            id="a heading and what is under it",
        ),
        pytest.param(
            "{|\n| the mill || 1900 || shut\n|}\n",
            "{|\n| the mill || 1901 || shut\n|}\n",
            "{|\n| a mill || 1900 || shut\n|}\n",
            "{|\n| a mill || 1901 || shut\n|}\n",
            id="two cells",
        ),
        pytest.param(
            "It is hard.\n",
            "It is rather hard.\n",
            "It is rather hard and slow.\n",
            "It is rather hard and slow.\n",
            id="one takes in the other",
        ),
        pytest.param(
            "* Ant\n* Bee\n* Elk\n* Fly\n",
            "* Ant\n* Bee\n* Dog\n* Elk\n* Fly\n",
            "* Ant\n* Bee\n* Cat\n* Elk\n* Fly\n",
            "* Ant\n* Bee\n* Cat\n* Dog\n* Elk\n* Fly\n",
            id="sorted list",
        ),
    ],
)
def test_near_is_merged_and_shown(base, mine, theirs, text):
    merged = merge(base, mine, theirs)
    assert (merged.text, merged.care) == (text, NEAR)
    assert merged.far_text is None


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        pytest.param("It cost 13,355 then.\n", "It cost 13,356 then.\n", "It cost 14,355 then.\n",
                     id="number"),
        pytest.param("sixty-three men\n", "seventy-three men\n", "sixty-five men\n", id="compound"),
        pytest.param("on 2026-11-22 at\n", "on 2026-11-23 at\n", "on 2025-11-22 at\n", id="date"),
        pytest.param("see [[Old town hall of X]] now\n", "see [[Old city hall of X]] now\n",
                     "see [[Old town hall of Y]] now\n", id="link target"),
        pytest.param("{{box|name=the old red house|a=1}}\n", "{{box|name=the new red house|a=1}}\n",
                     "{{box|name=the old red mill|a=1}}\n", id="template parameter"),
        pytest.param("{{Old town hall box|a=1}}\n", "{{New town hall box|a=1}}\n",
                     "{{Old town hall card|a=1}}\n", id="template name"),
        pytest.param("a <!-- the old mill | shut --> b\n", "a <!-- the new mill | shut --> b\n",
                     "a <!-- the old mill | open --> b\n", id="comment"),
        pytest.param("{|\n| the mill || 1900\n|}\n", "{|\n| the mill || 1901\n|}\n",
                     "{|\n| the mill || 1899\n|}\n", id="table cell"),
        pytest.param("{|\n|- class=a\n| the mill\n|}\n", "{|\n|- class=b\n| the mill\n|}\n",
                     "{|\n|- class=c\n| the mill\n|}\n", id="table row"),
        pytest.param("x<ref name=\"a\">y</ref>\n", "x<ref name=\"b\">y</ref>\n",
                     "x<ref name=\"c\">y</ref>\n", id="reference name"),
        pytest.param("== The old town of X ==\n", "== The new town of X ==\n",
                     "== The old town of Y ==\n", id="heading"),
        pytest.param("yes ~~~~\n", "yes ~~~\n", "yes ~~~~~\n", id="signature"),
        pytest.param("a sentence stands here\n", "", "a sentence stood here\n", id="deleted"),
        pytest.param("a red car\n", "a blue car\n", "a green car\n", id="same word"),
        pytest.param("a red car\n", "a dark red car\n", "a blue car\n", id="touching"),
    ],
)  # fmt: skip
def test_what_touches_is_asked(base, mine, theirs):
    merged = merge(base, mine, theirs)
    assert merged.text is None
    assert merged.care is ASKED


def test_the_same_change_on_both_sides_is_made_once():
    merged = merge("a\nb\nc\n", "a\nX\nc\n", "a\nX\nc\n")
    assert merged.text == "a\nX\nc\n"
    assert [passage.kind for passage in merged.passages] == [Kind.SAME, Kind.BOTH, Kind.SAME]


def test_a_paragraph_both_rewrote_is_one_question():
    base = "The old mill stands by the river and is open on most days of the week.\n"
    mine = "The new mill stands by the river and is shut on most days of the week.\n"
    theirs = "The old mill sits by the river and is open on few days of the week.\n"
    merged = merge(base, mine, theirs)
    (index,) = merged.conflicts
    assert merged.passages[index].base.startswith(" old mill")


def test_a_sentence_that_both_brought_in_nearby_is_shown():
    base = "one\n\ntwo\n\nthree\n"
    mine = "one and a long sentence about something\n\ntwo\n\nthree\n"
    theirs = "one\n\ntwo and a long sentence about something\n\nthree\n"
    merged = merge(base, mine, theirs)
    assert merged.care is NEAR
    assert {passage.kind for passage in merged.passages if passage.care is NEAR} == {
        Kind.MINE,
        Kind.THEIRS,
    }
    other = theirs.replace("a long sentence about something", "the rest of what there is to say")
    assert merge(base, mine, other).care is FAR
    apart = "A line.\n" * 40
    assert merge(base + apart + base, mine + apart + base, base + apart + theirs).care is FAR


def test_a_mark_is_not_left_open():
    base = "see the [[mill on the river]] there\n"
    mine = "see the mill on the river]] there\n"
    theirs = "see the [[mill on the river there\n"
    assert merge(base, mine, theirs).text is None


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        pytest.param("A<ref>x\nmore.\n", "A<ref>x</ref>\nmore.\n", "A<ref>x\n</ref>more.\n",
                     id="reference"),
        pytest.param("{{box\n|a=1\n|b=2\n|c=3\n\nText.\n", "{{box\n|a=1}}\n|b=2\n|c=3\n\nText.\n",
                     "{{box\n|a=1\n|b=2\n|c=3\n}}\n\nText.\n", id="template"),
        pytest.param("{|\n| a\n| b\n| c\n", "{|\n| a\n|}\n| b\n| c\n", "{|\n| a\n| b\n| c\n|}\n",
                     id="table"),
        pytest.param("see the [[mill on the river, and much more of it, there\n",
                     "see the [[mill]] on the river, and much more of it, there\n",
                     "see the [[mill on the river]], and much more of it, there\n", id="words"),
    ],
)  # fmt: skip
def test_what_each_side_closes_is_not_closed_twice(base, mine, theirs):
    assert merge(base, mine, theirs).text is None
    apart = "A line.\n" * 40
    first, second = base + apart + base, mine + apart + base
    assert merge(first, second, base + apart + theirs).text == mine + apart + theirs


LONG = "".join(f"| field {number} = value\n" for number in range(60))


def test_what_is_open_for_a_whole_page_is_not_closed_twice_either():
    base = f"{{{{box\n{LONG}\nText.\n"
    mine = base.replace("| field 5 =", "}}\n| field 5 =")
    theirs = base.replace("| field 50 =", "}}\n| field 50 =")
    merged = merge(base, mine, theirs)
    assert [merged.passages[at].base for at in merged.conflicts] == ["", ""]
    # Nor where each side moves what closes it.
    closed = f"{{{{box\n{LONG}}}}}\nText.\n"
    mine = base.replace("| field 5 =", "}}\n| field 5 =").replace("\nText", "Text")
    theirs = base.replace("| field 50 =", "}}\n| field 50 =").replace("\nText", "Text")
    assert merge(closed, mine, theirs).text is None
    # What one side closes and the other opens and closes elsewhere has nothing to do with it.
    theirs = closed.replace("| field 50 =", "| {{quote|field 50}} =")
    assert merge(closed, mine, theirs).text == mine.replace("field 50", "{{quote|field 50}}")


def test_what_each_side_closes_is_not_closed_twice_beside_a_question():
    base = "see the [[mill on the river, there" + " and so on" * 60 + " it is red\n"
    mine = base.replace("mill", "mill]]").replace("red", "blue")
    theirs = base.replace("river", "river]]").replace("red", "green")
    assert resolved(base, mine, theirs, Choice.MINE).count("]]") == 1
    assert resolved(base, mine, theirs, Choice.THEIRS).count("]]") == 1


def test_what_one_side_opens_and_closes_in_two_places_is_merged():
    base = "A\nB\nC\nD\n"
    mine, theirs = "A{{quote|\nB\nC}}\nD\n", "A\nB[[x]]\nC\nD<ref>y</ref>\n"
    assert merge(base, mine, theirs).text == "A{{quote|\nB[[x]]\nC}}\nD<ref>y</ref>\n"


def resolved(base, mine, theirs, choice):
    merged = merge(base, mine, theirs)
    return resolve(merged, {at: merged.passages[at].chosen(choice) for at in merged.conflicts})


def test_line_ends_are_kept():
    merged = merge("a\r\nb\r\nc", "A\r\nb\r\nc", "a\r\nb\r\nC")
    assert merged.text == "A\r\nb\r\nC"
    assert merge("a\nb\n", "a\nb", "A\nb\n").text == "A\nb"


def test_one_side_turning_crlf_to_lf_collides_with_nothing():
    assert merge("a\r\nb\r\n", "a\nb\n", "A\r\nb\r\n").text == "A\r\nb\n"


def test_right_to_left_and_astral_characters():
    base = "אחת שתיים שלוש ארבע חמש 👍🏽 שש\n"
    mine = base.replace("אחת", "\u200fראשון")
    theirs = base.replace("👍🏽", "👎🏽")
    assert merge(base, mine, theirs).text == mine.replace("👍🏽", "👎🏽")
