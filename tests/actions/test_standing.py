"""No edit of a blocked user is sent, as far as a block can be known; unblocked, it is."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from editor.actions.follow import follow_published
from editor.actions.publish import publish_draft
from editor.actions.save_draft import Saved
from editor.actions.stash_draft import stash_draft
from editor.actions.undo_merge import undo_wiki_merge
from editor.actions.watch_pages import CHECK_EVERY
from editor.models import PageCheck, Standing
from editor.wiki import WikiRejectedError
from tests.demowiki import DemoWiki
from tests.demowiki.errors import DemoWikiError
from tests.factories import open_draft, save_text
from tests.faults import proxied
from tests.people import browser_of, new_title, signed_up
from tests.posting import FRAGMENT, address, form_data


@pytest.fixture(autouse=True)
def _unblocking(wiki):
    yield
    for name in ("Alice", "Bob"):
        with contextlib.suppress(DemoWikiError):
            wiki.unblock(name)


def block(wiki: DemoWiki, **which: Any) -> None:
    """As an administrator does: with the block of the address, were the user to try an edit."""
    # Not of the address they edited from lately, which the wiki would block at once.
    wiki.configure(wgPutIPinRC=False)
    options = {"user": "Alice", "expiry": "never", "reason": "Too many moons", "reblock": 1}
    wiki.session("Admin").post(action="block", nocreate=1, autoblock=1, **(options | which))


def refused(user: User, saved: Saved) -> list[str]:
    with pytest.raises(WikiRejectedError) as caught:
        publish_draft(user=user, draft=saved.draft, version=saved.version)
    return [message.code for message in caught.value.messages]


def autoblocks(wiki: DemoWiki) -> list[object]:
    answer = wiki.session("Admin").get(action="query", list="blocks", bkprop="flags|user|id")
    return [item for item in answer["query"]["blocks"] if item.get("automatic")]


def test_a_block_is_seen_when_opening(wiki, alice, browser, title):
    block(wiki)
    opened = browser.get(f"/edit/{title}")
    assert opened.status_code == 403
    assert "Too many moons" in opened.text


def test_who_has_begun_a_draft_reads_who_blocked_them_and_why(wiki, alice, browser, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    block(wiki)
    opened = browser.get(address(saved.draft)).text
    assert "The wiki has blocked your account" in opened
    assert "Blocked by Admin: Too many moons (ends: never)" in opened
    assert "Mine." in opened


def test_a_block_that_was_seen_anywhere_keeps_all_drafts_from_being_sent(
    wiki, alice, browser, title
):
    saved = save_text(open_draft(alice, title), "Mine.")
    block(wiki)
    browser.get(f"/edit/{new_title()}")
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["blocked"]
        assert "edit" not in proxy.actions()
    assert autoblocks(wiki) == []
    assert not saved.draft.attempts.exists()


def test_a_block_from_one_page_keeps_only_its_draft(wiki, alice, browser, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    elsewhere = save_text(open_draft(alice, new_title()), "Mine too.")
    block(wiki, partial=1, pagerestrictions=title, allowusertalk=1)
    browser.get(address(saved.draft))
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["blocked"]
        assert "edit" not in proxy.actions()
        publish_draft(user=alice, draft=elsewhere.draft, version=elsewhere.version)
    assert autoblocks(wiki) == []


def test_a_page_opened_under_a_block_from_it_says_why(wiki, alice, browser, title):
    block(wiki, partial=1, pagerestrictions=title, allowusertalk=1)
    page = browser.get(f"/edit/{title}")
    assert page.status_code == 403
    assert "Too many moons" in page.text
    assert "You can read and copy its source" in page.text
    assert browser.get(f"/edit/{new_title()}").status_code == 200


def test_a_block_that_came_while_writing_is_seen_when_the_text_is_prepared(
    wiki, alice, browser, title
):
    saved = save_text(open_draft(alice, title), "Mine.")
    block(wiki)
    Standing.objects.update(asked_at=timezone.now() - timedelta(minutes=2))
    with proxied(wiki) as proxy:
        assert stash_draft(user=alice, draft=saved.draft).status == "blocked"
        assert proxy.actions() == ["query"]
        line = browser.post(address(saved.draft, "stash"), headers=FRAGMENT).text
        assert "blocked your account" in line
        assert "Ready to publish" not in line
        answer = browser.post(address(saved.draft, "publish"), form_data(saved.draft))
        assert "edit" not in proxy.actions()
    assert answer.status_code == 409
    assert "Too many moons" in answer.text
    assert "Your text is safe" in answer.text
    assert autoblocks(wiki) == []


def look_on(browser, draft) -> None:
    """A tab that is looked at, some time after the wiki was asked last."""
    Standing.objects.update(asked_at=timezone.now() - timedelta(seconds=50))
    PageCheck.objects.update(asked_at=timezone.now() - CHECK_EVERY)
    posted = {"tab": "one", "state": "", "idle": 0}
    assert browser.post(address(draft, "pulse"), posted, headers=FRAGMENT).status_code == 200


@pytest.mark.parametrize("which", [{}, {"partial": 1}])
def test_a_block_is_heard_of_while_the_page_is_looked_at(wiki, alice, browser, title, which):
    saved = save_text(open_draft(alice, title), "Mine.")
    block(wiki, **(which | {"pagerestrictions": title, "allowusertalk": 1} if which else {}))
    look_on(browser, saved.draft)
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["blocked"]
        assert "edit" not in proxy.actions()
    assert autoblocks(wiki) == []


def block_address(wiki: DemoWiki) -> None:
    """Bob is blocked and tries an edit, from the address that Galley has too."""
    block(wiki, user="Bob")
    with pytest.raises(DemoWikiError):
        wiki.edit(new_title(), "Tried.")
    assert len(autoblocks(wiki)) == 1


def test_a_block_of_galleys_own_address_is_heard_of(wiki, alice, browser, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    block_address(wiki)
    look_on(browser, saved.draft)
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["autoblocked"]
        assert "edit" not in proxy.actions()


def test_who_is_not_stopped_by_it_does_not_vouch_for_others(wiki, alice, browser, title):
    """An administrator's account is told of no block of the address."""
    saved = save_text(open_draft(alice, title), "Mine.")
    admin = signed_up(wiki, "Admin")
    theirs = open_draft(admin, title)
    look_on(browser, saved.draft)
    block_address(wiki)
    look_on(browser_of(admin), theirs)
    Standing.objects.update(asked_at=F("asked_at") - timedelta(seconds=45))
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["autoblocked"]
        assert "edit" not in proxy.actions()


def test_what_one_meets_of_it_keeps_everybodys_edits_from_being_sent(wiki, alice, stranger, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    theirs = save_text(open_draft(stranger, new_title()), "Theirs.")
    block_address(wiki)
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["autoblocked"]
        assert refused(stranger, theirs) == ["autoblocked"]
        assert proxy.actions().count("edit") == 1


def test_who_looks_at_the_page_for_long_publishes_with_one_request(wiki, alice, browser, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    look_on(browser, saved.draft)
    Standing.objects.update(asked_at=F("asked_at") - timedelta(seconds=45))
    with proxied(wiki) as proxy:
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
        assert proxy.actions() == ["edit"]


def test_a_refusal_of_one_draft_is_asked_about_before_the_next_is_sent(wiki, alice, title):
    first = save_text(open_draft(alice, title), "Mine.")
    second = save_text(open_draft(alice, new_title()), "Mine too.")
    block(wiki)
    with proxied(wiki) as proxy:
        assert refused(alice, first) == ["blocked"]
        assert refused(alice, second) == ["blocked"]
        assert proxy.actions().count("edit") == 1


def test_no_merge_is_taken_back_on_the_wiki_for_who_is_blocked(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "First line.\n\nSecond line.\n\nMine.").draft
    with proxied(wiki) as proxy:
        theirs = "Theirs.\n\nSecond line.\n\nThird line."
        proxy.before("edit", lambda: wiki.edit(title, theirs))
        publish_draft(user=alice, draft=draft, version=draft.version)
    merged = follow_published(user=alice, draft=open_draft(alice, title)).wiki_merge
    assert merged is not None
    block(wiki)
    browser.get(f"/edit/{new_title()}")
    with proxied(wiki) as proxy:
        with pytest.raises(WikiRejectedError):
            undo_wiki_merge(user=alice, snapshot=merged)
        assert "edit" not in proxy.actions()
    assert autoblocks(wiki) == []


def test_a_block_that_nobody_told_of_is_tried_once(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    block(wiki)
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["blocked"]
        assert refused(alice, saved) == ["blocked"]
        assert proxy.actions().count("edit") == 1
    # That is what all this is about: one try, and the wiki blocks the address of Galley.
    assert len(autoblocks(wiki)) == 1


def test_an_end_of_the_block_is_noticed(wiki, alice, browser, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    block(wiki)
    browser.get(address(saved.draft))
    assert refused(alice, saved) == ["blocked"]
    wiki.unblock("Alice")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert wiki.text(title) == "Mine."


def test_a_protection_that_was_seen_is_asked_about_and_not_tried(wiki, alice, browser, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    wiki.protect(title)
    browser.get(address(saved.draft))
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["protectedpage"]
        # The protection is a revision too, which the draft is moved onto first.
        assert set(proxy.actions()) == {"query"}


def test_a_tab_that_was_left_alone_is_asked_about_before_it_publishes(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    block(wiki)
    Standing.objects.update(asked_at=timezone.now() - timedelta(hours=5))
    with proxied(wiki) as proxy:
        assert refused(alice, saved) == ["blocked"]
        assert "edit" not in proxy.actions()
    assert autoblocks(wiki) == []


def test_where_nothing_speaks_against_it_nothing_is_asked(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    Standing.objects.update(asked_at=timezone.now() - timedelta(seconds=30))
    with proxied(wiki) as proxy:
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert proxy.actions() == ["edit"]
