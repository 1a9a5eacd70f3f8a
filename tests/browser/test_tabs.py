"""One draft in two tabs, and on two devices; and a tab that nobody looks at."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import Desk


@pytest.mark.parametrize("place", ["tab", "device"])
def test_an_older_version_does_not_overwrite_and_is_not_lost(title, person, galley, place):
    here = person("Alice").open(title)
    there = Desk(here.page.context.new_page()) if place == "tab" else person("Alice")
    there.open(title)
    here.replace("First line.", "First line of here.").saved()
    there.replace("Second line.", "Second line of there.")
    expect(there.status).to_contain_text("Not saved:")
    expect(there.status).to_contain_text("changed in another tab")
    expect(there.text).to_have_value(
        "First line.\n\nSecond line of there.\n\nThird line.\n\nFourth line.\n\nFifth line."
    )
    (draft,) = galley.drafts(title)
    assert "of here" in draft["text"]
    assert any("of there" in text for text in galley.kept_texts(title))
    # The first one goes on undisturbed.
    here.replace("Third line.", "Third line of here.").saved()
    # What is typed here after the refusal is not lost either.
    there.write(" Late.")
    there.status.get_by_role("link", name="Versions").click()
    main = there.page.get_by_role("main")
    expect(there.page.get_by_role("heading", name="Versions")).to_be_visible()
    there.page.get_by_role("link", name="Compare").first.click()
    expect(main).to_contain_text("of there")
    expect(main).to_contain_text("of here")
    there.open(title)
    expect(there.page.locator("#recovered-text")).to_be_visible()
    there.write(" Typed here.")
    there.button("Put it in").click()
    # What was saved there meanwhile stays; what both have changed is not put in by itself.
    expect(there.page.get_by_role("link", name="Compare it with the draft")).to_be_visible()
    there.saved()
    expect(there.text).to_have_value(
        "First line of here.\n\nSecond line.\n\nThird line of here.\n\n"
        "Fourth line.\n\nFifth line. Typed here."
    )
    assert any("of there" in text and "Late." in text for text in galley.kept_texts(title))


def test_a_duplicated_tab_keeps_its_own_text_in_the_browser(title, alice):
    page = alice.open(title).page
    with page.context.expect_page() as opened:
        # The new tab begins with a copy of this one's storage, as a duplicated one does.
        page.evaluate("() => void window.open(location.href)")
    twin = Desk(opened.value)
    expect(twin.text).to_be_visible()
    page.context.set_offline(True)
    alice.write(" Of here.")
    expect(alice.status).to_contain_text("Not saved: no connection.")
    twin.write(" Of its twin.")
    expect(twin.status).to_contain_text("Not saved: no connection.")
    kept = page.evaluate("() => Object.values(localStorage).join()")
    assert "Of here." in kept
    assert "Of its twin." in kept


def test_the_text_of_a_tab_that_nobody_looks_at_is_not_prepared(title, alice):
    """The wiki keeps two texts of a user: what is open elsewhere must not push out what is seen."""
    page = alice.open(title).page
    page.evaluate(
        """() => {
            window.asked = 0;
            const trigger = document.getElementById("stash");
            trigger.addEventListener("htmx:beforeRequest", () => (window.asked += 1));
        }"""
    )
    look(page, "hidden")
    alice.write(" One.").saved()
    # Whoever goes to the summary is about to publish: it is prepared at once, and not before.
    alice.summary.focus()
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    assert page.evaluate("window.asked") == 0
    look(page, "visible")
    alice.ready()
    assert page.evaluate("window.asked") == 1


def look(page: Page, state: str) -> None:
    """As when another tab is brought to the front, which a browser without a screen does not do."""
    page.evaluate(
        """(state) => {
            const seen = { value: state, configurable: true };
            Object.defineProperty(document, "visibilityState", seen);
            document.dispatchEvent(new Event("visibilitychange"));
        }""",
        state,
    )
