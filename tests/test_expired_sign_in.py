"""A sign-in that expires while somebody types: the text goes over the next one."""

from __future__ import annotations

from django.test import Client

from editor.credentials import client_for
from tests.factories import open_draft
from tests.people import browser_of
from tests.posting import address, form_data
from tests.redirects import come_back, sign_in


def test_signing_in_again_while_signed_in_brings_tokens(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = Client()
    sign_in(wiki, browser)
    wiki.expire_access_tokens("Alice")
    wiki.expire_refresh_tokens("Alice")
    page = browser.get(address(draft))
    assert page.status_code == 200
    assert "Sign in with the wiki" in page.content.decode()
    answer = sign_in(wiki, browser, next=address(draft))
    assert answer["Location"] == address(draft)
    assert client_for(alice).user_info().name == "Alice"


def test_an_expired_sign_in_in_the_middle_of_typing_loses_nothing(wiki, title):
    """Post, sign in again on the wiki, and find the text in the very draft."""
    browser = Client()
    sign_in(wiki, browser)
    page = browser.get(f"/edit/{title}")
    draft = page.context["draft"]
    data = form_data(draft, "Typed for an hour.", key=page.context["key"], summary="Why")
    browser.session.delete()
    offered = browser.post(address(draft, "save"), data)
    assert offered.status_code == 401
    assert "Typed for an hour." in offered.content.decode()
    to_wiki = browser.post(address(draft, "resume"), data)["Location"]
    assert to_wiki.startswith(wiki.url)
    answer = come_back(wiki, browser, to_wiki)
    assert answer["Location"] == address(draft)
    shown = browser.get(address(draft)).content.decode()
    assert "Typed for an hour." in shown
    assert "Your text came along and is saved." in shown
    draft.refresh_from_db()
    assert (draft.text, draft.summary) == ("Typed for an hour.", "Why")


def test_a_text_that_waits_is_saved_when_one_signed_in_by_another_way(wiki, title):
    browser = Client()
    sign_in(wiki, browser)
    page = browser.get(f"/edit/{title}")
    draft = page.context["draft"]
    data = form_data(draft, "Typed for an hour.", key=page.context["key"])
    browser.session.delete()
    browser.post(address(draft, "resume"), data)
    sign_in(wiki, browser)
    answer = browser.get("/", follow=True)
    assert answer.redirect_chain == [(address(draft), 302)]
    draft.refresh_from_db()
    assert draft.text == "Typed for an hour."


def test_a_text_that_waits_for_somebody_else_bars_nobodys_way(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = browser_of(alice)
    key = browser.get(address(draft)).context["key"]
    browser.session.delete()
    browser.post(address(draft, "resume"), form_data(draft, "Alice's.", key=key))
    sign_in(wiki, browser, "Bob")
    assert browser.get("/").status_code == 200
    assert browser.get(address(draft)).status_code == 404
    draft.refresh_from_db()
    assert draft.text != "Alice's."


def test_only_a_form_that_was_served_can_leave_a_text_behind(wiki, alice, title):
    draft = open_draft(alice, title)
    other = open_draft(alice, "Apollo 11")
    key = browser_of(alice).get(address(other)).context["key"]
    for wrong in ("", "garbage", key):
        answer = Client().post(address(draft, "resume"), form_data(draft, "Foisted.", key=wrong))
        assert answer.status_code == 404


def test_a_text_that_cannot_be_read_is_not_said_to_be_saved(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = browser_of(alice)
    key = browser.get(address(draft)).context["key"]
    data = form_data(draft, "Typed.", key=key, version="garbage")
    browser.post(address(draft, "resume"), data)
    page = browser.get(address(draft)).content.decode()
    assert "is saved." not in page
    assert "kept under “Versions”" in page
    assert draft.versions.get(reason="other-tab").text.content == "Typed."


def test_a_splice_that_no_longer_fits_is_no_dead_end(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = browser_of(alice)
    key = browser.get(address(draft)).context["key"]
    data = form_data(draft, "piece", key=key, start=99999, removed=5)
    browser.post(address(draft, "resume"), data)
    for _ in range(2):
        assert browser.get(address(draft)).status_code == 200
