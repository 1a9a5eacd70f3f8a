"""The first thing a newcomer must be able to do, from the door to the revision on the wiki."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.faults import held
from tests.browser.pages import Desk, sign_in


def test_a_newcomer_signs_in_writes_and_publishes(new_context, wiki, title):
    page = new_context().new_page()
    page.goto("/")
    sign_in(page, "Alice")
    box = page.get_by_role("combobox", name="Open a page")
    expect(box).to_be_visible()
    box.press_sequentially(title[:-2])
    suggestion = page.locator(f'#title-suggestions option[value="{title}"]')
    expect(suggestion).to_have_count(1)
    box.fill(title)
    page.get_by_role("button", name="Open", exact=True).click()

    desk = Desk(page)
    expect(desk.text).to_have_value(
        "First line.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\nFifth line."
    )
    expect(desk.status).to_contain_text("No changes yet")
    wiki.clear_log("StashEdit")
    desk.write("\n\nWritten by Alice.").saved().ready()
    assert any("stash" in line.lower() for line in wiki.log("StashEdit"))
    with held(desk, "**/stash"):
        desk.summary.fill("My first edit")
        with page.expect_request("**/stash"):
            desk.saved()
        # What is prepared does not depend on the summary.
        desk.ready()
    page.reload()
    desk.ready()
    wiki.clear_log("StashEdit")
    revid = desk.publish()
    assert any("cache hit" in line for line in wiki.log("StashEdit"))

    expect(desk.status).to_have_text("No changes yet")
    page.get_by_role("link", name="See the revision on the wiki").click()
    expect(page).to_have_url(re.compile(re.escape(wiki.url) + rf".*{revid}"))
    expect(page.locator("#mw-content-text")).to_contain_text("Written by Alice.")
    newest = wiki.history(title)[0]
    assert (newest["revid"], newest["user"], newest["comment"]) == (revid, "Alice", "My first edit")
    assert any(tag.startswith("OAuth CID") for tag in newest["tags"])
