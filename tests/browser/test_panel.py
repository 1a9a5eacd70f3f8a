"""The panel beside the text says what it is waiting for, and when it is of an older text."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from tests.people import new_title

OLDER = "Your text has changed since."
OFFERS = re.compile(r"/drafts/\d+/offer$")
PREVIEWS = re.compile(r"/drafts/\d+/preview$")


def test_a_preview_is_announced_kept_in_place_and_known_to_be_of_an_older_text(title, alice):
    alice.open(title)
    # What the wiki has to say below the text comes by itself.
    expect(alice.page.locator(".licence")).to_be_visible()
    waiting: list[Route] = []
    alice.page.route(PREVIEWS, lambda route: waiting.append(route))
    with alice.page.expect_request(PREVIEWS):
        alice.button("Preview").click()
    expect(alice.panel.get_by_text("Rendering the preview…")).to_be_visible()
    place = alice.panel.bounding_box()
    waiting.pop().continue_()
    alice.page.unroute(PREVIEWS)
    frame = alice.page.frame_locator("iframe[title=Preview]")
    expect(frame.get_by_text("Fifth line.")).to_be_visible()
    assert alice.panel.bounding_box() == place
    expect(alice.panel.get_by_text(OLDER)).to_be_hidden()
    alice.write(" And more.")
    expect(alice.panel.get_by_text(OLDER)).to_be_visible()
    assert alice.panel.bounding_box() == place
    expect(alice.text).to_be_focused()
    alice.panel.get_by_role("button", name="Refresh").click()
    expect(frame.get_by_text("And more.")).to_be_visible()
    expect(alice.panel.get_by_text(OLDER)).to_be_hidden()
    alice.button("Show changes").click()
    expect(alice.panel.get_by_role("heading", name="Changes")).to_be_visible()
    alice.write(" Still more.")
    expect(alice.panel.get_by_text(OLDER)).to_be_visible()


def test_a_preview_that_does_not_come_is_not_waited_for(title, alice):
    alice.open(title)
    alice.page.route(PREVIEWS, lambda route: route.abort())
    alice.button("Preview").click()
    expect(alice.status).to_contain_text("Galley does not answer")
    expect(alice.panel).to_be_hidden()


def test_what_was_opened_stays_so_and_what_is_not_true_any_more_goes(alice, galley):
    page = alice.page
    # What the wiki offers has to be asked for again.
    galley.rows("DELETE FROM galley_cache")
    waiting: list[Route] = []
    page.route(OFFERS, lambda route: waiting.append(route))
    with page.expect_request(OFFERS):
        alice.open(new_title())
    page.get_by_text("More options").click()
    waiting.pop().continue_()
    expect(page.locator("#more-options:not([hx-get])")).to_be_visible()
    expect(page.get_by_label("Watchlist")).to_be_visible()
    notice = page.get_by_text("This page is not on the wiki yet.")
    expect(notice).to_be_visible()
    alice.paste("Mine.").saved()
    alice.button("Publish").click()
    expect(alice.panel).to_contain_text("Published, revision")
    expect(notice).to_be_hidden()


def test_on_a_small_phone_summary_and_options_open_above_the_bar_to_publish(wiki, title, person):
    phone = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
    desk = person("Alice", **phone).open(title)
    desk.write(" Mine.").saved()
    assert desk.text.bounding_box()["height"] > 320
    assert desk.page.locator(".editor-place").bounding_box()["width"] > 90
    bar = [desk.button(name) for name in ("Options", "Preview", "Show changes", "Publish…")]
    assert len({button.bounding_box()["y"] for button in bar}) == 1
    expect(desk.summary).to_be_hidden()
    desk.button("Publish…").tap()
    expect(desk.summary).to_be_focused()
    expect(desk.button("Publish…")).to_be_hidden()
    expect(desk.page.get_by_role("link", name="Versions")).to_be_in_viewport(ratio=1)
    desk.summary.fill("From a phone")
    desk.page.get_by_label("This is a minor edit").check()
    desk.button("Show changes").tap()
    expect(desk.panel.locator("ins")).to_be_in_viewport()
    expect(desk.summary).to_be_hidden()
    desk.page.keyboard.press("Control+Enter")
    expect(desk.summary).to_be_focused()
    desk.button("Publish").tap()
    desk.published()
    expect(desk.summary).to_be_hidden()
    expect(desk.panel).to_be_in_viewport()
    [newest, *_] = wiki.history(title)
    assert newest["comment"] == "From a phone"
    assert newest["minor"]


def test_the_changes_open_at_the_first_of_them_and_say_which_side_is_which(wiki, alice):
    title = new_title()
    wiki.edit(title, "\n\n".join(f"Line {number}. {'word ' * 200}" for number in range(9)))
    alice.open(title).replace("Line 5.", "Line five.").saved()
    alice.button("Show changes").click()
    expect(alice.panel.locator("ins", has_text="five")).to_be_in_viewport()
    expect(alice.panel.get_by_role("columnheader", name="Before")).to_be_in_viewport()


def test_what_publishing_changes_is_of_the_text_that_was_to_be_published(
    wiki, title, galley, alice, bob
):
    text = wiki.text(title)
    words = "One two three four five six seven eight nine ten."
    wiki.edit(title, f"{text}\n\n{words}")
    alice.open(title).replace("nine ten", "nine and ten").saved()
    wiki.edit(title, f"{text}\n\n{words.replace('One two', 'His own two')}", user="Bob")
    alice.open(title)
    draft_id = alice.draft_id
    expect(alice.page.locator("#wiki-news")).to_contain_text("1 passage needs a look")
    alice.page.goto(f"/drafts/{draft_id}/share")
    alice.page.get_by_label("Name", exact=True).fill("Bob")
    alice.button("Let in").click()
    galley.rows(
        "UPDATE editor_draft SET saved_at = datetime('now', '-1 hour') WHERE id = ?", draft_id
    )
    bob.page.goto(f"/drafts/{draft_id}/")
    bob.button("Take the pen").click()
    bob.write(" His.").saved()
    bob.button("Publish").click()
    expect(bob.panel).to_contain_text("Look at what publishing changes")
    expect(bob.panel.get_by_text(OLDER)).to_be_hidden()
    bob.write(" And more.")
    expect(bob.panel.get_by_text(OLDER)).to_be_visible()
