"""After a publish: the draft goes on from what the wiki saved, and says what the wiki merged."""

from __future__ import annotations

import re

import pytest

from editor.models import ConflictSnapshot, Draft, PublishAttempt
from tests.factories import open_draft, save_text
from tests.faults import proxied, wiki_down
from tests.posting import FRAGMENT, address, form_data


@pytest.fixture
def draft(alice, title):
    return open_draft(alice, title)


def stored(draft) -> Draft:
    found: Draft = Draft.objects.get(pk=draft.pk)
    return found


def publish(browser, draft, text, **fields):
    return browser.post(address(draft, "publish"), form_data(draft, text, **fields))


def link(page: str, words: str) -> str:
    """Where the page's own link of these words leads."""
    (found,) = re.findall(rf'href="([^"]+)"[^>]*>\s*{words}\s*<', page)
    return str(found)


def merged_by_the_wiki(wiki, browser, draft, title):
    """Bob has published elsewhere on the page, and nobody here knows when Alice does."""
    wiki.edit(title, "Their line.\n\nSecond line.\n\nThird line.")
    mine = draft.text.replace("Third line.", "My line.")
    return publish(browser, draft, mine, summary="Why")


def test_a_merge_by_the_wiki_is_shown_with_an_undo(wiki, browser, draft, title):
    """The page that tells of it leads there, by links."""
    answer = merged_by_the_wiki(wiki, browser, draft, title)
    page = browser.get(answer["Location"]).text
    assert "the wiki merged the two by itself" in page
    page = browser.get(link(page, "See what it merged")).text
    assert "<bdi>Bob</bdi> published just before you" in page
    # Where the wiki hides who that was, nobody is named.
    ConflictSnapshot.objects.filter(draft=draft).update(theirs_user="")
    assert "Somebody published just before you" in browser.get(address(draft)).text
    assert "by somebody" in browser.get(address(draft, "versions")).text
    merge = link(page, "Show · Undo")
    shown = browser.get(merge).text
    assert "Undo the merge" in shown
    # Looked at, it is news no more; the page of the publish knows it now.
    assert "I have looked at it: back to the draft" in shown
    browser.post(address(draft, "looked"), {"looked": merge.rpartition("/")[2]})
    assert "published just before you" not in browser.get(address(draft)).text
    assert link(browser.get(answer["Location"]).text, "See what it merged") == merge
    undone = browser.post(merge + "/undo")
    assert undone["Location"] == address(draft)
    assert wiki.text(title) == "Their line.\n\nSecond line.\n\nThird line."
    assert stored(draft).text == draft.text.replace("Third line.", "My line.")


def test_a_merge_by_the_wiki_is_news_though_its_answer_was_lost(wiki, browser, draft, title):
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit")
        merged_by_the_wiki(wiki, browser, draft, title)
    page = browser.get(address(draft)).text
    assert "Undo the merge" in browser.get(link(page, "Show · Undo")).text


def test_the_front_page_says_that_nobody_knows_yet(wiki, browser, draft):
    with proxied(wiki) as proxy:
        proxy.lose_requests("edit")
        publish(browser, draft, "Mine.")
    front = browser.get("/").text
    assert "Not known yet whether it is published" in front
    assert link(front, "Look") == address(draft)
    draft.attempts.update(outcome=PublishAttempt.Outcome.NOT_FOUND)
    assert "Not known yet" not in browser.get("/").text


def test_a_merge_by_the_wiki_is_said_beside_a_collision(wiki, browser, draft, title):
    answer = merged_by_the_wiki(wiki, browser, draft, title)
    assert answer.status_code == 302
    # Typed while the wiki was saving, where Bob wrote.
    save_text(stored(draft), "My first line.\n\nSecond line.\n\nMy line.")
    said = browser.post(address(draft, "follow"), headers=FRAGMENT).text
    assert "What you typed meanwhile collides" in said
    assert "Undo the merge" in browser.get(link(said, "Show · Undo")).text


def test_a_new_section_is_merged_with_nothing(wiki, browser, alice, title):
    section = open_draft(alice, title, "new")
    wiki.edit(title, "Something newer.")
    answer = publish(browser, section, "Mine.", section_title="Added")
    assert "the wiki merged" not in browser.get(answer["Location"]).text
    page = browser.get(address(section)).text
    assert "== Added ==" in page
    assert "published just before you" not in page


def test_following_tells_the_browser_what_changed(wiki, browser, draft):
    data = form_data(draft, "I say so. ~~~~")
    browser.post(address(draft, "publish"), data, headers=FRAGMENT)
    answer = browser.post(address(draft, "follow"), headers=FRAGMENT)
    assert answer.status_code == 200
    assert "User:Alice" in stored(draft).text
    assert stored(draft).version == 2


def test_following_while_the_wiki_is_down_is_no_error(wiki, browser, draft):
    browser.post(address(draft, "publish"), form_data(draft, "Mine."), headers=FRAGMENT)
    with wiki_down():
        answer = browser.post(address(draft, "follow"), headers=FRAGMENT)
    assert answer.status_code == 200
    assert "be reached" in answer.content.decode()
    assert stored(draft).text == "Mine."
