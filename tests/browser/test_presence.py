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


def test_a_tab_says_where_it_is_and_when_it_is_not_there_any_more(title, alice, galley):
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
        carets = (galley.rows(here, draft_id)[0]["caret"] for _ in range(5) if pulsed(alice))
        assert 1 in carets
    expect(alice.text).to_be_focused()
    expect(alice.text).to_have_attribute("data-mark", "the same")

    # With all of it published there is nothing to get in anybody's way, until something is typed.
    alice.saved().publish()
    pulsed(alice)
    assert galley.rows(here, draft_id) == []
    alice.write(" More.")
    assert any(galley.rows(here, draft_id) for _ in range(5) if pulsed(alice))

    # Out of sight it says so, once, and is silent.
    with alice.page.expect_request(PULSES) as said:
        alice.page.evaluate(
            """() => {
                Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
                document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
    assert 'name="state"\r\n\r\nhidden' in (said.value.post_data or "")
    pulses: list[str] = []
    alice.page.on("request", lambda sent: pulses.append(sent.url) if PULSES.search(sent.url) else 0)
    # What makes a tab in sight tell at once.
    alice.page.evaluate("window.dispatchEvent(new Event('online'))")
    alice.write(" Out of sight.").saved()
    assert pulses == []

    alice.page.goto("/")
    # What a tab says in leaving is on its way by itself.
    assert any(not galley.rows(here, draft_id) for _ in range(50) if alice.page.reload())


def put_caret(desk: Desk, words: str) -> Desk:
    at = desk.text.input_value().index(words)
    desk.select(at, at)
    return pulsed(desk)


def test_two_people_see_each_other_and_are_warned_in_one_paragraph(title, alice, bob):
    with alice.page.expect_response(PULSES):
        alice.open(title)
    with bob.page.expect_response(PULSES):
        bob.open(title)
    summary, warning = (
        alice.page.locator("#presence-summary"),
        alice.page.locator(".presence-warning"),
    )
    expect(summary).to_be_hidden()
    # On opening already, and without a pulse of his own.
    expect(bob.page.locator("#presence-summary")).to_contain_text("Alice is here")
    put_caret(bob, "Third line.")
    put_caret(alice, "First line.")
    expect(summary).to_contain_text("Bob is here")
    expect(warning).to_be_hidden()

    put_caret(alice, "Third line.")
    expect(warning).to_have_text("Bob is in this paragraph")
    # What did not change is not put there again, so that nothing is announced with every pulse, an
    # open list stays open, and nobody's focus goes.
    mark = "part => (part.firstChild.isTheSame = true)"
    warning.evaluate(mark)
    summary.focus()
    alice.page.keyboard.press("Enter")
    pulsed(alice)
    assert warning.evaluate("part => part.firstChild.isTheSame")
    expect(alice.page.locator("#presence-people")).to_be_visible()
    expect(summary).to_be_focused()

    bob.page.goto("/")
    # What he says in leaving is on its way by itself.
    for _ in range(50):
        if not summary.is_visible():
            break
        pulsed(alice)
    expect(warning).to_be_hidden()
    expect(summary).to_be_hidden()


def test_who_goes_to_somebodys_paragraph_is_warned_before_the_next_beat(title, alice, bob):
    with bob.page.expect_response(PULSES):
        bob.open(title)
    put_caret(bob, "Third line.")
    with alice.page.expect_response(PULSES):
        alice.open(title)
    pulses: list[str] = []
    alice.page.on("request", lambda sent: pulses.append(sent.url) if PULSES.search(sent.url) else 0)
    put_caret(alice, "First line.")
    # Walking through the page is not told step by step.
    for line in ("Second", "Fourth", "Fifth", "Second", "First", "Third"):
        at = alice.text.input_value().index(line)
        alice.select(at, at)
    # The regular beat is 11 s after the last one at the earliest.
    warning = alice.page.locator(".presence-warning")
    expect(warning).to_have_text("Bob is in this paragraph", timeout=9000)
    assert len(pulses) <= 2
