"""Text that is hard to carry: it is saved as typed, and published as the wiki takes it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Request, expect

SAVES = re.compile(r"/drafts/\d+/save$")
LIMIT = 2 * 1024 * 1024

TEXTS = {
    "CRLF": ("One.\r\nTwo.\rThree.", "One.\nTwo.\nThree."),
    "emoji": ("A boat ⛵, a family 👩‍👩‍👧‍👦, a flag 🇳🇴.", None),
    "astral letters": ("𝔊𝔞𝔩𝔩𝔢𝔶 𐍈 𠜎", None),
    "right-to-left marks": ("abc \u200f\u05d0\u05d1\u05d2\u200e def \u202bxyz\u202c", None),
    "NUL and other control characters": ("a\0b\x01c\x1fd\x0be", "a\ufffdb\ufffdc\ufffdd\ufffde"),
    "not characters": ("a\ufffeb\uffffc", "a\ufffdb\ufffdc"),
    "blanks at the end": ("One.\u00a0", None),
}


@pytest.mark.parametrize("kind", TEXTS)
def test_odd_text_is_saved_and_published(wiki, title, alice, galley, kind):
    typed, expected = TEXTS[kind]
    expected = expected or typed
    alice.open(title).paste(typed).saved()
    assert galley.drafts(title)[0]["text"] == expected
    # A splice behind and in the middle of it fits on both sides.
    alice.write(" End.").saved()
    assert galley.drafts(title)[0]["text"] == f"{expected} End."
    alice.publish()
    assert wiki.text(title) == f"{expected} End."


def test_a_lone_surrogate_becomes_a_replacement_character(wiki, title, alice, galley):
    units = [ord("a"), 0xD83D, ord("b"), 0xDE00, ord("c")]
    alice.open(title).paste(units).saved()
    assert galley.drafts(title)[0]["text"] == "a\ufffdb\ufffdc"
    # The other half comes, and the two are a character again.
    alice.paste([ord("a"), 0xD83D, 0xDE00, ord("c")]).saved()
    assert galley.drafts(title)[0]["text"] == "a😀c"
    alice.publish()
    assert wiki.text(title) == "a😀c"


def test_half_of_an_emoji_is_never_cut_off(title, alice, galley):
    alice.open(title).paste("😀😁😂").saved()
    alice.replace("😁", "😃").saved()
    assert galley.drafts(title)[0]["text"] == "😀😃😂"


def test_two_megabytes_are_pasted_and_published(wiki, title, alice, galley):
    line = "Two megabytes are a long read. "
    text = (line * (LIMIT // len(line) + 1))[: LIMIT - 20].rstrip()
    alice.open(title)
    sizes: list[int] = []

    def measure(request: Request) -> None:
        if SAVES.search(request.url):
            sizes.append(len(request.post_data_buffer or b""))

    alice.page.on("request", measure)
    alice.paste(text).saved()
    assert galley.drafts(title)[0]["text"] == text
    assert max(sizes) > len(text)
    sizes.clear()
    middle = len(text) // 2
    alice.select(middle, middle)
    alice.page.keyboard.type("Here.")
    alice.saved()
    changed = text[:middle] + "Here." + text[middle:]
    expect(alice.text).to_have_value(changed)
    assert galley.drafts(title)[0]["text"] == changed
    assert sizes
    assert max(sizes) < 4000
    alice.button("Publish").click()
    expect(alice.page.get_by_role("heading", name="Published, revision")).to_be_visible(
        timeout=90_000
    )
    assert wiki.text(title) == changed


def test_a_byte_too_many_is_said_and_kept(wiki, title, alice, galley):
    alice.open(title).paste("x" * (LIMIT + 1)).saved()
    alice.button("Publish").click()
    expect(alice.panel).to_contain_text("1 byte larger than the wiki takes")
    assert galley.drafts(title)[0]["text"] == "x" * (LIMIT + 1)
    assert len(wiki.history(title)) == 1
