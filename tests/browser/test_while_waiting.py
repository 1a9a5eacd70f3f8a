"""Typing while an answer is on its way: nothing is lost, doubled or put in another order."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.faults import held

BEFORE = "First line.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\nFifth line."
SAVES = re.compile(r"/drafts/\d+/save$")


def test_typing_while_a_save_is_under_way(title, alice, galley):
    alice.open(title)
    alice.text.evaluate("area => (area.dataset.mark = 'the same')")
    with held(alice, SAVES) as routes:
        with alice.page.expect_request(SAVES):
            alice.write(" One.")
        alice.write(" Two.").write(" Three.")
        expect(alice.status).to_contain_text("Saving…")
        assert len(routes) == 1
    alice.saved()
    expect(alice.text).to_have_value(f"{BEFORE} One. Two. Three.")
    expect(alice.text).to_have_attribute("data-mark", "the same")
    expect(alice.text).to_be_focused()
    assert galley.drafts(title)[0]["text"] == f"{BEFORE} One. Two. Three."


def test_saved_is_not_said_of_what_was_typed_since(title, alice):
    alice.open(title)
    with held(alice, SAVES) as routes:
        with alice.page.expect_request(SAVES):
            alice.write(" One.")
        alice.write(" Two.")
        with alice.page.expect_response(SAVES):
            routes.pop().continue_()
        expect(alice.status).to_contain_text(re.compile("Not saved yet|Saving…"))
        expect(alice.status).not_to_contain_text("Draft saved")
    alice.saved()


def test_every_state_in_between_arrives_in_order(title, alice, galley):
    alice.open(title)
    for number in range(6):
        with alice.page.expect_response(SAVES):
            alice.write(f" {number}")
            alice.page.keyboard.press("Control+s")
        alice.replace("First line.", "First line.!" if number % 2 else "First line.")
    alice.saved()
    (draft,) = galley.drafts(title)
    assert draft["text"] == alice.text.input_value()
    saves = galley.rows(
        "SELECT version FROM editor_draftsave WHERE draft_id = ? ORDER BY id", draft["id"]
    )
    versions = [save["version"] for save in saves]
    assert versions == sorted(set(versions))


def test_what_is_typed_while_it_is_published_stays_a_draft(wiki, title, alice, galley):
    alice.open(title).write("\n\nSigned. ~~~~").saved()
    with held(alice, "**/publish") as routes:
        with alice.page.expect_request("**/publish"):
            alice.button("Publish").click()
        assert len(routes) == 1
        expect(alice.status).to_contain_text("Publishing…")
        alice.replace("First line.", "First line, typed meanwhile.")
    alice.published()
    published = wiki.text(title)
    assert "typed meanwhile" not in published
    assert published.count("[[User:Alice|Alice]]") == 1
    # The signature, as the wiki has expanded it, comes into the text; the typing stays.
    expect(alice.text).to_have_value(
        published.replace("First line.", "First line, typed meanwhile.")
    )
    alice.saved()
    alice.publish()
    assert wiki.text(title).count("[[User:Alice|Alice]]") == 1
    assert "First line, typed meanwhile." in wiki.text(title)


def test_typing_goes_on_where_it_was_when_the_signature_comes(wiki, title, alice):
    alice.open(title).write("\n\nSigned. ~~~~").saved()
    with held(alice, "**/publish"):
        with alice.page.expect_request("**/publish"):
            alice.button("Publish").click()
        alice.write("\n\nBehind it")
    alice.published()
    expect(alice.text).not_to_have_value(re.compile("~~~~"))
    expect(alice.text).to_have_value(wiki.text(title) + "\n\nBehind it")
    # The caret has moved with the text.
    alice.text.focus()
    alice.page.keyboard.type(", still.")
    expect(alice.text).to_have_value(wiki.text(title) + "\n\nBehind it, still.")
    alice.publish()
    assert wiki.text(title).endswith("\n\nBehind it, still.")
    assert wiki.text(title).count("[[User:Alice|Alice]]") == 1


def test_typing_right_behind_a_signature_while_the_draft_follows(wiki, title, alice, galley):
    alice.open(title).write("\n\nSigned. ~~~~").saved()
    with held(alice, "**/follow"):
        with alice.page.expect_request("**/follow"):
            alice.button("Publish").click()
        alice.write(" And more")
    expect(alice.text).to_have_value(wiki.text(title) + " And more")
    alice.saved()
    (draft,) = galley.drafts(title)
    assert draft["text"] == wiki.text(title) + " And more"


def test_publish_pressed_twice_publishes_once(wiki, title, alice, galley):
    alice.open(title).write(" Once.").saved()
    alice.summary.fill("Why it was written")
    alice.button("Publish").dblclick()
    alice.published()
    expect(alice.text).to_be_enabled()
    alice.page.wait_for_load_state("networkidle")
    alice.published()
    assert len(wiki.history(title)) == 2
    # The summary belonged to what was published, and is not that of the next edit.
    assert wiki.history(title)[0]["comment"] == "Why it was written"
    expect(alice.summary).to_have_value("")
    alice.write(" On.").saved()
    assert galley.drafts(title)[0]["summary"] == ""


def test_the_way_back_shows_what_was_typed(title, alice):
    alice.open(title).write(" Typed.").saved()
    alice.page.get_by_role("link", name="Versions").click()
    expect(alice.page.get_by_role("heading", name="Versions")).to_be_visible()
    alice.page.go_back()
    expect(alice.text).to_have_value(f"{BEFORE} Typed.")
    alice.write(" More.").saved()
    expect(alice.text).to_have_value(f"{BEFORE} Typed. More.")


def test_a_draft_that_is_opened_again_is_prepared_before_anything_is_typed(title, alice, galley):
    alice.open(title).write(" Typed.").saved().ready()
    galley.rows("UPDATE editor_stash SET stashed_at = NULL")
    alice.page.reload()
    alice.ready()


def test_who_comes_near_to_publishing_has_it_prepared(title, alice, galley):
    alice.open(title)
    for near in (alice.summary, alice.button("Publish")):
        with alice.page.expect_request("**/stash"):
            near.focus()
        alice.ready()
        galley.rows("UPDATE editor_stash SET stashed_at = NULL")
        alice.page.reload()
        expect(alice.status).to_contain_text("No changes yet")


def test_what_was_saved_last_is_prepared_as_soon_as_somebody_comes_near(title, alice):
    """Although what was prepared before is still fresh."""
    page = alice.page
    page.clock.install()
    alice.open(title).write(" One.").ready()
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    alice.write(" Two.")
    page.clock.run_for(2000)
    alice.saved()
    alice.summary.focus()
    with page.expect_request("**/stash"):
        page.clock.run_for(100)
