"""Connections that break, servers that die, proxies that answer for Galley."""

from __future__ import annotations

import re

from playwright.sync_api import Dialog, Route, expect

from tests.browser.faults import hanging
from tests.browser.pages import Desk

BEFORE = "First line.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\nFifth line."
SAVES = re.compile(r"/drafts/\d+/save$")


def test_a_killed_server_and_a_crashed_tab(title, alice, galley):
    alice.open(title).write(" Saved.").saved()
    alice.summary.fill("Kept, too")
    alice.saved()
    galley.kill()
    try:
        alice.write(" Typed in the dark.")
        alice.summary.fill("Kept in the dark")
        expect(alice.status).to_contain_text("Not saved: Galley does not answer.")
        expect(alice.status).to_contain_text("Your text is kept in this browser.")
        crash(alice)
    finally:
        galley.start()
    (draft,) = galley.drafts(title)
    assert (draft["text"], draft["summary"]) == (f"{BEFORE} Saved.", "Kept, too")

    back = Desk(alice.page.context.new_page()).open(title)
    # Another tab's text is taken up once that tab has given no sign of life for a while.
    expect(back.text).to_have_value(f"{BEFORE} Saved. Typed in the dark.", timeout=30_000)
    expect(back.summary).to_have_value("Kept in the dark")
    back.saved()
    (draft,) = galley.drafts(title)
    assert draft["text"] == f"{BEFORE} Saved. Typed in the dark."
    assert draft["summary"] == "Kept in the dark"


def test_a_tab_that_stays_open_saves_by_itself_when_the_server_is_back(title, alice, galley):
    alice.open(title).write(" Saved.").saved()
    galley.kill()
    try:
        alice.write(" Typed in the dark.")
        expect(alice.status).to_contain_text("Not saved: Galley does not answer.")
    finally:
        galley.start()
    expect(alice.status).to_contain_text("Draft saved", timeout=60_000)
    assert galley.drafts(title)[0]["text"] == f"{BEFORE} Saved. Typed in the dark."


def test_leaving_is_asked_about_while_only_this_browser_has_the_text(title, alice):
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    alice.page.on("dialog", stay)
    alice.open(title).write(" Saved.").saved()
    alice.page.reload()
    assert asked == []
    alice.page.route(SAVES, lambda route: route.abort())
    alice.write(" Typed.")
    expect(alice.status).to_contain_text("Not saved: ")
    with alice.page.expect_event("dialog"):
        alice.page.locator(".editor-back").click(no_wait_after=True)
    assert asked == ["beforeunload"]
    expect(alice.text).to_have_value(f"{BEFORE} Saved. Typed.")


def test_a_reload_keeps_what_was_not_saved(title, alice, galley):
    alice.open(title)
    alice.page.route(SAVES, lambda route: route.abort())
    alice.write(" Typed.")
    alice.summary.fill("And a summary")
    alice.page.get_by_label("This is a minor edit").check()
    expect(alice.status).to_contain_text("Not saved")
    alice.page.unroute(SAVES)
    alice.page.reload()
    expect(alice.text).to_have_value(f"{BEFORE} Typed.")
    expect(alice.summary).to_have_value("And a summary")
    expect(alice.page.get_by_label("This is a minor edit")).to_be_checked()
    alice.saved()
    (draft,) = galley.drafts(title)
    assert draft["text"] == f"{BEFORE} Typed."
    assert (draft["summary"], draft["is_minor"]) == ("And a summary", 1)


def test_offline_and_online_again(title, alice, galley):
    alice.open(title).write(" On.").saved()
    alice.page.context.set_offline(True)
    alice.write(" Off.")
    expect(alice.status).to_contain_text("Not saved: no connection.")
    expect(alice.text).to_have_value(f"{BEFORE} On. Off.")
    alice.page.context.set_offline(False)
    alice.saved()
    assert galley.drafts(title)[0]["text"] == f"{BEFORE} On. Off."


def test_the_page_of_a_proxy_stays_out_of_the_page(wiki, title, alice, galley):
    alice.open(title)
    html = "<html><body><h1>502 Bad Gateway</h1></body></html>"

    def gateway(route: Route) -> None:
        route.fulfill(status=502, content_type="text/html", body=html)

    anything = re.compile(r"/drafts/\d+/(save|preview|changes|publish|stash)$")
    alice.page.route(anything, gateway)
    alice.write(" Through a proxy.")
    expect(alice.status).to_contain_text("Not saved: Galley does not answer.")
    for name in ("Preview", "Show changes", "Publish"):
        # What may have arrived goes first, and as it was.
        with alice.page.expect_response("**/save"):
            alice.button(name).click()
        expect(alice.status).to_contain_text("Not saved: Galley does not answer.")
        expect(alice.status).to_contain_text("What you pressed was not done.")
    expect(alice.page.get_by_text("502 Bad Gateway")).to_have_count(0)
    expect(alice.page.locator("#panel")).to_have_count(1)
    alice.page.unroute(anything)
    alice.saved()
    assert galley.drafts(title)[0]["text"] == f"{BEFORE} Through a proxy."
    # The focus is on "Publish" still, and what was sent again was a save.
    assert len(wiki.history(title)) == 1


def test_a_publish_without_an_answer_is_not_published_twice(wiki, title, alice):
    alice.open(title).write(" Published once.").saved()
    alice.summary.fill("Once")
    alice.saved()

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    alice.page.route("**/publish", lose_the_answer, times=1)
    alice.button("Publish").click()
    expect(alice.status).to_contain_text("nobody knows yet whether it is published")
    alice.button("Publish").click()
    done = alice.page.get_by_role("heading", name=re.compile("^(Published|Nothing to publish)"))
    expect(done).to_be_visible()
    assert [revision["user"] for revision in wiki.history(title)] == ["Alice", "Bob"]


def test_a_save_whose_answer_is_lost_is_kept_once(title, alice, galley):
    alice.open(title)

    def lose_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    alice.page.route(SAVES, lose_the_answer, times=1)
    alice.write(" Said once.")
    expect(alice.status).to_contain_text("Not saved: Galley does not answer.")
    # Who types on is no older tab than the one whose save arrived.
    alice.write(" And on.").saved()
    expect(alice.text).to_have_value(f"{BEFORE} Said once. And on.")
    (draft,) = galley.drafts(title)
    assert draft["text"] == f"{BEFORE} Said once. And on."
    query = "SELECT reason FROM editor_draftversion WHERE draft_id = ?"
    assert [row["reason"] for row in galley.rows(query, draft["id"])] == ["opened"]


def test_typing_and_saving_go_on_while_the_wiki_hangs(wiki, title, alice, galley):
    alice.open(title)
    with hanging(wiki):
        alice.write(" One.").saved()
        expect(alice.status).to_contain_text("Preparing…")
        alice.write(" Two.").saved()
        alice.button("Preview").click()
        alice.write(" Three.").saved()
        assert galley.drafts(title)[0]["text"] == f"{BEFORE} One. Two. Three."
        alice.button("Show changes").click()
        expect(alice.panel.locator("ins", has_text="Three")).to_be_visible()


def test_what_is_typed_while_the_wiki_hangs_on_a_publish_is_saved(wiki, title, alice, galley):
    alice.open(title).write("\n\nSigned. ~~~~").saved()
    with hanging(wiki):
        alice.write(" Pressed.")
        alice.button("Publish").click()
        expect(alice.status).to_contain_text("Publishing…")
        alice.replace("First line.", "First line, typed meanwhile.")
        expect(alice.status).to_contain_text("Publishing… Draft saved")
        (draft,) = galley.drafts(title)
        assert draft["text"] == alice.text.input_value()
        # Pressed twice it is one publish, and what is shown meanwhile gives way to what came of it.
        alice.button("Publish").click()
        alice.button("Show changes").click()
        expect(alice.panel.locator("ins", has_text="typed meanwhile")).to_be_visible()
        alice.write(" And on.")
        with alice.page.expect_response(SAVES):
            alice.page.keyboard.press("Control+s")
        expect(alice.status).to_contain_text("Publishing… Draft saved")
        assert galley.drafts(title)[0]["text"] == alice.text.input_value()
    alice.published()
    published = wiki.text(title)
    assert "typed meanwhile" not in published
    assert published.endswith(" Pressed.")
    assert len(wiki.history(title)) == 2
    expected = published.replace("First line.", "First line, typed meanwhile.") + " And on."
    expect(alice.text).to_have_value(expected)
    expect(alice.status).not_to_contain_text("Publishing…")
    alice.saved()
    assert galley.drafts(title)[0]["text"] == expected
    alice.replace("Second line.", "2nd line.").saved().publish()
    assert wiki.text(title) == expected.replace("Second line.", "2nd line.")


def crash(desk: Desk) -> None:
    """The tab is gone, and none of its handlers has run."""
    desk.page.close(run_before_unload=False)
