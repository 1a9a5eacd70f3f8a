"""What a collision took out of a text is brought back, wherever the page is now."""

from __future__ import annotations

import pytest

from editor.actions.collide import record_collision, resolve_collision
from editor.actions.decide import NoSuchPassageError
from editor.actions.publish import publish_draft
from editor.actions.reclaim import lost_passages, reclaim_passage
from editor.models import ConflictSnapshot, Draft
from tests.factories import open_draft, save_text

BASE = "First line.\n\nSecond line.\n\nThird line."
MINE = BASE.replace("Second line", "My second line, with all that I know")
THEIRS = BASE.replace("Second line", "Another one")


@pytest.fixture
def snapshot(wiki, alice, title):
    """Decided for theirs, so that Alice's line is lost."""
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS)
    snapshot = record_collision(user=alice, draft=draft)
    resolve_collision(snapshot=snapshot, text=THEIRS)
    return ConflictSnapshot.objects.get(pk=snapshot.pk)


def test_a_lost_passage_comes_back_where_it_stood(wiki, alice, snapshot):
    (lost,) = lost_passages(snapshot)
    assert "all that I know" in lost.mine
    wiki.edit(snapshot.draft.title, f"Above.\n\n{THEIRS}")
    reclaimed = reclaim_passage(user=alice, snapshot=snapshot, number=0)
    assert reclaimed.is_in_place
    assert reclaimed.draft.text == f"Above.\n\n{MINE}"
    assert wiki.text(snapshot.draft.title) == f"Above.\n\n{THEIRS}"


def test_what_the_running_draft_held_is_kept_as_a_version(alice, snapshot):
    running = Draft.objects.get(pk=snapshot.draft_id)
    save_text(running, THEIRS.replace("Third", "My unpublished third"))
    reclaimed = reclaim_passage(user=alice, snapshot=snapshot, number=0)
    assert reclaimed.draft == running
    assert "all that I know" in reclaimed.draft.text
    assert "My unpublished third" in reclaimed.draft.text
    kept = running.versions.filter(reason="put-in")
    assert kept.get().text.content == THEIRS.replace("Third", "My unpublished third")


def test_where_its_place_was_rewritten_it_stands_at_the_end(wiki, alice, snapshot):
    rewritten = THEIRS.replace("Another one", "Something else altogether")
    wiki.edit(snapshot.draft.title, rewritten)
    reclaimed = reclaim_passage(user=alice, snapshot=snapshot, number=0)
    assert not reclaimed.is_in_place
    assert reclaimed.draft.text.startswith(rewritten)
    assert reclaimed.draft.text.endswith("with all that I know.\n")


def test_of_a_page_that_was_deleted_since_it_begins_a_new_one(wiki, alice, snapshot):
    wiki.delete(snapshot.draft.title)
    reclaimed = reclaim_passage(user=alice, snapshot=snapshot, number=0)
    assert reclaimed.draft.is_new_page
    assert reclaimed.draft.text == "My second line, with all that I know.\n"


def test_a_page_that_moved_is_followed(wiki, alice, snapshot):
    moved = f"{snapshot.draft.title} moved"
    wiki.move(snapshot.draft.title, moved)
    assert reclaim_passage(user=alice, snapshot=snapshot, number=0).draft.title == moved


def test_nothing_is_lost_of_what_is_there_or_still_asked_about(wiki, alice, title, snapshot):
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS)
    asked = record_collision(user=alice, draft=draft)
    assert lost_passages(asked) == []
    draft = resolve_collision(snapshot=asked, text=MINE)
    publish_draft(user=alice, draft=draft, version=draft.version)
    kept = ConflictSnapshot.objects.get(pk=asked.pk)
    assert lost_passages(kept) == []
    with pytest.raises(NoSuchPassageError):
        reclaim_passage(user=alice, snapshot=kept, number=0)
