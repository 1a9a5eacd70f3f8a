"""What the wiki's preparing came to has words in the status line, and they are true."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from editor.actions.stash_draft import stash_draft, stash_state
from editor.models import Draft
from editor.views.words.stash import stash_words
from editor.wiki import StashStatus
from tests.factories import open_draft, save_text
from tests.faults import proxied
from tests.people import new_title
from tests.posting import FRAGMENT, address

WITHOUT = "Publishing works without preparation"


def status_line(browser: Client, draft: Draft) -> str:
    return browser.post(address(draft, "stash"), headers=FRAGMENT).content.decode()


def test_every_status_has_words_or_a_place_in_the_template():
    said = {StashStatus.STASHED, StashStatus.EDITCONFLICT}
    without_words = {status for status in StashStatus if not stash_words(status)}
    assert without_words == said
    assert len({stash_words(status) for status in set(StashStatus) - said}) == len(StashStatus) - 2


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("busy", "Preparing…"),
        ("ratelimited", "no more texts for a minute"),
        ("uncacheable", "never last"),
        ("error_parse", "could not prepare this text"),
        ("error_cache", "no room"),
    ],
)
def test_a_status_is_said_in_plain_words(wiki, alice, browser, title, status, words):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    with proxied(wiki) as proxy:
        proxy.answer("stashedit", 200, json.dumps({"stashedit": {"status": status}}))
        line = status_line(browser, draft)
    assert words in line
    assert f'data-status="{status}"' in line
    assert (WITHOUT in line) == (status != "busy")
    assert "Ready to publish" not in line


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("nosuchrevid", "does not know the revision"),
        ("botsnotsupported", "nothing for bots"),
        ("internal_api_error_MWException", "a section of a page of this kind"),
        ("internal_api_error_BadMethodCallException", "a section of a page of this kind"),
        ("missingtext", "has forgotten the text"),
        ("heard-of-by-nobody", "Galley does not know"),
    ],
)
def test_an_error_is_said_in_plain_words(wiki, alice, browser, title, code, words):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    with proxied(wiki) as proxy:
        proxy.answer("stashedit", 200, json.dumps({"errors": [{"code": code, "html": "…"}]}))
        line = status_line(browser, draft)
    assert words in line
    assert "can't be reached" not in line


def test_a_prepared_text_is_said_to_be_ready(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    assert "Ready to publish" in status_line(browser, draft)


def test_too_many_are_said_to_be_too_many(wiki, alice, browser, title):
    wiki.configure(rate_limits={"stashedit": {"user": [0, 60]}})
    draft = save_text(open_draft(alice, title), "Mine.").draft
    assert "no more texts for a minute" in status_line(browser, draft)


def test_a_wiki_that_takes_no_edits_says_so(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.configure(readonly="Moving house")
    assert "takes no edits at the moment" in status_line(browser, draft)


def test_a_third_prepared_text_takes_the_place_of_the_first(wiki, alice, title):
    drafts = [
        save_text(open_draft(alice, name), f"Mine in {name}.").draft
        for name in (title, new_title(), new_title())
    ]
    for draft in drafts:
        assert stash_draft(user=alice, draft=draft).is_ready
    assert [stash_state(alice, draft).is_ready for draft in drafts] == [False, True, True]
    # The wiki's own word for it: the first is parsed anew, the others are there.
    wiki.clear_log("StashEdit")
    for draft in drafts:
        wiki.edit(draft.title, draft.text, user="Alice")
    hits = ["cache hit" in line for line in wiki.log("StashEdit") if "ache" in line]
    assert hits[0] is False


def test_two_texts_of_one_draft_take_both_places(wiki, alice, title):
    other = save_text(open_draft(alice, new_title()), "Of another page.").draft
    assert stash_draft(user=alice, draft=other).is_ready
    draft = open_draft(alice, title)
    for text in ("Mine.", "Mine, and more."):
        draft = save_text(draft, text).draft
        assert stash_draft(user=alice, draft=draft).is_ready
    assert not stash_state(alice, other).is_ready
