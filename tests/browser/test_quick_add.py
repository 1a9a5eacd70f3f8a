"""Quick add has no draft: what is typed is kept in the browser until it is sent."""

from __future__ import annotations

from playwright.sync_api import expect


def test_what_was_not_sent_comes_back_and_what_was_sent_does_not(wiki, title, alice):
    page = alice.page
    address = f"/add/{title.replace(' ', '_')}"
    page.goto(address)
    text = page.get_by_label("What to add")
    text.press_sequentially("Typed and left.")
    page.get_by_label("a line").check()
    page.goto("/")
    page.goto(address)
    expect(text).to_have_value("Typed and left.")
    expect(page.get_by_label("a line")).to_be_checked()
    expect(page.get_by_text("This browser had kept what you typed here")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Published, revision")).to_be_visible()
    assert wiki.text(title).endswith("Fifth line.\nTyped and left.")
    page.goto(address)
    expect(text).to_have_value("")


def test_the_summary_is_counted_in_code_points(title, alice):
    alice.page.goto(f"/add/{title.replace(' ', '_')}")
    summary = alice.page.get_by_label("Summary")
    summary.fill("🌊" * 600)
    assert summary.input_value() == "🌊" * 500
    expect(alice.page.locator("#summary-left")).to_have_text("Characters left: 0")


def test_what_was_not_sent_shows_also_where_the_page_was_closed_meanwhile(wiki, title, alice):
    page = alice.page
    address = f"/add/{title.replace(' ', '_')}"
    page.goto(address)
    text = page.get_by_label("What to add")
    text.press_sequentially("Typed and left.")
    page.goto("/")
    wiki.protect(title)
    page.goto(address)
    expect(page.get_by_text("You cannot edit this page.")).to_be_visible()
    expect(text).to_have_value("Typed and left.")
    expect(text).to_be_visible()
