"""Who else is here: the pulse of each tab, and what it brings."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.pages import Desk

PULSES = re.compile(r"/drafts/\d+/pulse$")


def pulsed(desk: Desk) -> Desk:
    """Back in sight, a tab sends a pulse at once."""
    with desk.page.expect_response(PULSES):
        desk.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    return desk


def test_a_tab_says_where_it_is_and_when_it_leaves(title, alice, galley):
    with alice.page.expect_response(PULSES):
        alice.open(title)
    here = "SELECT caret FROM editor_presence WHERE draft_id = ?"
    draft_id = alice.draft_id
    assert [row["caret"] for row in galley.rows(here, draft_id)] == [None]
    alice.replace("Second line.", "𝄞 Second").saved()
    alice.text.evaluate("area => (area.dataset.mark = 'the same')")
    # What was typed and not saved yet is not in the text that the server knows.
    with alice.page.expect_request(re.compile("/save$")):
        alice.select(0, 0)
        alice.page.keyboard.type("Not saved. ")
        alice.page.keyboard.press("ArrowRight")
        pulsed(alice)
        assert [row["caret"] for row in galley.rows(here, draft_id)] == [1]
    expect(alice.text).to_be_focused()
    expect(alice.text).to_have_attribute("data-mark", "the same")
    alice.page.goto("/")
    # What a tab says in leaving is on its way by itself.
    assert any(not galley.rows(here, draft_id) for _ in range(50) if alice.page.reload())
