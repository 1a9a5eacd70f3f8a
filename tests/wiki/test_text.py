from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.wiki import incoming, md5, outgoing, texthash


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("\r\r\n\n", "\n\n\n"),
        ("tab\tstays", "tab\tstays"),
        ("nul\x00 bell\x07 tab\x0b feed\x0c", "nul\ufffd bell\ufffd tab\ufffd feed\ufffd"),
        ("\ud83d half, \udc00 half", "\ufffd half, \ufffd half"),
        ("\ufffe\uffff", "\ufffd\ufffd"),
        (
            "\u200f right to left \u202e and \U0001f600",
            "\u200f right to left \u202e and \U0001f600",
        ),
        ("trailing \n ", "trailing \n "),
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_is_typed_is_kept_as(typed, kept):
    assert incoming(typed) == kept


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        ("text \t\n\n", "text"),
        ("no-break\u00a0", "no-break\u00a0"),
        ("ideographic\u3000\n", "ideographic\u3000"),
        ("e\u0301 \u212b", "\u00e9 \u00c5"),
        ("\n lead stays", "\n lead stays"),
        ("", ""),
        # Not trimmed: as U+FFFD it is none of the wiki's spaces any more.
        ("nul\x00", "nul\ufffd"),
    ],
)
def test_what_is_kept_is_sent_as(kept, sent):
    assert outgoing(kept) == sent


def test_hashes_are_of_what_is_sent():
    assert md5("e\u0301\r\n ") == hashlib.md5("\u00e9".encode()).hexdigest()  # noqa: S324
    assert texthash("abc\n") == "a9993e364706816aba3e25717850c26c9cd0d89d"


ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_offsets_of_browser_and_server_agree(text):
    def utf16(text: str) -> int:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2

    assert utf16(incoming(text)) == utf16(text.replace("\r\n", "\n"))


@given(ANY_TEXT)
def test_both_forms_are_stable_and_can_be_sent(text):
    assert incoming(incoming(text)) == incoming(text)
    assert outgoing(outgoing(text)) == outgoing(text)
    assert outgoing(incoming(text)) == outgoing(text)
    outgoing(text).encode()
