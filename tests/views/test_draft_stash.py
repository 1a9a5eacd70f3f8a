from __future__ import annotations

import json
from html import unescape

import pytest

from editor.models import ConflictSnapshot
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.posting import FRAGMENT, address


@pytest.fixture
def draft(alice, title):
    return save_text(open_draft(alice, title), "Mine.").draft


def stashed(browser, draft):
    return browser.post(address(draft, "stash"), headers=FRAGMENT)


def test_it_says_ready_to_publish(browser, draft):
    answer = stashed(browser, draft)
    assert "Ready to publish" in answer.content.decode()
    event = json.loads(answer["HX-Trigger"])["draft:stashed"]
    assert event == {"status": "stashed", "version": draft.version, "is_ready": True}


def test_without_script_it_leads_back_to_the_text(browser, draft):
    answer = browser.post(address(draft, "stash"))
    assert (answer.status_code, answer["Location"]) == (302, address(draft))


def test_a_conflict_is_left_to_galleys_own_merge(wiki, browser, draft, title):
    wiki.edit(title, "Theirs.")
    answer = stashed(browser, draft)
    event = json.loads(answer["HX-Trigger"])["draft:stashed"]
    assert event == {"status": "editconflict", "version": draft.version, "is_ready": False}
    assert not ConflictSnapshot.objects.exists()


def test_a_wiki_that_is_down_is_said(browser, draft):
    with wiki_down():
        answer = stashed(browser, draft)
    assert answer.status_code == 200
    assert "The wiki can't be reached" in unescape(answer.content.decode())


def test_an_expired_sign_in_is_said(wiki, browser, draft):
    wiki.revoke_tokens("Alice")
    answer = stashed(browser, draft)
    assert answer.status_code == 200
    assert "Sign-in expired" in answer.content.decode()
    assert address(draft, "sign-in") in answer.content.decode()


def test_a_refusal_is_said_as_what_it_is(wiki, browser, draft):
    wiki.configure(rate_limits={"stashedit": {"user": [0, 60]}})
    answer = stashed(browser, draft)
    assert "Publishing works without preparation" in answer.content.decode()


def test_no_text_travels_from_the_browser(browser, draft):
    answer = browser.post(address(draft, "stash"), {"text": "Something else."}, headers=FRAGMENT)
    assert answer.status_code == 200
    draft.refresh_from_db()
    assert draft.text == "Mine."
