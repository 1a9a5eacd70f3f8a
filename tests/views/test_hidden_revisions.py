"""What a draft began from, or met, is hidden or deleted on the wiki: Galley has the texts."""

from __future__ import annotations

import re

import pytest

from editor.actions.publish import publish_draft
from editor.models import ConflictSnapshot, Draft
from tests.factories import open_draft, save_text
from tests.posting import FRAGMENT, address, decide_all, form_data, words

BASE = "First line.\n\nSecond line.\n\nThird line."
MINE = BASE.replace("Third", "My")


@pytest.fixture
def draft(wiki, alice, title) -> Draft:
    wiki.edit(title, BASE)
    return save_text(open_draft(alice, title), MINE).draft


def fresh(draft: Draft) -> Draft:
    found: Draft = Draft.objects.select_related("owner", "base_text", "wiki").get(pk=draft.pk)
    return found


@pytest.fixture(params=["hidden", "suppressed", "deleted"])
def lose_base(request, wiki, draft):
    """Call it once somebody has published something newer."""

    def lose() -> None:
        if request.param == "deleted":
            wiki.delete_all_but_newest(draft.title)
        else:
            wiki.hide_revision(draft.base_revid, is_suppressed=request.param == "suppressed")

    return lose


def test_newer_edits_come_in_and_are_published(wiki, browser, draft, lose_base):
    wiki.edit(draft.title, BASE.replace("First", "Their"))
    lose_base()
    opened = words(browser.get(address(draft)))
    assert "1 newer edit by Bob, merged into your draft." in opened
    merge = ConflictSnapshot.objects.get(draft=draft)
    shown = browser.get(address(draft, f"collisions/{merge.pk}"))
    assert "Third line." in shown.text
    answer = browser.post(address(draft, "publish"), form_data(fresh(draft)), follow=True)
    assert "Published, revision" in answer.text
    assert wiki.text(draft.title) == "Their line.\n\nSecond line.\n\nMy line."


def test_publishing_leads_to_the_desk_and_from_it(wiki, browser, draft, lose_base):
    wiki.edit(draft.title, BASE.replace("Third", "Their"))
    lose_base()
    answer = browser.post(address(draft, "publish"), form_data(draft))
    assert answer["Location"] == address(draft, "conflict")
    desk = re.sub("<[^>]+>", "", browser.get(address(draft, "conflict")).text)
    assert "Bob published" in desk
    assert all(text in desk for text in ("Third line.", "My line.", "Their line."))
    decided = decide_all(browser, draft, "mine") | {"then": "publish"}
    browser.post(address(draft, "conflict"), decided)
    assert wiki.text(draft.title) == MINE


def test_what_the_wiki_merged_by_itself_may_be_hidden_before_it_is_looked_at(
    wiki, alice, browser, draft
):
    wiki.edit(draft.title, BASE.replace("First", "Their"))
    attempt = publish_draft(user=alice, draft=draft, version=draft.version)
    assert attempt.was_merged_by_wiki
    wiki.hide_revision(attempt.oldrevid or 0)
    followed = browser.post(address(draft, "follow"), headers=FRAGMENT).text
    assert "not on the wiki any more" not in followed
    assert fresh(draft).text == wiki.text(draft.title)
    written = save_text(fresh(draft), fresh(draft).text + "\n\nMore.").draft
    answer = browser.post(address(draft, "publish"), form_data(written), follow=True)
    assert "Published, revision" in answer.text


def test_ones_own_revision_may_be_hidden_before_it_is_followed(wiki, alice, browser, draft):
    attempt = publish_draft(user=alice, draft=draft, version=draft.version)
    wiki.edit(draft.title, f"{MINE}\n\nMore.")
    wiki.hide_revision(attempt.newrevid or 0)
    opened = browser.get(address(draft)).text
    assert "not on the wiki any more" not in opened
    assert fresh(draft).text == f"{MINE}\n\nMore."
