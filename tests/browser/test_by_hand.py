"""Writing by hand at the collision desk, where Galley does not answer, or answers late."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.faults import held
from tests.browser.pages import Desk

DECIDES = re.compile(r"/drafts/\d+/decide$")


def box_at_the_desk(wiki, title: str, desk: Desk) -> Locator:
    """Both change the second line; the box in which it is written by hand."""
    desk.open(title).replace("Second line.", "Second line, hers.").saved()
    wiki.edit(title, wiki.text(title).replace("Second line.", "Second line, his."))
    desk.page.goto(f"/drafts/{desk.draft_id}/")
    desk.page.get_by_role("link", name="Decide").click()
    desk.page.wait_for_load_state()
    desk.page.get_by_text("By hand e").click()
    return desk.page.get_by_role("textbox", name="By hand")


def test_what_galley_did_not_hear_is_kept_by_the_browser_and_sent_again(wiki, title, alice):
    box = box_at_the_desk(wiki, title, alice)
    page = alice.page
    said = page.locator("#draft-status")
    page.route(DECIDES, lambda route: route.abort())
    box.fill("Written in the dark.")
    expect(said).to_contain_text("What you write is kept in this browser, and sent again.")
    with page.expect_request("**/pulse"):
        page.reload()
    expect(box).to_have_value("Written in the dark.")
    expect(said).to_contain_text("Galley does not answer.")
    page.unroute(DECIDES)
    expect(page.get_by_text("Kept", exact=True)).to_be_visible(timeout=30_000)
    expect(said).to_be_empty()
    page.evaluate("localStorage.clear()")
    page.reload()
    expect(box).to_have_value("Written in the dark.")


def test_who_writes_on_while_a_decision_is_under_way_goes_on_writing(wiki, title, alice):
    box = box_at_the_desk(wiki, title, alice)
    page = alice.page
    with held(alice, DECIDES) as routes:
        box.fill("Written by hand.")
        page.keyboard.press("Control+Enter")
        page.keyboard.type(" And more.")
        expect(page.locator("form.htmx-request")).to_be_attached()
        assert len(routes) == 1
    expect(page.locator("#desk-left")).to_contain_text("All decided")
    expect(box).to_have_value("Written by hand. And more.")
    expect(box).to_be_focused()
    page.keyboard.type(" Still.")
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    page.reload()
    expect(box).to_have_value("Written by hand. And more. Still.")


def test_words_for_a_passage_that_is_asked_no_more_come_to_galley(wiki, title, alice, galley):
    box = box_at_the_desk(wiki, title, alice)
    page = alice.page
    said = page.locator("#draft-status")
    page.route(DECIDES, lambda route: route.abort())
    box.fill("For a passage that goes.")
    expect(said).to_contain_text("What you write is kept in this browser")
    there = Desk(page.context.new_page()).open(title)
    there.replace("hers.", "hers now.").saved()
    # Another passage by its words: the desk has no box any more for what was written.
    page.reload()
    expect(page.locator(".side-mine")).to_contain_text("hers now.")
    page.unroute(DECIDES)
    expect(said).to_contain_text("is kept by Galley now", timeout=30_000)
    assert "For a passage that goes." in galley.kept_texts(title)
    assert page.evaluate("Object.keys(localStorage).filter(key => key.includes(':desk:'))") == []


def test_words_left_at_a_desk_that_another_tab_has_finished_come_to_galley(
    wiki, title, alice, galley
):
    box = box_at_the_desk(wiki, title, alice)
    page = alice.page
    # Galley hears nothing from the desk.
    page.route(
        DECIDES,
        lambda route: route.abort() if "/conflict" in route.request.frame.url else route.fallback(),
    )
    box.fill("Written for nobody.")
    expect(page.locator("#draft-status")).to_contain_text("What you write is kept in this browser")
    there = page.context.new_page()
    there.goto(page.url)
    there.get_by_role("button", name="Mine", exact=True).click()
    there.get_by_role("button", name="Put it into the draft").click()
    expect(there.get_by_role("textbox", name="Text", exact=True)).to_be_editable()
    # The collision is over, and leads to the draft.
    page.reload()
    expect(page.get_by_text("It is kept now, at the desk or under “Versions”.")).to_be_visible()
    assert "Written for nobody." in galley.kept_texts(title)
