"""What a reader calls one value is never put together from both sides."""

from __future__ import annotations

import pytest

from editor.merge import Care, Choice, merge, resolve

LINE = "The mill was opened on {} by the mayor of the town, who spoke at length about it.\n"
SIGNED = "[[User:{0}|{0}]] ([[User talk:{0}|talk]]) {1}, 5 March 2004 (UTC)"


@pytest.mark.parametrize(
    ("base", "mine", "theirs"),
    [
        ("12 March 2004", "13 March 2004", "12 March 2005"),
        ("12&nbsp;March&nbsp;2004", "13&nbsp;March&nbsp;2004", "12&nbsp;March&nbsp;2005"),
        ("[[12 March]] [[2004]]", "[[13 March]] [[2004]]", "[[12 March]] [[2005]]"),
        ("March 12, 2004", "April 12, 2004", "March 12, 2005"),
        ("March 2004", "12 March 2004", "March 2005"),
        ("12th of March, 2004", "13th of March, 2004", "12th of March, 2005"),
        ("12. März 2004", "13. März 2004", "12. März 2005"),
        ("12 de marzo de 2004", "13 de marzo de 2004", "12 de marzo de 2005"),
        ("12 d'abril del 2004", "13 d'abril del 2004", "12 d'abril del 2005"),
        ("2004. március 12.", "2004. március 13.", "2005. március 12."),
        ("2004年3月12日", "2004年3月13日", "2005年3月12日"),
        ("2004년 3월 12일", "2004년 3월 13일", "2005년 3월 12일"),
        ("12 มีนาคม 2547", "13 มีนาคม 2547", "12 มีนาคม 2548"),
        ("١٢ مارس ٢٠٠٤", "١٣ مارس ٢٠٠٤", "١٢ مارس ٢٠٠٥"),
        ("12 tháng 3 năm 2004", "13 tháng 3 năm 2004", "12 tháng 3 năm 2005"),
        ("51.5074° N, 0.1278° W", "51.6074° N, 0.1278° W", "51.5074° N, 0.1378° W"),
        ("51°30'26\"N 0°7'39\"W", "52°30'26\"N 0°7'39\"W", "51°30'26\"N 1°7'39\"W"),
        ("10 km", "12 km", "10 miles"),
        ("10&nbsp;km", "12&nbsp;km", "10&nbsp;miles"),
        ("100 km/h", "110 km/h", "100 km/s"),
        ("$10 million", "€10 million", "$10 billion"),
        ("1 234 567", "2 234 567", "1 234 568"),
        ("10 – 20 km", "12 – 20 km", "10 – 20 miles"),
        ("1.5 × 10<sup>6</sup> m", "1.6 × 10<sup>6</sup> m", "1.5 × 10<sup>7</sup> m"),
        ("12:34, 5 March 2004 (UTC)", "12:35, 5 March 2004 (UTC)", "12:34, 5 March 2005 (UTC)"),
        (SIGNED.format("Bob", "12:34"), SIGNED.format("Bob", "12:35"),
         SIGNED.format("Rob", "12:34")),
    ],
)  # fmt: skip
def test_one_value_is_one_question(base, mine, theirs):
    texts = [LINE.format(value) for value in (base, mine, theirs)]
    merged = merge(*texts)
    (index,) = merged.conflicts
    assert resolve(merged, {index: merged.passages[index].chosen(Choice.MINE)}) == texts[1]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text"),
    [
        ("12 March 2004", "the old 12 March 2004", "12 March 2004 at last",
         "the old 12 March 2004 at last"),
        ("12 March 2004 or 15 May 2006", "13 March 2004 or 15 May 2006",
         "12 March 2004 or 15 May 2007", "13 March 2004 or 15 May 2007"),
        ("10 cats and 20 dogs", "11 cats and 20 dogs", "10 cats and 21 dogs",
         "11 cats and 21 dogs"),
        ("12 people of whom 20", "13 people of whom 20", "12 people of whom 21",
         "13 people of whom 21"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_value_is_none_of_it(base, mine, theirs, text):
    merged = merge(*(LINE.format(value) for value in (base, mine, theirs)))
    assert (merged.text, merged.care) == (LINE.format(text), Care.NEAR)


def test_a_value_that_one_side_alone_writes_is_merged():
    base = LINE.format("a day")
    mine = base.replace("a day", "12 March 2004")
    theirs = base.replace("length", "some length")
    assert merge(base, mine, theirs).text == mine.replace("length", "some length")


def test_one_change_that_reaches_into_two_values_is_asked_about_with_both():
    base = LINE.format("12 March 2004 or 15 May 2006")
    mine = base.replace("2004 or 15", "2003 or 16")
    theirs = base.replace("12 March", "13 March").replace("2006", "2007")
    merged = merge(base, mine, theirs)
    (index,) = merged.conflicts
    assert resolve(merged, {index: merged.passages[index].theirs}) == theirs
