from __future__ import annotations

import pytest

from editor.actions.publish import TextTooLargeError, publish_draft
from editor.actions.save_draft import StaleDraftError
from editor.actions.settle import AttemptUnderWayError
from editor.actions.stash_draft import stash_draft
from editor.models import PublishAttempt
from editor.wiki import EditConflictError, PageExistsError
from tests.factories import open_draft, save_text
from tests.people import new_title


def test_publishes_the_saved_version_under_the_editors_own_name(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.", summary="What I did")
    attempt = publish_draft(user=alice, draft=saved.draft, version=saved.version)
    newest = wiki.history(title)[0]
    assert attempt.outcome == PublishAttempt.Outcome.PUBLISHED
    assert newest["revid"] == attempt.newrevid
    assert newest["user"] == "Alice"
    assert newest["comment"] == "What I did"
    assert wiki.text(title) == "Mine."


def test_publishing_is_one_request_to_the_wiki(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    wiki.clear_log("api")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    calls = wiki.log("api")
    assert len(calls) == 1
    assert "action=edit" in calls[0]


def test_a_publish_after_a_stash_is_served_from_it(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine, prepared.")
    state = stash_draft(user=alice, draft=saved.draft)
    assert state.is_ready
    wiki.clear_log("StashEdit")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert any("cache hit" in line for line in wiki.log("StashEdit"))


def test_a_new_page_is_never_put_on_top_of_one_that_came_before(wiki, alice):
    title = new_title()
    saved = save_text(open_draft(alice, title), "Mine.")
    wiki.edit(title, "Theirs.", user="Bob")
    with pytest.raises(PageExistsError):
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert wiki.text(title) == "Theirs."


def test_a_collision_is_refused_and_recorded(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine line.\n\nSecond line.\n\nThird line.")
    wiki.edit(title, "Their line.\n\nSecond line.\n\nThird line.")
    with pytest.raises(EditConflictError):
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    attempt = saved.draft.attempts.get()
    assert attempt.outcome == PublishAttempt.Outcome.REFUSED
    assert attempt.code == "editconflict"


def test_another_version_than_the_one_asked_for_is_not_published(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    later = save_text(saved.draft, "Mine, and more.")
    with pytest.raises(StaleDraftError):
        publish_draft(user=alice, draft=later.draft, version=saved.version)
    assert wiki.history(title)[0]["user"] == "Bob"


def test_two_publishes_at_once_make_one_revision(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    PublishAttempt.objects.create(
        draft=saved.draft,
        author=alice,
        version=saved.version,
        text=saved.draft.base_text,
        started_at=saved.saved_at,
    )
    with pytest.raises(AttemptUnderWayError):
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert len(wiki.history(title)) == 1


def test_nothing_new_is_said_to_be_nothing_new(wiki, alice, title):
    draft = open_draft(alice, title)
    attempt = publish_draft(user=alice, draft=draft, version=draft.version)
    assert attempt.outcome == PublishAttempt.Outcome.NOCHANGE
    assert len(wiki.history(title)) == 1


def test_a_text_larger_than_the_wiki_takes_is_not_sent(wiki, alice, title):
    limit = open_draft(alice, title).wiki.site.max_article_bytes
    saved = save_text(open_draft(alice, title), "x" * (limit + 1))
    wiki.clear_log("api")
    with pytest.raises(TextTooLargeError) as caught:
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert (caught.value.size, caught.value.limit) == (limit + 1, limit)
    assert wiki.log("api") == []


def test_a_page_of_two_mebibytes_is_published(wiki, alice, title):
    limit = open_draft(alice, title).wiki.site.max_article_bytes
    saved = save_text(open_draft(alice, title), "x" * limit)
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert len(wiki.text(title)) == limit
