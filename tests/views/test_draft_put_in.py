"""A text that only a browser had goes into a draft that has moved on since it was typed."""

from __future__ import annotations

import re

import pytest

from editor.actions.catch_up import catch_up
from editor.actions.discard import discard_draft
from editor.actions.save_draft import checksum
from editor.merge.splices import between
from editor.models import Draft
from tests.factories import open_draft, save_text
from tests.people import browser_of
from tests.posting import FRAGMENT, address

BASE = "First line.\n\nSecond line.\n\nThird line."
MINE = BASE.replace("Third line", "My line")
THEIRS = BASE.replace("First line", "Their line")
BOTH = MINE.replace("First line", "Their line")


@pytest.fixture
def draft(wiki, alice, title) -> Draft:
    """Alice has changed the third line."""
    wiki.edit(title, BASE)
    return save_text(open_draft(alice, title), MINE).draft


def again(draft) -> Draft:
    found: Draft = Draft.objects.get(pk=draft.pk)
    return found


def put_in(browser, typed_on, text, **fields):
    """As the browser posts it: what was typed, and what makes of it the text it was typed on."""
    back = between(text, typed_on.text)
    posted = {
        "seen": again(typed_on).version,
        "version": typed_on.version,
        "text": text,
        "summary": "",
        "start": back.start,
        "removed": back.removed,
        "before": back.inserted,
    }
    return browser.post(address(typed_on, "put-in"), posted | fields, headers=FRAGMENT)


def test_what_others_published_meanwhile_stays(wiki, browser, alice, draft):
    wiki.edit(draft.title, THEIRS)
    merged = catch_up(user=alice, draft=draft).draft
    answer = put_in(browser, draft, MINE + " Typed 🌝 late.")
    assert again(draft).text == BOTH + " Typed 🌝 late."
    assert '{"fits": true}' in answer["HX-Trigger"]
    # The page hears of it as of any move of the text.
    (data,) = re.findall(r"<template data-rebased(.*?)>([^<]*)<", answer.text, re.DOTALL)
    assert f'data-from="{merged.version}"' in data[0]
    assert f'data-checksum="{checksum(again(draft).text)}"' in data[0]
    assert data[1] == " Typed 🌝 late."


def test_what_was_saved_elsewhere_meanwhile_stays_and_is_kept(browser, draft):
    elsewhere = save_text(draft, MINE.replace("Second", "My second")).draft
    put_in(browser, draft, MINE.replace("First", "My first"))
    assert again(draft).text == MINE.replace("First", "My first").replace("Second", "My second")
    assert draft.versions.get(reason="put-in").text.content == elsewhere.text


@pytest.mark.parametrize("fields", [{}, {"start": ""}, {"seen": 0}])
def test_what_does_not_fit_is_kept_to_be_compared(browser, draft, fields):
    """Or what nobody knows the base of, or what a tab could not show that is older itself."""
    there = MINE if fields else MINE.replace("My line", "The line of there")
    elsewhere = save_text(draft, there + " And more.").draft
    text = MINE.replace("My line", "The line of here") if not fields else "Of here. " + MINE
    answer = put_in(browser, draft, text, summary="Why", **fields)
    assert again(draft).text == elsewhere.text
    kept = draft.versions.get(reason="other-tab")
    assert (kept.text.content, kept.summary) == (text, "Why")
    assert answer.status_code == 409
    assert '{"fits": false}' in answer["HX-Trigger"]
    assert address(draft, f"versions/{kept.pk}") in answer.text


def test_a_discarded_draft_keeps_it_beside(browser, draft):
    discard_draft(draft)
    assert put_in(browser, draft, MINE + " Late.").status_code == 409
    assert again(draft).text == MINE
    assert draft.versions.get(reason="other-tab").text.content == MINE + " Late."


def test_the_text_of_a_section_does_not_go_into_the_whole_page(browser, draft):
    save_text(draft, MINE.replace("Second", "My second"))
    Draft.objects.filter(pk=draft.pk).update(widened_version=draft.version + 1)
    assert put_in(browser, draft, MINE + " Late.").status_code == 409
    assert draft.versions.get(reason="other-tab").text.content == MINE + " Late."


def test_it_is_the_owners_alone(browser, draft, stranger):
    assert put_in(browser_of(stranger), draft, "Theirs.").status_code == 404
    assert browser.get(address(draft, "put-in")).status_code == 405
    assert browser.post(address(draft, "put-in"), {"text": "x"}).status_code == 400
