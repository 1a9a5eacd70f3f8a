from __future__ import annotations

import re
from html import unescape

import pytest

from editor.actions.pen import pass_pen
from editor.actions.save_draft import checksum
from editor.actions.share_draft import set_access
from editor.merge.splices import Splice, apply
from editor.models import Access, Draft
from tests.factories import open_draft, save_text
from tests.people import browser_of
from tests.posting import FRAGMENT, address, form_data, words


@pytest.fixture
def draft(alice, bob, title) -> Draft:
    draft = save_text(open_draft(alice, title), "One.\n\nTwo 🌙.").draft
    set_access(draft=draft, user=bob, access=Access.READ)
    return draft


def fragment(user, draft: Draft, **query) -> str:
    answer = browser_of(user).get(address(draft, "reading"), query, headers=FRAGMENT)
    assert answer.status_code == 200
    return str(answer.text)


def steps(html: str) -> list[tuple[dict[str, str], str]]:
    """The attributes and the contents of what the script puts in, in order."""
    found = re.findall(r"<template([^>]*)>(.*?)</template>", html, re.DOTALL)
    return [
        (dict(re.findall(r'data-([a-z-]+)="([^"]*)"', attributes)), unescape(content))
        for attributes, content in found
    ]


def test_the_pieces_that_come_make_the_text_that_was_saved(bob, draft):
    first = draft
    for text in ("One & <two>.\n\nTwo 🌙.", "One & <two>.\n\nTwo 🌙🌙, three.", "\nLast."):
        draft = save_text(draft, text).draft
    text = first.text
    pieces = steps(fragment(bob, draft, version=first.version))
    for attributes, inserted in pieces:
        splice = Splice(int(attributes["start"]), int(attributes["removed"]), inserted)
        text = apply(text, splice)
    assert text == draft.text
    last = pieces[-1][0]
    assert (int(last["version"]), int(last["checksum"])) == (draft.version, checksum(text))
    assert steps(fragment(bob, draft, version=draft.version)) == []


def test_where_the_pieces_do_not_tell_the_whole_comes(bob, draft):
    """Versions that are nobody's save, a version that never was, and pieces that did not fit."""
    Draft.objects.filter(pk=draft.pk).update(text="Moved.", version=draft.version + 1)
    for query in ({"version": draft.version}, {"version": 99}):
        ((attributes, content),) = steps(fragment(bob, draft, **query))
        assert content == "Moved."
        assert int(attributes["checksum"]) == checksum("Moved.")
    ((_attributes, content),) = steps(fragment(bob, draft))
    assert content == "Moved."


def test_what_was_deleted_before_somebody_was_let_in_is_not_told_to_them(alice, stranger, draft):
    """Nobody shows that version to them: they ask for it by hand."""
    before = save_text(draft, "A secret.").draft
    draft = save_text(before, "Nothing here.").draft
    set_access(draft=draft, user=stranger, access=Access.READ)
    ((_attributes, content),) = steps(fragment(stranger, draft, version=before.version - 1))
    assert content == "Nothing here."
    assert len(steps(fragment(alice, draft, version=before.version - 1))) == 2


def test_the_pulse_tells_a_reader_what_is_new_and_who_has_the_pen(alice, bob, draft):
    guest = browser_of(bob)

    def pulse(**fields):
        return guest.post(address(draft, "pulse"), {"tab": "one"} | fields, headers=FRAGMENT)

    answer = pulse(reading="yes")
    assert f'"version": {draft.version}' in answer["HX-Trigger"]
    assert "Alice has the pen" in words(answer)
    assert "Ask for the pen" not in answer.text
    set_access(draft=draft, user=bob, access=Access.WRITE)
    asking = pulse(reading="yes").text
    assert "Ask for the pen" in asking
    # Said again, it is the same to the letter: nothing is announced twice.
    assert pulse(reading="yes").text == asking
    guest.post(address(draft, "pen/ask"))
    told = browser_of(alice).post(address(draft, "pulse"), {"tab": "two"}, headers=FRAGMENT)
    assert "Bob asks for the pen" in words(told)
    browser_of(alice).post(address(draft, "pen/keep"), form_data(draft))
    assert "Alice keeps the pen for now" in words(pulse(reading="asked"))
    pass_pen(Draft.objects.get(pk=draft.pk), to_id=bob.pk)
    answer = pulse(reading="yes")
    assert '"is_mine": true' in answer["HX-Trigger"]
    assert "You have the pen now" in answer.text


def test_who_lost_the_pen_in_an_open_editor_is_told_who_has_it(alice, bob, draft):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(draft, to_id=bob.pk)
    answer = browser_of(alice).post(address(draft, "pulse"), {"tab": "one"}, headers=FRAGMENT)
    assert "Bob has the pen now. What you typed is kept." in words(answer)
    opened = browser_of(alice).get(f"/edit/{draft.title}", follow=True).text
    assert "Bob has the pen" in words(opened)
    assert 'id="edit-form"' not in opened
