"""When the wiki refuses a publish: why in words, the wiki's own, and what can be done about it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from editor.models import Draft, PublishAttempt
from tests.factories import open_draft, save_text
from tests.faults import proxied
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address, form_data, words


def publish(
    browser: Client, draft: Draft, text: str = "Mine.", *, fragment: bool = False, **fields: Any
) -> Any:
    draft.refresh_from_db()
    headers = FRAGMENT if fragment else {}
    data = form_data(draft, text, **fields)
    return browser.post(address(draft, "publish"), data, headers=headers)


def is_kept(draft: Draft, text: str = "Mine.") -> bool:
    draft.refresh_from_db()
    return bool(draft.text == text and draft.state == draft.State.EDITING)


# Abuse filters


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "fragment"])
def test_a_warning_is_said_and_confirmed_by_publishing_again(wiki, alice, browser, title, fragment):
    word = f"casino{title[-8:]}"
    wiki.add_abuse_filter(f"'{word}' in added_lines", "warn", "No casinos")
    draft = open_draft(alice, title)
    warned = publish(browser, draft, word, fragment=fragment, summary="Casinos")
    assert "A filter of the wiki warns about this edit" in warned.text
    assert "No casinos" in warned.text
    assert "Publish again to confirm" in warned.text
    assert is_kept(draft, word)
    assert len(wiki.history(title)) == 1
    publish(browser, draft, word, fragment=fragment, summary="Casinos")
    newest = wiki.history(title)[0]
    assert (newest["user"], newest["comment"]) == ("Alice", "Casinos")
    assert wiki.text(title) == word


def test_a_confirmation_holds_for_one_edit(wiki, alice, browser, title):
    word = f"casino{title[-8:]}"
    wiki.add_abuse_filter(f"'{word}' in added_lines", "warn")
    draft = open_draft(alice, title)
    publish(browser, draft, word)
    publish(browser, draft, word)
    assert len(wiki.history(title)) == 2
    browser.get(address(draft))
    warned = publish(browser, draft, f"{word}\n\n{word} again")
    assert "Publish again to confirm" in warned.text
    assert len(wiki.history(title)) == 2


def test_a_disallowed_edit_keeps_the_draft_and_shows_what_the_filter_says(
    wiki, alice, browser, title
):
    word = f"poker{title[-8:]}"
    wiki.add_abuse_filter(f"'{word}' in added_lines", "disallow", "No poker")
    draft = open_draft(alice, title)
    for _ in range(2):
        refused = publish(browser, draft, word)
        assert refused.status_code == 409
        assert "No poker" in refused.text
        assert "Your text is safe" in refused.text
        assert "to confirm" not in refused.text
    assert is_kept(draft, word)
    assert len(wiki.history(title)) == 1


def test_all_errors_of_one_answer_are_shown(wiki, alice, browser, title):
    word = title[-8:]
    wiki.add_abuse_filter(f"'{word}' in added_lines", "warn", "No casinos")
    wiki.add_abuse_filter(f"'{word}' in added_lines", "disallow", "No poker")
    refused = publish(browser, open_draft(alice, title), word)
    assert "No casinos" in refused.text
    assert "No poker" in refused.text
    assert "Publish again" not in refused.text


# Refusals that only the wiki's answer tells


@pytest.mark.parametrize(
    ("settings", "text", "words", "status"),
    [
        ({"readonly": "Moving house"}, "Mine.", "takes no edits at the moment", 503),
        ({"rate_limits": {"edit": {"user": [0, 60]}}}, "Mine.", "Wait a minute", 503),
        ({"max_article_kilobytes": 1}, "x" * 2000, "larger than the wiki takes", 409),
        ({}, "https://bad-shop.example/", "a site that the wiki does not take", 409),
    ],
    ids=["read-only", "rate limit", "too large", "spam blacklist"],
)
def test_a_refusal_has_words_and_keeps_the_draft(
    wiki, alice, browser, title, settings, text, words, status
):
    draft = open_draft(alice, title)
    wiki.configure(**settings)
    refused = publish(browser, draft, text)
    assert refused.status_code == status
    assert words in refused.text
    assert "Your text is safe" in refused.text
    assert is_kept(draft, text)
    assert draft.attempts.get().outcome == PublishAttempt.Outcome.REFUSED
    assert publish(browser, draft, text, fragment=True).status_code == 200


@pytest.mark.parametrize("answer", [None, (502, "Bad gateway"), (200, '{"edit": {"res')])
def test_nobody_is_told_that_an_edit_failed_that_may_have_been_saved(
    wiki, alice, browser, title, answer
):
    draft = open_draft(alice, title)
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit") if answer is None else proxy.answer("edit", *answer)
        unknown = publish(browser, draft)
    assert "nobody knows yet" in unknown.text
    assert "Not known yet" in unknown.text
    assert "Not published" not in unknown.text
    assert "Your text is safe" in unknown.text
    assert "Publish again" in unknown.text
    assert is_kept(draft)


def test_what_the_wiki_says_is_sanitised(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    with proxied(wiki) as proxy:
        said = '<b>No.</b><script>alert(1)</script><img src=x onerror=\\"alert(2)\\">'
        proxy.answer("edit", 200, f'{{"errors": [{{"code": "hookaborted", "html": "{said}"}}]}}')
        refused = publish(browser, draft)
    assert "<b>No.</b>" in refused.text
    assert "alert(" not in refused.text


@pytest.mark.parametrize(
    ("level", "title_of", "words"),
    [
        ("sysop", str, "This page is protected against your edits"),
        ("sysop", lambda title: new_title(), "protected"),
    ],
    ids=["full", "creation"],
)
def test_a_page_that_was_protected_meanwhile(wiki, alice, browser, title, level, title_of, words):
    draft = open_draft(alice, title_of(title))
    wiki.protect(draft.title, level)
    refused = publish(browser, draft)
    assert words in refused.text
    assert is_kept(draft)


@pytest.mark.parametrize(
    "place",
    [
        "MediaWiki:Sidebar",
        "User:Bob/common.css",
        "User:Bob/common.js",
        "BUY NOW",
        "Main Page",
    ],
)
def test_what_may_not_be_edited_is_said_when_opening(wiki, alice, browser, place):
    opened = browser.get(f"/edit/{place}")
    assert opened.status_code == 403
    assert "You cannot edit this page" in opened.text
    assert "<blockquote" in opened.text


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (
            "Main Page",
            ["Ask an administrator to lift it", "by <bdi>Admin</bdi> on", "front page"],
        ),
        ("User:Alice/common.js", ["“Edit your user CSS/JSON/JavaScript”"]),
        ("User:Bob/common.js", ["on that person&#x27;s talk page"]),
    ],
)
def test_who_may_not_edit_reads_what_can_be_done_about_it(browser, place, words):
    shown = browser.get(f"/edit/{place}").text
    assert [each for each in words if each not in shown] == []


def test_of_a_page_that_is_not_there_no_source_is_shown(browser):
    assert "You can read and copy its source" in browser.get("/edit/Main Page").text
    assert "You can read and copy its source" not in browser.get("/edit/BUY NOW").text


def test_json_with_a_mistake_is_refused_in_words(wiki, alice, browser, title):
    wiki.session("Admin").post(
        action="edit", title=title, text='{"a": 1}', contentmodel="json", summary="A test"
    )
    refused = publish(browser, open_draft(alice, title), "{,}")
    assert "not valid JSON" in refused.text


def test_lua_with_a_mistake_is_refused_in_words(wiki, alice, browser):
    draft = open_draft(alice, f"Module:{new_title()}")
    refused = publish(browser, draft, "local p = {}\nfunction p.main(\nreturn p")
    assert "The Lua code of this module has a mistake" in refused.text
    assert is_kept(draft, "local p = {}\nfunction p.main(\nreturn p")


# The page is not where or as it was


def test_a_deleted_page_is_said_with_who_and_why_and_recreated_when_confirmed(
    wiki, alice, browser, title
):
    draft = open_draft(alice, title)
    wiki.delete(title, "Not of this world")
    refused = publish(browser, draft)
    assert "not on the wiki any more" in refused.text
    assert "Admin deleted it on" in words(refused)
    assert "Not of this world" in refused.text
    assert 'name="recreate"' in refused.text
    assert wiki.history(title) == []
    publish(browser, draft, recreate="on")
    assert wiki.text(title) == "Mine."


def test_of_a_deleted_page_a_sections_draft_recreates_that_section(wiki, alice, browser, title):
    wiki.edit(title, "Lead.\n\n== One ==\n1\n\n== Two ==\n2\n")
    draft = open_draft(alice, title, "2")
    wiki.delete(title)
    refused = publish(browser, draft, "== Two ==\nMine.")
    assert "will hold your text and nothing else" in refused.text
    publish(browser, draft, "== Two ==\nMine.", recreate="on")
    assert wiki.text(title) == "== Two ==\nMine."
    # The draft goes on where its section is now.
    browser.get(address(draft))
    draft.refresh_from_db()
    assert (draft.section, draft.text) == ("1", "== Two ==\nMine.")
    assert draft.base_revid == wiki.history(title)[0]["revid"]


def test_a_page_that_was_moved_away_takes_its_draft_along(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    target = new_title("Moved")
    wiki.move(title, target, redirect=False)
    refused = publish(browser, draft, fragment=True)
    assert f"moved to “{target}”" in refused.text
    assert "Admin moved it on" in words(refused)
    assert "A test" in refused.text
    answer = browser.post(address(draft, "move"), form_data(draft, "Mine.", version=1))
    assert answer.headers["Location"] == address(draft)
    draft.refresh_from_db()
    assert (draft.title, draft.text) == (target, "Mine.")
    browser.get(address(draft))
    publish(browser, draft)
    assert wiki.text(target) == "Mine."


def test_the_redirect_of_a_move_is_no_newer_version(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    target = new_title("Moved")
    wiki.move(title, target)
    refused = publish(browser, draft)
    assert f"moved to “{target}”" in refused.text
    assert draft.snapshots.count() == 0
    assert wiki.text(title).startswith("#REDIRECT")
    prepared = browser.post(address(draft, "stash"), headers=FRAGMENT)
    assert "does not know the revision" in prepared.text
    moved = browser.post(
        address(draft, "move"), form_data(draft, "Mine.", version=1), headers=FRAGMENT
    )
    assert moved.headers["HX-Redirect"] == address(draft)
    # What the wiki had said of the old title holds for that only.
    assert "does not know the revision" not in browser.get(address(draft)).text


def test_a_draft_does_not_follow_onto_another_draft(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    target = new_title("Moved")
    wiki.move(title, target, redirect=False)
    save_text(open_draft(alice, target), "Another draft.")
    refused = browser.post(address(draft, "move"), form_data(draft, "Mine."))
    assert "another draft under the new title" in refused.text
    draft.refresh_from_db()
    assert (draft.title, draft.text) == (title, "Mine.")


def test_a_page_that_was_not_moved_stays(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    browser.post(address(draft, "move"), form_data(draft, "Mine."))
    draft.refresh_from_db()
    assert draft.title == title


def test_only_the_owner_moves_a_draft(wiki, alice, stranger, title):
    draft = open_draft(alice, title)
    visitor = browser_of(stranger)
    assert visitor.post(address(draft, "move"), form_data(draft)).status_code == 404
    assert visitor.get(address(draft, "move")).status_code == 405


def test_a_page_that_was_created_meanwhile_goes_to_the_desk(wiki, alice, browser):
    title = new_title()
    draft = open_draft(alice, title)
    wiki.edit(title, "Theirs.")
    answer = publish(browser, draft)
    assert answer.headers["Location"] == address(draft, "conflict")
    assert wiki.text(title) == "Theirs."


def test_a_section_that_is_gone_as_is_what_it_was_part_of_is_said(wiki, alice, browser, title):
    page, other = "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.\n", new_title()
    wiki.edit(title, page)
    draft = open_draft(alice, title, section="2")
    Draft.objects.filter(pk=draft.pk).update(base_revid=wiki.edit(other, page))
    wiki.delete(other)
    wiki.edit(title, "Lead.\n")
    refused = publish(browser, draft, "== Two ==\nMine.")
    assert "This section is not on the page any more" in refused.text
    assert is_kept(draft, "== Two ==\nMine.")
