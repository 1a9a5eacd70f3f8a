"""One side moves a section, the other edits it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.merge import Care, Choice, Kind, merge, resolve
from editor.merge.moves import arrangement

NAMES = ("Mill", "Church", "Bridge", "Market", "Harbour")
LEAD = "A town.\n\n"


def section(name: str) -> str:
    return (
        f"== {name} ==\nThe {name} of the town was built of stone beside the long river.\n\n"
        f"=== Visits to the {name} ===\nIt is open on {len(name)} days, and shut in winter.\n\n"
    )


def page(*names: str) -> str:
    return LEAD + "".join(map(section, names))


def brick(text: str) -> str:
    return text.replace("The Church of the town was built of stone", "Of brick is the Church")


@pytest.mark.parametrize("is_mine", [True, False])
@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(page("Mill", "Bridge", "Market", "Harbour", "Church"), id="moved"),
        pytest.param(
            page("Mill", "Bridge", "Market", "Harbour", "Church").replace(
                "== Church ==", "== Old church =="
            ),
            id="and renamed",
        ),
        pytest.param(
            page("Mill", "Bridge", "Market", "Harbour", "Church").replace("7", "6"),
            id="and rewritten",
        ),
    ],
)
def test_an_edit_goes_where_the_section_is_now(theirs, is_mine):
    base = page(*NAMES)
    sides = (theirs, brick(base)) if is_mine else (brick(base), theirs)
    merged = merge(base, *sides)
    assert merged.care is Care.NEAR
    assert merged.text is not None
    assert merged.text.count("Of brick is the") == 1
    assert Kind.MOVED in {passage.kind for passage in merged.passages}


@given(st.permutations(NAMES), st.sampled_from(NAMES), st.booleans())
def test_wherever_it_is_moved_nothing_stands_twice(order, edited, is_swapped):
    base, moved = page(*NAMES), page(*order)
    changed = base.replace(f"{edited} of the town was built of stone", f"{edited} is made of brick")
    sides = (moved, changed) if is_swapped else (changed, moved)
    merged = merge(base, *sides)
    wanted = moved.replace(f"{edited} of the town was built of stone", f"{edited} is made of brick")
    assert merged.text == wanted
    assert "".join(passage.mine for passage in merged.passages) == sides[0]


def test_what_was_renamed_is_looked_for_as_far_as_the_steps_reach():
    base = page(*NAMES)
    moved = page("Mill", "Bridge", "Market", "Harbour", "Church")
    renamed = moved.replace("== Church ==", "== Old church ==")
    church, bridge = 3, 5
    found = arrangement(base, base, renamed, steps=1000).theirs_places
    assert (found[church], found[bridge]) == (9, 3)
    found = arrangement(base, base, renamed, steps=50).theirs_places
    assert church not in found
    assert found[bridge] == 3


def test_a_section_that_both_moved_is_asked_about():
    base = page(*NAMES)
    mine = page("Bridge", "Mill", "Market", "Harbour", "Church")
    theirs = page("Mill", "Bridge", "Church", "Market", "Harbour")
    assert merge(base, mine, theirs).text is None


@given(st.permutations(NAMES[:4]), st.permutations(NAMES[:4]))
def test_whatever_both_moved_each_section_stands_once(mine, theirs):
    merged = merge(page(*NAMES[:4]), page(*mine), page(*theirs))
    for choice in (Choice.MINE, Choice.THEIRS):
        answers = {at: merged.passages[at].chosen(choice) for at in merged.conflicts}
        text = resolve(merged, answers)
        assert [text.count(f"== {name} ==") for name in NAMES[:4]] == [1] * 4


def test_an_edit_of_what_is_gone_is_asked():
    base = page(*NAMES)
    assert merge(base, brick(base), page("Mill", "Bridge", "Market", "Harbour")).text is None


def test_the_same_words_changed_by_who_moved_it_are_asked():
    base = page(*NAMES)
    moved = page("Mill", "Bridge", "Market", "Harbour", "Church")
    theirs = moved.replace("The Church of the town was built of stone", "Of wood is the Church")
    assert merge(base, brick(base), theirs).text is None
