"""The collision desk on a screen of 360 pixels: one passage at a time, its answers in reach."""

from __future__ import annotations

import re

from playwright.sync_api import expect

FAR = " ".join(f"word{number}" for number in range(100))
PARAGRAPH = " ".join(f"The {number}th sentence of a long paragraph." for number in range(12))


def page_of(first: str, second: str) -> str:
    return f"{first} {PARAGRAPH}\n\n{FAR}\n\n{second} {PARAGRAPH}"


def test_one_passage_fills_the_screen_and_the_next_one_follows(wiki, title, person):
    phone = person("Alice", viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = phone.page
    wiki.edit(title, page_of("One.", "Two."))
    phone.open(title)
    phone.paste(page_of("Mine.", "Mine too.")).saved()
    wiki.edit(title, page_of("Theirs!", "Theirs as well!"))
    phone.button("Publish…").tap()
    phone.button("Publish").tap()
    expect(page.get_by_text("2 of 2 left")).to_be_visible()
    # The reader's own clock, and in a sentence the date as well, even today's.
    expect(page.get_by_text("Bob published revision")).to_have_text(
        re.compile(r"Bob published revision \d+ on \w+ \d+, \d{4}, \d\d:\d\d$", re.MULTILINE)
    )
    first = page.get_by_role("listitem").filter(has_text="Passage 1 of 2")
    second = page.get_by_role("listitem").filter(has_text="Passage 2 of 2")
    for passage in (first, second):
        box = passage.bounding_box()
        assert box is not None
        assert box["height"] > 600
    # The passage is longer than the screen, its answers stand at the bottom of it.
    page.get_by_role("link", name="Next open").tap()
    expect(first).to_be_focused()
    mine = first.get_by_role("button", name="Mine", exact=True)
    expect(mine).to_be_in_viewport(ratio=1)
    expect(second.get_by_role("button", name="Mine", exact=True)).not_to_be_in_viewport()
    mine.tap()
    expect(second).to_be_focused()
    expect(page.get_by_text("1 of 2 left")).to_be_in_viewport(ratio=1)
    theirs = second.get_by_role("button", name="Theirs", exact=True)
    expect(theirs).to_be_in_viewport(ratio=1)
    assert phone.width_is_kept()
    theirs.tap()
    expect(page.get_by_role("heading", name="What publishing changes")).to_be_in_viewport()
    assert phone.width_is_kept()
    page.locator("#result").get_by_role("button", name="Publish").tap()
    phone.published()
    assert wiki.text(title) == page_of("Mine.", "Theirs as well!")
