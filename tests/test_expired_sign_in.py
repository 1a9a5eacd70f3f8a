"""A sign-in that expires while somebody types: the text goes over the next one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from editor.actions.share_draft import set_access
from editor.credentials import client_for
from editor.models import Access
from tests.factories import open_draft
from tests.people import browser_of
from tests.posting import address, form_data
from tests.redirects import come_back, leave_for_the_wiki, sign_in, way_to_the_wiki


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
    to_wiki = leave_for_the_wiki(browser, address(draft, "resume"), **data)
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
    assert "came along and is saved" not in page
    assert "kept under “Versions”" in page
    assert draft.versions.get(reason="signed-out").text.content == "Typed."


def test_a_splice_that_no_longer_fits_is_no_dead_end(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = browser_of(alice)
    key = browser.get(address(draft)).context["key"]
    data = form_data(draft, "piece", key=key, start=99999, removed=5)
    browser.post(address(draft, "resume"), data)
    for _ in range(2):
        assert browser.get(address(draft)).status_code == 200


@pytest.fixture
def left(alice, title):
    """Posts a text for Alice's draft as somebody who is not signed in, with the key of its form."""
    draft = open_draft(alice, title)
    key = browser_of(alice).get(address(draft)).context["key"]

    def leave(text: str, browser: Client | None = None, **fields: str):
        data = form_data(draft, text, key=key, **fields)
        return draft, (browser or Client()).post(address(draft, "resume"), data)

    return leave


def test_what_is_left_without_a_sign_in_is_small_and_soon_gone(wiki, left):
    browser = Client()
    longer = "x" * 1_000_000
    left("First.", browser)
    draft, answer = left("Typed. " + longer, browser, summary=longer, junk=longer, tags=longer)
    to_wiki = way_to_the_wiki(answer)
    waiting = Session.objects.get(session_key=browser.session.session_key)
    assert len(waiting.session_data) < 10_000
    assert waiting.expire_date - timezone.now() <= timedelta(hours=1)
    come_back(wiki, browser, to_wiki)
    signed_in = Session.objects.get(session_key=browser.session.session_key)
    assert signed_in.expire_date - timezone.now() > timedelta(days=1)
    assert "is saved." in browser.get(address(draft)).content.decode()
    draft.refresh_from_db()
    assert draft.text == "Typed. " + longer
    assert len(draft.summary) < 1000


def test_a_key_alone_leaves_a_few_texts_of_the_wikis_size_and_no_more(alice, left):
    draft, too_large = left("x" * (2048 * 1024 + 1))
    assert too_large.status_code == 413
    assert "x" * (2048 * 1024 + 1) in too_large.content.decode()
    assert "in another tab" in too_large.content.decode()
    assert not draft.versions.filter(reason="signed-out").exists()
    answers = [left(f"Text {number}.")[1] for number in range(7)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [413] * 2
    assert "Text 6." in answers[-1].content.decode()
    assert draft.versions.filter(reason="signed-out").count() == 5
    # Signed in by another tab, one goes on from that very page.
    browser = browser_of(alice)
    assert left("Text 6.", browser)[1]["Location"] == address(draft)
    assert "is saved." in browser.get(address(draft)).content.decode()
    draft.refresh_from_db()
    assert draft.text == "Text 6."


def test_who_was_let_out_of_a_draft_leaves_no_more_than_anybody(alice, bob, left):
    draft, _ = left("Text.")
    set_access(draft=draft, user=bob, access=Access.WRITE)
    guest = browser_of(bob)
    many = [left(f"Text {number}.", guest)[1].status_code for number in range(6)]
    assert many == [302] * 6
    set_access(draft=draft, user=bob, access=Access.NONE)
    draft, refused = left("Text of a stranger.", guest)
    assert refused.status_code == 413
    assert "Text of a stranger." in refused.content.decode()
    assert draft.versions.filter(reason="signed-out").count() == 7


def test_the_page_that_keeps_the_text_keeps_the_options_too(alice, title):
    draft = open_draft(alice, title)
    data = form_data(draft, "Typed.", watch_expiry="1 week", offers_tags="on", tags=["a", "b"])
    page = Client().post(address(draft, "save"), data).content.decode()
    for field in ('name="watch_expiry" value="1 week"', 'name="tags" value="b"'):
        assert field in page
