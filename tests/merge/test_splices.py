from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.merge.splices import Splice, SpliceError, apply, between, utf16_length

# Encodable in UTF-8, as everything that comes from the browser or the database is.
unicode_texts = st.text(
    st.one_of(st.sampled_from("ab\n𝒳👍é"), st.characters(exclude_categories=["Cs"]))
)


def test_apply_counts_as_the_browser_does():
    assert apply("a👍b", Splice(3, 1, "c")) == "a👍c"
    assert apply("a👍b", Splice(1, 2, "")) == "ab"
    assert apply("", Splice(0, 0, "𝒳")) == "𝒳"
    assert utf16_length("a👍b") == 4


@pytest.mark.parametrize(
    ("text", "splice"),
    [
        ("abc", Splice(4, 0, "x")),
        ("abc", Splice(2, 2, "x")),
        ("abc", Splice(-1, 1, "x")),
        ("abc", Splice(1, -1, "x")),
        ("", Splice(0, 1, "")),
        ("a👍", Splice(2, 0, "x")),
        ("a👍", Splice(1, 1, "x")),
        ("👍👍", Splice(1, 2, "")),
        ("a", Splice(0, 0, "\ud83d")),
    ],
)
def test_apply_refuses_what_does_not_fit(text, splice):
    with pytest.raises(SpliceError):
        apply(text, splice)


def test_between_is_the_smallest_single_splice():
    assert between("hello world", "hello big world") == Splice(6, 0, "big ")
    assert between("aaa", "aa") == Splice(2, 1, "")
    assert between("👍", "👎") == Splice(0, 2, "👎")
    assert between("same", "same") == Splice(4, 0, "")


@given(unicode_texts, unicode_texts)
def test_between_then_apply_gives_the_new_text(old, new):
    assert apply(old, between(old, new)) == new


@given(unicode_texts, unicode_texts, unicode_texts, unicode_texts)
def test_between_leaves_nothing_common_at_its_ends(start, old, new, end):
    splice = between(start + old + end, start + new + end)
    assert splice.start >= utf16_length(start) or not old.startswith(new[:1])
    assert splice.removed <= utf16_length(old)
    assert utf16_length(splice.inserted) <= utf16_length(new)


@given(unicode_texts)
def test_utf16_length_agrees_with_the_encoding(text):
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("letter", ["a", "é", "東", "𝒳"])
def test_two_megabytes_are_one_splice(letter):
    old = letter * 2_000_000
    new = old[:1_500_000] + "x" + old[1_500_001:]
    assert apply(old, between(old, new)) == new
