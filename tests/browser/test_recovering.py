"""What only the browser has, after the draft has moved on: offered, and laid over nothing newer."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.pages import Desk
from tests.browser.test_lost_connection import BEFORE, SAVES, crash


def test_what_is_offered_waits_for_a_choice_and_takes_back_nothing_published_meanwhile(
    wiki, title, alice
):
    page = alice.open(title).page
    alice.write(" Saved.").saved()
    page.route(SAVES, lambda route: route.abort())
    alice.write(" Typed late.")
    alice.summary.fill("Typed late, too")
    expect(alice.status).to_contain_text("Not saved: ")
    page.unroute(SAVES)
    theirs = BEFORE.replace("Second line.", "Second line of Bob's.")
    wiki.edit(title, theirs)
    page.reload()
    offer = page.locator("#recovered-text")
    expect(offer).to_be_visible()
    expect(alice.text).to_have_value(theirs + " Saved.")
    # Neither leaving the page nor going on with it is a choice.
    alice.replace("First line.", "First line, after all.").saved()
    page.reload()
    expect(offer).to_be_visible()
    alice.button("Put it in").click()
    both = theirs.replace("First line.", "First line, after all.") + " Saved. Typed late."
    expect(alice.text).to_have_value(both)
    expect(alice.summary).to_have_value("Typed late, too")
    expect(offer).to_be_hidden()
    alice.saved()
    alice.publish()
    assert wiki.text(title) == both
    assert page.evaluate("() => Object.keys(localStorage)") == []


def test_of_two_texts_left_behind_each_is_asked_about_by_itself(title, alice, galley):
    here = alice.open(title)
    context = here.page.context
    tabs = [Desk(context.new_page()).open(title) for _ in range(2)]
    context.set_offline(True)
    for tab, line in zip(tabs, ("First line.", "Third line."), strict=True):
        tab.replace(line, f"{line} Of a tab that crashed.")
        expect(tab.status).to_contain_text("Not saved: no connection.")
    for tab in tabs:
        crash(tab)
    context.set_offline(False)
    here.replace("First line.", "First line of here.").saved()
    # As if they had been gone for a while.
    here.page.evaluate(
        """() => {
            for (const [key, kept] of Object.entries(localStorage)) {
                const entry = JSON.parse(kept);
                localStorage.setItem(key, JSON.stringify({ ...entry, at: entry.at - 60_000 }));
            }
        }"""
    )
    saved = BEFORE.replace("First line.", "First line of here.")
    both = saved.replace("Third line.", "Third line. Of a tab that crashed.")
    here.page.reload()
    here.button("Put it in").click()
    expect(here.text).to_have_value(both)
    # The next one does not fit: nothing is put in, and the server has it.
    here.button("Put it in").click()
    here.page.get_by_role("link", name="Compare it with the draft").click()
    expect(here.page.get_by_role("main")).to_contain_text("Of a tab that crashed.")
    assert galley.drafts(title)[0]["text"] == both
    first = BEFORE.replace("First line.", "First line. Of a tab that crashed.")
    assert {saved, first} <= set(galley.kept_texts(title))
