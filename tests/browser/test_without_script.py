"""The same journeys where no script runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Desk


@pytest.fixture
def plain(person) -> Desk:
    desk: Desk = person("Alice", java_script_enabled=False)
    return desk


def fill(desk: Desk, old: str, new: str) -> None:
    desk.text.fill(desk.text.input_value().replace(old, new))


def test_from_the_title_box_to_the_revision(wiki, title, plain):
    plain.page.goto("/")
    plain.page.get_by_role("combobox", name="Open a page").fill(title)
    plain.button("Open").click()
    fill(plain, "Second line.", "Second line, plainly.")
    plain.summary.fill("Without a script")
    plain.page.get_by_label("This is a minor edit").check()
    plain.button("Save draft").click()
    expect(plain.status).to_contain_text("Draft saved")
    expect(plain.text).to_have_value(
        "First line.\n\nSecond line, plainly.\n\nThird line.\n\nFourth line.\n\nFifth line."
    )
    expect(plain.summary).to_have_value("Without a script")
    expect(plain.page.get_by_label("This is a minor edit")).to_be_checked()

    fill(plain, "Third line.", "Third line, too.")
    plain.button("Preview").click()
    frame = plain.page.frame_locator("iframe[title=Preview]")
    expect(frame.locator("#mw-content-text")).to_contain_text("Third line, too.")

    fill(plain, "Fourth line.", "Fourth line, as well.")
    plain.button("Show changes").click()
    expect(plain.panel.locator("ins", has_text="as well")).to_be_visible()

    revid = plain.publish()
    newest = wiki.history(title)[0]
    assert (newest["revid"], newest["user"]) == (revid, "Alice")
    assert newest["comment"] == "Without a script"
    assert newest["minor"]
    assert wiki.text(title) == (
        "First line.\n\nSecond line, plainly.\n\nThird line, too.\n\n"
        "Fourth line, as well.\n\nFifth line."
    )
    plain.page.get_by_role("link", name="Keep editing").click()
    expect(plain.text).to_have_value(wiki.text(title))


def test_a_collision(wiki, title, plain):
    plain.open(title)
    fill(plain, "Second line.", "Second line, mine.")
    plain.button("Save draft").click()
    wiki.edit(title, wiki.text(title).replace("Second line.", "Second line, theirs."))
    plain.button("Publish").click()
    expect(plain.page.get_by_role("group", name="Passage 1 of 1")).to_be_visible()
    plain.page.locator(".by-hand summary").click()
    plain.page.get_by_role("textbox", name="By hand").fill("Second line, mine and theirs.\n")
    plain.button("Keep and go on").click()
    plain.page.locator("#result").get_by_role("button", name="Publish").click()
    plain.published()
    assert "Second line, mine and theirs." in wiki.text(title)
    assert wiki.history(title)[0]["user"] == "Alice"


def test_a_text_posted_after_the_sign_in_expired_comes_along(title, plain, console):
    plain.open(title)
    plain.page.context.clear_cookies(name="galley_session")
    fill(plain, "Second line.", "Second line, typed too late.")
    plain.summary.fill("Not forgotten")
    plain.button("Save draft").click()
    expect(plain.page.get_by_role("heading", name="Your text is safe")).to_be_visible()
    expect(plain.text).to_have_value(
        "First line.\n\nSecond line, typed too late.\n\nThird line.\n\nFourth line.\n\nFifth line."
    )
    plain.button("Sign in with the wiki").click()
    # The browser is still logged in at the wiki, which only asks for consent, or not even that.
    allow = plain.page.get_by_role("button", name="Allow")
    expect(allow.or_(plain.status)).to_be_visible()
    if allow.is_visible():
        allow.click()
    expect(plain.page.get_by_text("Your text came along and is saved.")).to_be_visible()
    expect(plain.text).to_have_value(
        "First line.\n\nSecond line, typed too late.\n\nThird line.\n\nFourth line.\n\nFifth line."
    )
    expect(plain.summary).to_have_value("Not forgotten")


def test_an_older_page_does_not_overwrite(title, plain, galley):
    other = Desk(plain.page.context.new_page()).open(title)
    plain.open(title)
    fill(plain, "First line.", "First line of one tab.")
    plain.button("Save draft").click()
    fill(other, "First line.", "First line of the other tab.")
    other.button("Save draft").click()
    expect(other.page.get_by_role("alert")).to_contain_text("changed in another tab")
    expect(other.page.get_by_role("alert")).to_contain_text("Both texts are kept")
    (draft,) = galley.drafts(title)
    assert draft["text"].startswith("First line of one tab.")
    assert any("of the other tab" in text for text in galley.kept_texts(title))
    other.page.get_by_role("link", name="Compare it with the draft").click()
    expect(other.page.get_by_role("main")).to_contain_text("of one tab")
    expect(other.page.get_by_role("main")).to_contain_text("of the other tab")
