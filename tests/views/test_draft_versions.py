from __future__ import annotations

import pytest

from editor.actions.discard import PlaceTakenError, discard_draft, restore_draft
from editor.actions.publish import publish_draft
from editor.models import Draft
from tests.factories import open_draft, save_text
from tests.posting import address, form_data


@pytest.fixture
def draft(alice, title):
    return save_text(open_draft(alice, title), "Mine.").draft


def stored(draft) -> Draft:
    found: Draft = Draft.objects.get(pk=draft.pk)
    return found


def test_versions_are_listed(browser, draft):
    opened = draft.versions.get(reason="opened")
    page = browser.get(address(draft, "versions")).content.decode()
    assert "Opened" in page
    assert address(draft, f"versions/{opened.pk}") in page


def test_a_version_is_compared_with_the_draft(browser, draft):
    opened = draft.versions.get(reason="opened")
    page = browser.get(address(draft, f"versions/{opened.pk}")).content.decode()
    assert "First line." in page
    assert "<del>Mine" in page
    assert "Replace the draft's text with this" in page


def test_a_version_is_restored_and_what_it_replaces_is_kept(browser, draft):
    opened = draft.versions.get(reason="opened")
    answer = browser.post(address(draft, f"versions/{opened.pk}/restore"))
    assert answer["Location"] == address(draft)
    assert stored(draft).text == opened.text.content
    assert draft.versions.get(reason="restore").text.content == "Mine."


def test_a_version_of_an_older_revision_is_shown_as_it_will_go_in(wiki, browser, draft):
    """Without scripts: from the answer to a stale tab to what is published."""
    base = draft.base_text.content
    draft = save_text(draft, base + " Mine.").draft
    wiki.edit(draft.title, base.replace("First", "Their first"))
    browser.get(address(draft))
    late = base.replace("Third", "My third") + " Mine."
    told = browser.post(address(draft, "save"), form_data(draft, late))
    kept = draft.versions.get(reason="other-tab")
    assert address(draft, f"versions/{kept.pk}") in told.text
    page = browser.get(address(draft, f"versions/{kept.pk}")).text
    assert "Put into the draft, it keeps what they wrote." in page
    assert "<del>Their first" not in page
    browser.post(address(draft, f"versions/{kept.pk}/restore"))
    browser.post(address(draft, "publish"), form_data(stored(draft)))
    assert wiki.text(draft.title) == late.replace("First", "Their first")


def test_a_version_that_does_not_fit_what_was_published_since_leads_to_the_desk(
    wiki, browser, draft
):
    wiki.edit(draft.title, draft.base_text.content.replace("First", "Their first"))
    save_text(draft, draft.base_text.content + " Mine.")
    browser.get(address(draft))
    browser.post(address(draft, "save"), form_data(draft, "Another text altogether."))
    kept = draft.versions.get(reason="other-tab")
    page = browser.get(address(draft, f"versions/{kept.pk}")).text
    assert "nothing of theirs is overwritten" in page
    answer = browser.post(address(draft, f"versions/{kept.pk}/restore"), follow=True)
    assert answer.redirect_chain[-1][0] == address(draft, "conflict")
    assert "Their first" in answer.text


def test_a_version_of_a_discarded_draft_is_not_an_error(browser, draft):
    opened = draft.versions.get(reason="opened")
    discard_draft(draft)
    answer = browser.post(address(draft, f"versions/{opened.pk}/restore"))
    assert answer["Location"] == address(draft, "versions")
    assert "has been discarded" in browser.get(answer["Location"]).content.decode()
    assert stored(draft).text == "Mine."


def test_markup_in_a_version_is_shown_not_run(browser, draft):
    save_text(draft, "</textarea><script>alert(1)</script>")
    discarded = stored(draft)
    discard_draft(discarded)
    version = draft.versions.get(reason="discard")
    page = browser.get(address(draft, f"versions/{version.pk}")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_draft_is_discarded_and_brought_back(browser, draft, title):
    assert browser.post(address(draft, "discard"))["Location"] == "/"
    page = browser.get("/").content.decode()
    assert title not in page.split("Discarded drafts")[0]
    assert title in page.split("Discarded drafts")[1]
    assert browser.post(address(draft, "restore"))["Location"] == address(draft)
    assert (stored(draft).state, stored(draft).text) == (Draft.State.EDITING, "Mine.")


def test_after_discarding_the_page_begins_anew(browser, draft, title):
    browser.post(address(draft, "discard"))
    page = browser.get(f"/edit/{title}")
    assert page.context["draft"] != draft
    assert page.context["draft"].text.startswith("First line.")


def test_a_draft_that_was_only_opened_makes_room(browser, draft, title):
    browser.post(address(draft, "discard"))
    opened = browser.get(f"/edit/{title}").context["draft"]
    browser.post(address(draft, "restore"))
    assert stored(draft).state == Draft.State.EDITING
    assert stored(opened).state == Draft.State.DISCARDED


def test_a_draft_that_made_room_after_it_was_published_is_no_discarded_one(
    alice, browser, draft, title
):
    discard_draft(draft)
    newer = save_text(open_draft(alice, title), "Newer.").draft
    publish_draft(user=alice, draft=newer, version=newer.version)
    restore_draft(stored(draft))
    assert stored(newer).state == Draft.State.DISCARDED
    assert "Discarded drafts" not in browser.get("/").content.decode()


def test_a_newer_draft_of_the_same_place_is_not_pushed_aside(alice, browser, draft, title):
    discard_draft(draft)
    newer = save_text(open_draft(alice, title), "Newer.").draft
    with pytest.raises(PlaceTakenError):
        restore_draft(stored(draft))
    answer = browser.post(address(draft, "restore"), follow=True)
    assert "There is a newer draft" in answer.content.decode()
    assert stored(newer).state == Draft.State.EDITING
    assert stored(draft).state == Draft.State.DISCARDED


def test_the_page_of_a_discarded_draft_shows_it_and_brings_it_back(browser, draft):
    discard_draft(draft)
    page = browser.get(address(draft)).content.decode()
    assert "This draft was discarded" in page
    assert "readonly" in page
    assert "Mine.</textarea>" in page
    assert 'id="edit-form"' not in page
    assert f'action="{address(draft, "restore")}"' in page
    answer = browser.post(address(draft, "restore"), follow=True)
    assert 'id="edit-form"' in answer.content.decode()
    assert stored(draft).text == "Mine."
