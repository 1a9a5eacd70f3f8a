"""One side puts a paragraph into another section, the other writes in it."""

from __future__ import annotations

import pytest

from editor.merge import Care, Kind, merge

MILL = "Flour from the mill fed three valleys until trains came, in the winter of 1871."
CHURCH = "Since 1204 the church has had two towers, one of them crooked and both without bells."
BRIDGE = "Nobody knows how old the bridge is, for floods took every stone that bore a date."
PAGE = (
    f"A town.\n\n== Work ==\n{MILL}\n\n== Sights ==\n{CHURCH}\n\n{BRIDGE}\n\n== Trade ==\nCheese."
)
MOVED = PAGE.replace(f"\n\n{BRIDGE}", "").replace(MILL, f"{MILL}\n\n{BRIDGE}")


def written(text: str) -> str:
    return text.replace("how old the bridge is", "who built this old bridge")


@pytest.mark.parametrize("is_mine", [True, False])
def test_an_edit_goes_where_the_paragraph_is_now(is_mine):
    sides = (written(PAGE), MOVED) if is_mine else (MOVED, written(PAGE))
    merged = merge(PAGE, *sides)
    assert merged.text == written(MOVED)
    assert merged.care is Care.NEAR
    assert Kind.MOVED in {passage.kind for passage in merged.passages}


@pytest.mark.parametrize(
    "theirs",
    [
        pytest.param(MOVED.replace(f"\n\n{BRIDGE}", ""), id="deleted"),
        pytest.param(f"{MOVED}\n\n{BRIDGE}", id="put in two places"),
        pytest.param(
            PAGE.replace(f"{CHURCH}\n\n{BRIDGE}", f"{BRIDGE}\n\n{CHURCH}"), id="same section"
        ),
        pytest.param(MOVED.replace("floods took", "thieves sold"), id="rewritten too"),
    ],
)
def test_where_that_cannot_be_told_it_is_asked(theirs):
    assert merge(PAGE, written(PAGE), theirs).text is None
