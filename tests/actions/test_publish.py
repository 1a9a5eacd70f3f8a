from __future__ import annotations

from threading import Barrier

import pytest

from editor.actions import publish
from editor.actions.catch_up import catch_up, undo_catch_up
from editor.actions.collide import open_collision
from editor.actions.publish import (
    ROUNDS,
    CollisionOpenError,
    PageTooFastError,
    TextTooLargeError,
    publish_draft,
)
from editor.actions.save_draft import StaleDraftError
from editor.actions.settle import AttemptUnderWayError
from editor.actions.stash_draft import stash_draft
from editor.credentials import client_for
from editor.models import ConflictSnapshot, Draft, PublishAttempt
from editor.wiki import PageExistsError
from tests.factories import open_draft, save_text
from tests.faults import proxied
from tests.people import new_title
from tests.together import PATIENCE_SECONDS, together, wait_until


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
    with pytest.raises(CollisionOpenError):
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert open_collision(saved.draft) is not None
    attempt = saved.draft.attempts.get()
    assert attempt.outcome == PublishAttempt.Outcome.REFUSED
    assert attempt.code == "editconflict"


def test_another_version_than_the_one_asked_for_is_not_published(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    later = save_text(saved.draft, "Mine, and more.")
    with pytest.raises(StaleDraftError):
        publish_draft(user=alice, draft=later.draft, version=saved.version)
    assert wiki.history(title)[0]["user"] == "Bob"


@pytest.mark.django_db(transaction=True)
def test_two_publishes_at_once_make_one_revision(wiki, alice, title, monkeypatch):
    saved = save_text(open_draft(alice, title), "Mine.")
    both, done = Barrier(2, timeout=PATIENCE_SECONDS), []

    def as_late_as_possible(user):
        # Both have looked for another attempt, and there was none.
        both.wait()
        return client_for(user)

    def press():
        try:
            draft = Draft.objects.select_related("base_text", "wiki").get(pk=saved.draft.pk)
            return publish_draft(user=alice, draft=draft, version=saved.version)
        finally:
            done.append(True)

    monkeypatch.setattr(publish, "client_for", as_late_as_possible)
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wait_until(lambda: bool(done), "the other one has an answer"))
        outcomes = together(press, press)
    refused, published = sorted(outcomes, key=lambda one: isinstance(one, PublishAttempt))
    assert isinstance(refused, AttemptUnderWayError)
    assert published.outcome == PublishAttempt.Outcome.PUBLISHED
    assert proxy.actions().count("edit") == 1
    assert wiki.history(title)[0]["revid"] == published.newrevid


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


# Neighbouring lines: the wiki cannot merge what is changed in two of them, Galley can.
LIST = "* One\n* Two\n* Three\n* Four\n* Five"
MINE = LIST.replace("Four", "My four")


@pytest.fixture
def place(wiki, title):
    wiki.edit(title, LIST)
    return title


def test_what_is_far_apart_is_merged_and_sent_again_by_itself(wiki, alice, place):
    saved = save_text(open_draft(alice, place), MINE)
    wiki.edit(place, LIST.replace("Three", "Their three"))
    attempt = publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert wiki.text(place) == MINE.replace("Three", "Their three")
    assert not attempt.was_merged_by_wiki
    assert [tried.outcome for tried in saved.draft.attempts.order_by("pk")] == [
        PublishAttempt.Outcome.REFUSED,
        PublishAttempt.Outcome.PUBLISHED,
    ]
    merged = ConflictSnapshot.objects.get(kind=ConflictSnapshot.Kind.MERGE)
    assert (merged.theirs_revid, merged.authors) == (attempt.base_revid, ["Bob"])


def test_what_is_near_is_shown_before_it_is_published(wiki, alice, title):
    line = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
    wiki.edit(title, line)
    saved = save_text(open_draft(alice, title), line.replace("fourteen", "my word"))
    wiki.edit(title, line.replace("One", "Their word"))
    with pytest.raises(CollisionOpenError):
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    snapshot = open_collision(saved.draft)
    assert snapshot is not None
    assert snapshot.questions == 0
    assert "my word" not in wiki.text(title)


def test_a_page_that_moves_too_fast_is_left_after_three_rounds(wiki, alice, place):
    saved = save_text(open_draft(alice, place), MINE)
    with proxied(wiki) as proxy:

        def overtake() -> None:
            times = proxy.actions().count("edit")
            wiki.edit(place, LIST.replace("Three", f"Three {times}"))
            proxy.before("edit", overtake)

        proxy.before("edit", overtake)
        with pytest.raises(PageTooFastError):
            publish_draft(user=alice, draft=saved.draft, version=saved.version)
        assert proxy.actions().count("edit") == ROUNDS == 3
    draft = Draft.objects.select_related("wiki", "base_text").get(pk=saved.draft.pk)
    assert draft.text == LIST.replace("Three", "Three 3").replace("Four", "My four")
    publish_draft(user=alice, draft=draft, version=draft.version)
    assert wiki.text(place) == draft.text


def test_what_is_known_to_be_newer_is_merged_before_anything_is_sent(wiki, alice, bob, title):
    """The wiki would have merged it by lines, and nobody would have seen it."""
    base = "First line.\n\nSecond line.\n\nThird line."
    wiki.edit(title, base)
    saved = save_text(open_draft(alice, title), base.replace("Third", "My"))
    other = save_text(open_draft(bob, title), base.replace("First", "Their"))
    theirs = publish_draft(user=bob, draft=other.draft, version=other.version)
    attempt = publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert (attempt.base_revid, attempt.oldrevid) == (theirs.newrevid, theirs.newrevid)
    assert wiki.text(title) == "Their line.\n\nSecond line.\n\nMy line."


def test_a_merge_that_was_taken_back_is_asked_about_when_publishing(wiki, alice, title):
    base = "First line.\n\nSecond line.\n\nThird line."
    wiki.edit(title, base)
    saved = save_text(open_draft(alice, title), base.replace("Third", "My"))
    wiki.edit(title, base.replace("First", "Their"))
    merged = catch_up(user=alice, draft=saved.draft).merge
    assert merged is not None
    draft = undo_catch_up(snapshot=merged)
    with pytest.raises(CollisionOpenError):
        publish_draft(user=alice, draft=draft, version=draft.version)
    assert wiki.history(title)[0]["user"] == "Bob"
    assert open_collision(draft) is not None


def test_a_base_that_the_wiki_has_deleted_is_no_obstacle(wiki, alice, title):
    base = "First line.\n\nSecond line.\n\nThird line."
    wiki.edit(title, base)
    saved = save_text(open_draft(alice, title), base.replace("Third", "My"))
    other = new_title()
    deleted = wiki.edit(other, base)
    wiki.delete(other)
    Draft.objects.filter(pk=saved.draft.pk).update(base_revid=deleted)
    draft = Draft.objects.select_related("wiki", "base_text").get(pk=saved.draft.pk)
    publish_draft(user=alice, draft=draft, version=draft.version)
    assert wiki.text(title) == base.replace("Third", "My")
