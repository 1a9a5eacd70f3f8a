"""The list of collisions, and each of them: to open, compare, download and bring back from."""

from __future__ import annotations

import pytest

from editor.actions.collide import record_collision, resolve_collision
from editor.actions.share_draft import set_access
from editor.models import Access, ConflictSnapshot
from tests.factories import open_draft, save_text
from tests.people import browser_of
from tests.posting import address

BASE = "First line.\n\nSecond line.\n"
MINE = "First line.\n\nMy second line.\n"
THEIRS = "First line.\n\nTheir own line.\n"


@pytest.fixture
def snapshot(wiki, alice, title):
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS)
    return record_collision(user=alice, draft=draft)


@pytest.fixture
def place(snapshot):
    return address(snapshot.draft, f"collisions/{snapshot.pk}")


def decided(snapshot):
    resolve_collision(snapshot=snapshot, text=THEIRS)
    return ConflictSnapshot.objects.get(pk=snapshot.pk)


def test_an_editors_collisions_are_listed_of_all_pages_or_of_one(browser, snapshot, place, title):
    for query in ({}, {"title": title}, {"title": title.replace(" ", "_")}):
        page = browser.get("/collisions", query).content.decode()
        assert place in page
        assert "to decide" in page
    page = browser.get("/collisions", {"title": "Another page"}).content.decode()
    assert "None of your edits has collided here." in page
    assert "/collisions" in browser.get("/").content.decode()
    assert "/collisions?title=" in browser.get(f"/history/{title}").content.decode()
    decided(snapshot)
    assert "decided" in browser.get("/collisions").content.decode()


@pytest.mark.parametrize(("address", "name"), [("/collisions", "title"), ("/people", "name")])
def test_an_address_may_hold_what_a_database_does_not_take(browser, address, name):
    """PostgreSQL refuses a NUL even in a question; the page shows what was looked for instead."""
    answer = browser.get(address, {name: "a\0b"})
    assert answer.status_code == 200
    assert "\0" not in answer.text


def test_of_others_only_what_was_shared_since_it_was(wiki, alice, bob, snapshot, place, title):
    assert place not in browser_of(bob).get("/collisions").content.decode()
    set_access(draft=snapshot.draft, user=bob, access=Access.WRITE)
    assert place not in browser_of(bob).get("/collisions").content.decode()
    wiki.edit(title, THEIRS + "More.")
    later = record_collision(user=alice, draft=snapshot.draft)
    page = browser_of(bob).get("/collisions", {"title": title}).content.decode()
    assert f"{later.pk}" in page
    assert place not in page.replace(f"collisions/{later.pk}", "")
    # Who has the pen decides.
    assert "Decide<" not in page
    assert "Decide<" in browser_of(alice).get("/collisions").content.decode()
    assert browser_of(bob).get(address(later.draft, f"collisions/{later.pk}")).status_code == 200


def test_any_two_texts_are_compared(browser, snapshot, place):
    page = browser.get(place, {"old": "base", "new": "mine"}).content.decode()
    assert "<ins>My second</ins>" in page
    assert "Their own" in browser.get(place).content.decode()
    decided(snapshot)
    page = browser.get(place, {"old": "result", "new": "theirs"}).content.decode()
    assert "The two have the same text." in page
    # What is no side is none.
    assert browser.get(place, {"old": "nonsense", "new": "draft"}).status_code == 200


@pytest.mark.parametrize(("side", "text"), [("base", BASE), ("mine", MINE), ("theirs", THEIRS)])
def test_each_text_is_downloaded_as_it_is(browser, snapshot, place, side, text):
    answer = browser.get(f"{place}/download", {"text": side})
    # The wiki takes away what is blank at the end.
    assert answer.content.decode().rstrip() == text.rstrip()
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_difference_is_downloaded_too(browser, place):
    diff = browser.get(f"{place}/download", {"old": "base", "new": "mine"}).content.decode()
    assert "-Second line." in diff
    assert "+My second line." in diff
    assert diff.startswith("--- ")


def test_a_file_has_a_harmless_name(wiki, alice, browser):
    title = 'User:Alice/"..:*'
    wiki.edit(title, BASE, user="Alice")
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS, user="Alice")
    snapshot = record_collision(user=alice, draft=draft)
    place = address(draft, f"collisions/{snapshot.pk}")
    name = browser.get(f"{place}/download", {"text": "mine"})["Content-Disposition"]
    assert name == f'attachment; filename="User-Alice-..- {snapshot.theirs_revid} (mine).txt"'


def test_a_lost_passage_is_brought_back_into_the_draft(browser, snapshot, place):
    assert "Bring it back" not in browser.get(place).content.decode()
    decided(snapshot)
    assert "Bring it back" in browser.get(place).content.decode()
    answer = browser.post(f"{place}/reclaim", {"passage": "0"}, follow=True)
    page = answer.content.decode()
    assert "The passage stands where it stood." in page
    assert "My second line." in page
    for wrong in ("7", "", "-1", "x", "9" * 5000):
        assert browser.post(f"{place}/reclaim", {"passage": wrong})["Location"] == place


def test_what_the_wiki_does_not_let_edit_is_said(wiki, browser, snapshot, place, title):
    decided(snapshot)
    wiki.protect(title)
    answer = browser.post(f"{place}/reclaim", {"passage": "0"})
    assert answer.status_code == 409
    assert "protected" in answer.content.decode()
