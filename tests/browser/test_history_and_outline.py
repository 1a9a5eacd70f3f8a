"""From the editor to the sections of the page, to its history, and a line added in passing."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

PAGE = "Lead.\n\n== Crew ==\nArmstrong.\n\n=== Backup ===\nLovell.\n\n== Landing ==\nThe Eagle."
PHONE = {"viewport": {"width": 320, "height": 640}}


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))


def test_the_outline_comes_by_itself_and_leads_to_a_section(wiki, person, title):
    wiki.edit(title, PAGE + "".join(f"\n== Crater {number} ==\nDust.\n" for number in range(40)))
    desk = person().open(title)
    desk.page.locator("summary", has_text="Outline").click()
    # However many there are, they do not push it out of sight.
    expect(desk.page.get_by_role("link", name="Crater 39")).to_be_attached()
    expect(desk.button("Publish")).to_be_in_viewport()
    desk.page.get_by_role("link", name="1.1 Backup").click()
    expect(desk.text).to_have_value("=== Backup ===\nLovell.")


def test_saving_does_not_wait_for_the_outline(wiki, person, title):
    desk = person().open(title)
    desk.write(" More.").saved()


def test_an_edit_is_undone_from_the_history(wiki, person, title, lines):
    undone = wiki.edit(title, "Bob's text.", user="Bob")
    desk = person().open(title)
    desk.page.get_by_role("link", name="History", exact=True).click()
    desk.page.get_by_role("button", name="Compare the two chosen").click()
    expect(desk.page.locator("ins")).to_have_text("Bob's text.")
    desk.page.go_back()
    desk.page.get_by_role("link", name=f"Undo {undone}").click()
    expect(desk.text).to_have_value("\n\n".join(lines))
    desk.publish()
    assert "mw-undo" in wiki.history(title)[0]["tags"]


def test_a_line_is_added_without_the_editor(wiki, person, title):
    page = person().page
    page.goto("/")
    page.get_by_role("combobox", name="Open a page").fill(title)
    page.get_by_role("button", name="Quick add").click()
    page.get_by_label("What to add").fill("One more line.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Published, revision")).to_be_visible()
    assert wiki.text(title).endswith("One more line.")


@pytest.mark.parametrize("address", ["/history/{}", "/add/{}", "/edit/{}?oldid=1", "/edit/{}"])
def test_the_pages_fit_a_phone(wiki, person, title, address):
    wiki.edit(title, PAGE, user="Bob", summary="A summary that is long enough to need two lines")
    page = person(**PHONE).page
    page.goto(address.format(quote(title)))
    assert fits(page)
