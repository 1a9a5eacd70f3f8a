from __future__ import annotations

import pytest
from hypothesis import given

from editor.merge import Choice, Kind, UndecidedError, merge, merge_lines, resolve
from tests.merge.texts import triples

BASE = "one\ntwo\nthree\nfour\nfive\n"
MINE = "one\nTWO\nthree\nfour\nfive\nmine\n"
THEIRS = "ONE\ntwo\nthree\nfour\nfive\ntheirs\n"


@given(triples())
@pytest.mark.parametrize("merger", [merge, merge_lines])
def test_passages_joined_are_the_three_texts(merger, triple):
    base, mine, theirs = triple
    passages = merger(base, mine, theirs).passages
    assert "".join(passage.base for passage in passages) == base
    assert "".join(passage.mine for passage in passages) == mine
    assert "".join(passage.theirs for passage in passages) == theirs
    for passage in passages:
        assert base[slice(*passage.base_span)] == passage.base
        assert mine[slice(*passage.mine_span)] == passage.mine
        assert theirs[slice(*passage.theirs_span)] == passage.theirs
        assert passage.is_conflict == (passage.result is None)


def test_lines_merge_and_collide():
    merged = merge_lines("a\nb\nc\nd\n", "A\nb\nc\nd\n", "a\nb\nc\nD\n")
    assert merged.text == "A\nb\nc\nD\n"
    assert [passage.kind for passage in merged.passages] == [Kind.MINE, Kind.SAME, Kind.THEIRS]
    assert merge_lines("a\nb\n", "A\nb\n", "a\nB\n").text is None


def test_resolve_takes_decisions_for_conflicts():
    merged = merge_lines(BASE, MINE, THEIRS)
    assert len(merged.conflicts) == 2
    with pytest.raises(UndecidedError) as caught:
        resolve(merged, {})
    assert caught.value.index == merged.conflicts[0]
    first, last = merged.conflicts
    decisions = {
        first: "ONE\nTWO\n",
        last: merged.passages[last].chosen(Choice.THEIRS_THEN_MINE),
    }
    assert resolve(merged, decisions) == "ONE\nTWO\nthree\nfour\nfive\ntheirs\nmine\n"


def test_resolve_can_undo_a_merge():
    merged = merge_lines("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n")
    assert resolve(merged, {0: merged.passages[0].base}) == "a\nb\nC\n"


def test_choices_are_what_a_form_posts():
    passage = merge_lines("", "mine", "theirs").passages[0]
    assert passage.chosen(Choice("mine")) == "mine"
    assert passage.chosen(Choice("theirs")) == "theirs"
    assert passage.chosen(Choice("mine-then-theirs")) == "mine theirs"
    assert passage.chosen(Choice("own"), "our own") == "our own"
