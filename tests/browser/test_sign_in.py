"""Sign-ins that expire, are revoked, cancelled, or made on two devices."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.faults import stopped
from tests.browser.pages import Desk, log_in, sign_in


def come_back(page: Page) -> None:
    """Through a wiki where one is still logged in: it asks for consent, or not even that."""
    allow = page.get_by_role("button", name="Allow")
    expect(allow.or_(page.locator("#edit-form")).first).to_be_visible()
    if allow.is_visible():
        allow.click()


def test_a_sign_in_that_expires_while_one_types(title, alice, galley):
    alice.open(title).write(" Saved in time.").saved()
    alice.page.context.clear_cookies(name="galley_session")
    alice.write(" Typed too late.")
    expect(alice.status).to_contain_text("Sign-in expired. Your text is safe")
    expect(alice.text).to_have_value(
        "First line.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\n"
        "Fifth line. Saved in time. Typed too late."
    )
    alice.write(" And on.")
    alice.status.get_by_role("link", name="Sign in again").click()
    alice.button("Sign in with the wiki").click()
    come_back(alice.page)
    expect(alice.text).to_have_value(
        "First line.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\n"
        "Fifth line. Saved in time. Typed too late. And on."
    )
    alice.saved()
    assert galley.drafts(title)[0]["text"].endswith("Saved in time. Typed too late. And on.")


def test_every_button_says_that_the_sign_in_expired_and_breaks_nothing(title, alice):
    alice.open(title).write(" Saved.").saved()
    alice.page.context.clear_cookies(name="galley_session")
    for name in ("Preview", "Show changes", "Publish"):
        alice.button(name).click()
        expect(alice.status).to_contain_text("Sign-in expired. Your text is safe")
        expect(alice.page.locator("#draft-status")).to_have_count(1)
        expect(alice.page.locator("#panel")).to_have_count(1)
        expect(alice.page.locator("#stash-status")).to_have_count(1)
    alice.summary.focus()
    alice.write(" More.")
    expect(alice.status).to_contain_text("Sign-in expired. Your text is safe")
    expect(alice.page.locator("#stash-status")).to_have_count(1)


def test_somebody_else_who_signs_in_here_does_not_get_the_text(title, person, galley):
    alice, bob = person("Alice"), person("Bob")
    alice.open(title).write(" Alice's.").saved()
    page, own = alice.page, alice.page.context.cookies()
    bob.page.goto("/")
    page.context.add_cookies(bob.page.context.cookies())
    alice.write(" And hers alone.")
    expect(alice.status).to_contain_text("somebody else has signed in here in another tab")
    assert galley.drafts(title)[0]["text"].endswith("Alice's.")
    # Hers again, the browser still has what it kept.
    page.context.add_cookies(own)
    page.reload()
    expect(alice.text).to_have_value(re.compile("Alice's. And hers alone.$"))
    alice.saved()
    assert galley.drafts(title)[0]["text"].endswith("Alice's. And hers alone.")


def test_a_merge_that_is_gone_is_not_taken_for_a_sign_in_of_somebody_else(wiki, title, alice):
    alice.open(title).write(" Hers.").saved()
    wiki.edit(title, f"Theirs.\n\n{wiki.text(title)}", user="Bob")
    alice.open(title)
    alice.page.locator("#wiki-news").get_by_role("link", name="Show").click()
    passage = re.compile(r"/unmerge/passage\?merge=")
    alice.page.route(passage, lambda route: route.continue_(url=f"{route.request.url}0000"))
    with alice.page.expect_response(passage) as answer:
        alice.panel.get_by_role("button", name="Undo this passage").click()
    assert answer.value.status == 404
    with alice.page.expect_response("**/save") as answer:
        alice.write(" And on.")
    assert answer.value.ok
    alice.write(" And more.").publish()
    assert wiki.text(title).endswith("Hers. And on. And more.")


def test_tokens_that_the_wiki_revoked(wiki, title, person):
    carol = person("Carol")
    carol.open(title).write(" By Carol.").saved()
    draft_id = carol.draft_id
    wiki.revoke_tokens("Carol")
    carol.write(" More.").saved()
    # Saving needs nothing of the wiki; preparing does, and says so.
    expect(carol.status).to_contain_text("Sign-in expired. Your text is safe.", timeout=30_000)
    carol.button("Publish").click()
    expect(carol.panel).to_contain_text("Your sign-in with the wiki has expired.")
    carol.panel.get_by_role("link", name="Sign in again").click()
    carol.button("Sign in with the wiki").click()
    come_back(carol.page)
    expect(carol.page).to_have_url(f"/drafts/{draft_id}/")
    expect(carol.text).to_have_value(
        "First line.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\nFifth line. By Carol. More."
    )
    carol.publish()
    assert wiki.text(title).endswith("By Carol. More.")


def test_signing_out_here_leaves_the_other_device_signed_in(wiki, title, person):
    here, there = person("Bob", fresh=True), person("Bob", fresh=True)
    there.open(title).write(" From there.").saved()
    here.page.goto("/")
    here.page.get_by_text("Bob", exact=True).click()
    here.button("Sign out").click()
    expect(here.button("Sign in with the wiki")).to_be_visible()
    there.write(" Still there.").saved()
    there.publish()
    assert wiki.text(title).endswith("From there. Still there.")


def test_a_draft_goes_on_on_another_device(title, person):
    here, there = person("Bob"), person("Bob")
    here.open(title).write(" Begun here.").saved()
    there.page.goto("/")
    entry = there.page.get_by_role("listitem").filter(has_text=title)
    entry.get_by_role("link", name="Continue").click()
    expect(there.text).to_have_value(
        "First line.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\nFifth line. Begun here."
    )


def test_cancelling_on_the_wiki(new_context):
    page = new_context().new_page()
    page.goto("/")
    page.get_by_role("button", name="Sign in with the wiki").click()
    log_in(page, "Bob")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="You did not sign in")).to_be_visible()
    sign_in(page, "Bob")
    expect(page.get_by_role("heading", name="Your drafts")).to_be_visible()


def test_a_wiki_that_stops_during_the_sign_in(new_context, wiki):
    page = new_context().new_page()
    page.goto("/")
    page.get_by_role("button", name="Sign in with the wiki").click()
    log_in(page, "Bob")
    # The consent is given, and the browser has not followed the redirect back yet.
    form = page.locator("form", has=page.get_by_role("button", name="Allow"))
    fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
    address = form.evaluate("form => form.action")
    answer = page.request.post(address, form=fields | {"accept": "1"}, max_redirects=0)
    answer = page.request.get(answer.headers["location"], max_redirects=0)
    with stopped(wiki):
        page.goto(answer.headers["location"])
        expect(page.get_by_role("heading", name="Signing in did not work")).to_be_visible()
        expect(page.get_by_role("main")).to_contain_text("Your drafts are safe")
    sign_in(page, "Bob")
    expect(page.get_by_role("heading", name="Your drafts")).to_be_visible()


def test_the_door_says_what_it_needs_to_say(new_context, wiki):
    page = new_context().new_page()
    page.goto("/edit/Tide")
    expect(page.get_by_text("Sign in to go on where you were.")).to_be_visible()
    sign_in(page, "Bob")
    expect(Desk(page).text).to_have_value(wiki.text("Tide"))
