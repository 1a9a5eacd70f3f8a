"""What a merge took in, passage by passage, and each of them undone by itself."""

from __future__ import annotations

import pytest
from hypothesis import given

from editor.merge import Care, merge
from editor.merge.taken import Taken, passages_taken
from tests.merge.texts import triples

LINE = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
BASE = f"Above.\n\n{LINE}\n\nBelow.\n"
MINE = BASE.replace("fourteen", "MINE")
THEIRS = BASE.replace("One", "THEIRS").replace("Below", "Theirs below")


def taken(base: str, mine: str, theirs: str) -> tuple[str, list[Taken]]:
    merged = merge(base, mine, theirs)
    assert merged.text is not None
    return merged.text, passages_taken(merged)


def test_what_both_changed_is_near_and_what_one_changed_is_far():
    text, (near, far) = taken(BASE, MINE, THEIRS)
    assert (near.is_near, far.is_near) == (True, False)
    assert near.card.merged == LINE.replace("One", "THEIRS").replace("fourteen", "MINE") + "\n"
    assert (near.card.mine, far.card.mine) == (LINE.replace("fourteen", "MINE") + "\n", "Below.\n")
    assert [text[slice(*passage.span)] for passage in (near, far)] == [
        near.card.merged,
        far.card.merged,
    ]


def test_what_only_i_changed_or_both_alike_is_not_listed():
    assert taken(BASE, MINE, BASE)[1] == []
    assert taken(BASE, MINE, MINE)[1] == []


def test_one_passage_is_undone_and_what_was_written_elsewhere_stays():
    text, (near, far) = taken(BASE, MINE, THEIRS)
    written = text.replace("Above", "Written above").replace("six", "SIX")
    assert near.undone_in(text, text) == text.replace("THEIRS", "One")
    assert near.undone_in(text, written) == written.replace("THEIRS", "One")
    assert far.undone_in(text, written) == written.replace("Theirs below", "Below")


@pytest.mark.parametrize("since", ["THEIRS, and more", "THEIR"])
def test_what_was_written_in_the_passage_itself_is_not_overwritten(since):
    text, (near, _) = taken(BASE, MINE, THEIRS)
    assert near.undone_in(text, text.replace("THEIRS", since)) is None


def test_a_passage_that_was_taken_away_since_does_not_come_back_by_half():
    text, (near, _) = taken(BASE, MINE, THEIRS)
    assert near.undone_in(text, text.replace(near.card.merged or "", "")) is None


def test_undone_twice_is_undone_once():
    text, (near, _) = taken(BASE, MINE, THEIRS)
    undone = near.undone_in(text, text)
    assert undone is not None
    assert near.undone_in(text, undone) == undone


def test_what_they_took_away_comes_back_where_it_stood():
    theirs = BASE.replace("Above.\n\n", "")
    text, (passage,) = taken(BASE, MINE, theirs)
    written = text + "Written since.\n"
    assert passage.undone_in(text, written) == MINE + "Written since.\n"


@given(triples())
def test_all_undone_gives_mine_again(triple):
    base, mine, theirs = triple
    merged = merge(base, mine, theirs)
    if merged.text is None:
        return
    text = merged.text
    for passage in reversed(passages_taken(merged)):
        text = text[: passage.span.start] + passage.card.mine + text[passage.span.end :]
    assert text == mine
    near = [passage for passage in passages_taken(merged) if passage.is_near]
    assert merged.care >= Care.NEAR or not near
