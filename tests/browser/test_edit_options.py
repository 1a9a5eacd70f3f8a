"""The options below the text, chosen in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.preferences import preferring
from tests.watching import is_starred


def test_a_summary_is_counted_in_code_points(title, alice):
    alice.open(title)
    alice.summary.fill("🌊" * 450)
    expect(alice.page.locator("#summary-left")).to_have_text("Characters left: 50")
    alice.summary.fill("🌊" * 600)
    assert alice.summary.input_value() == "🌊" * 500
    expect(alice.page.locator("#summary-left")).to_have_text("Characters left: 0")


def test_options_that_follow_by_themselves_are_saved_and_published(wiki, title, alice):
    alice.open(title)
    alice.page.get_by_text("More options").click()
    alice.page.get_by_label("Watch for").select_option("1 week")
    alice.write("More.")
    alice.button("Publish").click()
    expect(alice.panel).to_contain_text("Published, revision")
    alice.open(title)
    alice.page.get_by_text("More options").click()
    expect(alice.page.get_by_label("Watch for")).to_contain_text("As now: until")


def test_a_reminder_of_the_summary_gives_way_to_a_second_press(wiki, title, alice):
    with preferring(wiki, forceeditsummary=1):
        alice.open(title)
        alice.write("More.")
        alice.button("Publish").click()
        expect(alice.panel).to_contain_text("There is no summary of your own yet.")
        alice.button("Publish").click()
        expect(alice.panel).to_contain_text("Published, revision")


def test_a_watch_is_taken_back_in_the_same_tab(wiki, title, alice):
    with preferring(wiki, watchdefault=0):
        alice.open(title)
        box = alice.page.get_by_label("Watch this page")
        for is_watching in (True, False):
            box.set_checked(is_watching)
            alice.write("More.")
            alice.publish()
            assert is_starred(wiki, title) is is_watching


def test_templates_are_fetched_when_somebody_looks(wiki, title, alice):
    wiki.edit(title, "{{Note|x}}")
    alice.open(title)
    alice.page.get_by_text("Templates and hidden categories").click()
    expect(alice.page.locator(".page-uses-list")).to_contain_text("Template:Note")
