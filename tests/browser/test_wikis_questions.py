"""What the wiki asks or warns of when one publishes, answered in the panel, by hand and by key."""

from __future__ import annotations

from playwright.sync_api import expect

from tests import captchas
from tests.browser.pages import Desk


def test_a_question_is_answered_with_enter(wiki, title, alice):
    captchas.ask(wiki, "QuestyCaptcha")
    alice.open(title).write("\n\nhttps://example.org/new").saved()
    alice.summary.fill("A source")
    alice.button("Publish").click()
    answer = alice.page.get_by_label("Your answer")
    expect(alice.panel).to_contain_text("What is 2+2?")
    answer.fill("5")
    answer.press("Enter")
    expect(alice.panel).to_contain_text("not the answer the wiki expects")
    expect(alice.summary).to_have_value("A source")
    alice.page.get_by_label("Your answer").fill("4")
    alice.page.get_by_label("Your answer").press("Enter")
    revid = alice.published()
    newest = wiki.history(title)[0]
    assert (newest["revid"], newest["comment"]) == (revid, "A source")


def test_a_warning_is_confirmed_and_typing_goes_on(wiki, title, alice):
    wiki.add_abuse_filter(f"'casino{title[-8:]}' in added_lines", "warn")
    alice.open(title).write(f" casino{title[-8:]}").saved()
    alice.button("Publish").click()
    alice.button("Publish again to confirm").click()
    alice.published()
    alice.write(" More.").saved()
    assert len(wiki.history(title)) == 2


def test_what_only_the_wiki_can_ask_is_finished_there(wiki, title, alice):
    captchas.ask(wiki, "hCaptcha")
    alice.open(title).write("\n\nhttps://example.org/new").saved()
    alice.summary.fill("A source")
    alice.button("Publish").click()
    alice.page.get_by_role("link", name="Finish on the wiki").click()
    with alice.page.expect_popup() as opened:
        alice.button("Open on the wiki").click()
    form = opened.value.locator("#editform")
    expect(form.locator("#wpTextbox1")).to_have_value(alice_text(alice))
    expect(form.locator("#wpSummary")).to_have_value("A source")


def alice_text(alice: Desk) -> str:
    return str(alice.page.locator("#wpTextbox1").input_value()) + "\n"
