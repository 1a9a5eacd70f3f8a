"""What holds for every merge, whatever the texts."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from editor.merge import Choice, Kind, merge, merge_lines, resolve
from editor.merge.tokens import particles
from tests.merge.test_alignment import subsequence_length
from tests.merge.texts import texts, triples

# As in the middle of a page that is too much work, and where nothing can be afforded at all.
hurried, spent = partial(merge, steps=40), partial(merge, steps=0)
mergers = pytest.mark.parametrize("merger", [merge, merge_lines, hurried, spent])

SWAPPED = {Kind.MINE: Kind.THEIRS, Kind.THEIRS: Kind.MINE}


@mergers
@given(st.one_of(texts, st.text()), st.one_of(texts, st.text()))
def test_an_unchanged_side_gives_the_other(merger, base, changed):
    assert merger(base, changed, base).text == changed
    assert merger(base, base, changed).text == changed
    assert merger(base, changed, base).is_far


@mergers
@given(st.one_of(texts, st.text()), st.one_of(texts, st.text()))
def test_both_sides_equal_give_that(merger, base, changed):
    assert merger(base, changed, changed).text == changed


@mergers
@given(triples())
@example(("red red ", "red red blue ", "red\nred blue "))
@example(("red red ", "red red red ", "red\nred blue "))
def test_swapping_the_sides_swaps_the_answer(merger, triple):
    base, mine, theirs = triple
    one, two = merger(base, mine, theirs), merger(base, theirs, mine)
    assert one.text == two.text
    for passage, mirrored in zip(one.passages, two.passages, strict=True):
        assert (passage.base, passage.mine, passage.theirs) == (
            mirrored.base,
            mirrored.theirs,
            mirrored.mine,
        )
        assert mirrored.kind is SWAPPED.get(passage.kind, passage.kind)
        assert (mirrored.result, mirrored.care) == (passage.result, passage.care)


@mergers
@given(triples())
@example(("red red red red red blue ", "red red red blue ", "red red red blue red "))
def test_nothing_is_lost_or_doubled(merger, triple):
    """Each word stands in the result as often as keeping both sides' changes makes it."""
    for passage in merger(*triple).passages:
        if passage.is_conflict or is_contained(passage):
            continue
        base, mine, theirs, result = map(
            Counter, map(particles, (passage.base, passage.mine, passage.theirs, passage.result))
        )
        for word in {*base, *mine, *theirs, *result}:
            ones, twos = mine[word] - base[word], theirs[word] - base[word]
            least = most = ones + twos
            if ones * twos > 0:
                least, most = sorted((ones + twos, max(ones, twos, key=abs)))
            assert least <= result[word] - base[word] <= most


@given(triples())
def test_a_side_that_is_followed_holds_the_other_ones_change(triple):
    for passage in filter(is_contained, merge(*triple).passages):
        base, mine, theirs = map(particles, (passage.base, passage.mine, passage.theirs))
        larger, smaller = (mine, theirs) if passage.kind is Kind.MINE else (theirs, mine)
        assert distance(base, larger) == distance(base, smaller) + distance(smaller, larger)


def is_contained(passage):
    is_one_sided = passage.kind in (Kind.MINE, Kind.THEIRS)
    return is_one_sided and passage.base not in (passage.mine, passage.theirs)


def distance(old, new):
    return len(old) + len(new) - 2 * subsequence_length(old, new)


@mergers
@given(triples(), st.sampled_from([choice for choice in Choice if choice is not Choice.OWN]))
def test_every_conflict_can_be_decided(merger, triple, choice):
    merged = merger(*triple)
    decisions = {at: merged.passages[at].chosen(choice) for at in merged.conflicts}
    text = resolve(merged, decisions)
    assert (merged.text is None) == bool(merged.conflicts)
    if merged.text is not None:
        assert text == merged.text


@mergers
@given(triples())
def test_taking_one_side_everywhere_gives_that_side(merger, triple):
    merged = merger(*triple)
    for index, side in enumerate(("base", "mine", "theirs")):
        decisions = {at: getattr(p, side) for at, p in enumerate(merged.passages)}
        assert resolve(merged, decisions) == triple[index]


@given(triples())
def test_the_tiers_contain_each_other(triple):
    merged = merge(*triple)
    assert merged.far_text in (None, merged.text)
    if merged.text is not None:
        assert merged.bold_text == merged.text
    assert [p.care for p in merged.passages if p.kind is Kind.SAME] == [
        0 for p in merged.passages if p.kind is Kind.SAME
    ]


@given(triples())
def test_a_talk_page_asks_no_less(triple):
    merged = merge(*triple, talk=True)
    for passage in merged.passages:
        if passage.proposal is not None:
            assert passage.proposal.startswith(passage.theirs)
            assert passage.proposal.endswith(passage.mine)
    if merge(*triple).text is None:
        assert merged.text is None
