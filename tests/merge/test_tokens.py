from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.merge.tokens import lines, tokens
from tests.merge.texts import texts


@given(st.one_of(st.text(), texts))
def test_tokens_and_lines_joined_are_the_text(text):
    assert "".join(tokens(text)) == text
    assert "".join(lines(text)) == text
    assert all(line.endswith("\n") for line in lines(text)[:-1])


@pytest.mark.parametrize(
    "unit",
    [
        "sixty-three",
        "don’t",
        "13,355",
        "2026-11-22",
        "12.5%",
        "5th",
        "https://example.org/a?b=c",
        "[[",
        "}}",
        "'''",
        "~~~~",
        '<ref name="a b">',
        "<!--",
        "{|",
        "   ",
        " \r\n",
        "e\u0301",
        "हिन्दी",
        "👍🏽",
    ],
)
def test_a_unit_is_one_token(unit):
    assert tokens(unit) == [unit]


def test_scripts_without_spaces_are_split_by_character():
    assert tokens("東京都") == ["東", "京", "都"]
