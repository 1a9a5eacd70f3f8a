"""A kept text goes back into its draft, and never over what others have published since."""

from __future__ import annotations

import pytest

from editor.actions.catch_up import catch_up
from editor.actions.follow import follow_published
from editor.actions.leave_text import leave_text
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.actions.restore_version import restore_version
from editor.actions.save_draft import StaleDraftError
from editor.models import Draft
from tests.factories import open_draft, save_text

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
    found: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)
    return found


def kept_of_sleeping_tab(draft, text):
    """What a tab saves that has not heard of what became of the draft since."""
    with pytest.raises(StaleDraftError) as caught:
        save_text(again(draft), text, version=draft.version)
    return caught.value.kept


def test_restoring_a_version_keeps_what_it_replaces(alice, draft):
    opened = draft.versions.get(reason="opened")
    restore_version(draft=draft, author=alice, version=opened)
    assert again(draft).text == BASE
    assert draft.versions.get(reason="restore").text.content == MINE


def test_the_text_of_a_sleeping_tab_takes_back_nothing_that_was_merged_since(wiki, alice, draft):
    wiki.edit(draft.title, THEIRS)
    catch_up(user=alice, draft=draft)
    kept = kept_of_sleeping_tab(draft, MINE + " Typed late.")
    assert kept.base_revid == draft.base_revid
    restored = restore_version(draft=again(draft), author=alice, version=kept)
    assert restored.collision is None
    assert restored.draft.text == BOTH + " Typed late."
    publish_draft(user=alice, draft=restored.draft, version=restored.draft.version)
    assert wiki.text(draft.title) == BOTH + " Typed late."


def test_the_text_from_before_a_merge_takes_nothing_back_either(wiki, alice, draft):
    wiki.edit(draft.title, THEIRS)
    merged = catch_up(user=alice, draft=draft).draft
    before = draft.versions.get(reason="rebase")
    assert restore_version(draft=merged, author=alice, version=before).draft.text == BOTH


def test_what_does_not_fit_what_was_merged_since_is_asked_before_it_is_published(
    wiki, alice, draft
):
    newest = wiki.edit(draft.title, THEIRS)
    catch_up(user=alice, draft=draft)
    kept = kept_of_sleeping_tab(draft, MINE.replace("First line", "The very first line"))
    restored = restore_version(draft=again(draft), author=alice, version=kept)
    assert restored.collision is not None
    assert restored.collision.base_text.content == BASE
    assert (restored.collision.theirs_user, restored.collision.theirs_revid) == ("Bob", newest)
    assert restored.collision.questions == 1
    with pytest.raises(CollisionOpenError):
        publish_draft(user=alice, draft=restored.draft, version=restored.draft.version)
    assert wiki.text(draft.title) == THEIRS


def test_a_draft_that_began_anew_meanwhile_is_no_other_case(wiki, alice, title):
    wiki.edit(title, BASE)
    opened = open_draft(alice, title)
    # Twice, so that neither the first nor the last text kept is the one it was typed on.
    wiki.edit(title, BASE.replace("Second", "Their second"))
    between = open_draft(alice, title)
    wiki.edit(title, THEIRS.replace("Second", "Their second"))
    assert open_draft(alice, title).pk == opened.pk
    for seen in (opened, between):
        kept = kept_of_sleeping_tab(seen, seen.text + " Typed late.")
        assert kept.base_revid == seen.base_revid
        restored = restore_version(draft=again(seen), author=alice, version=kept)
        assert restored.draft.text == THEIRS.replace("Second", "Their second") + " Typed late."


def test_ones_own_edit_is_taken_back_as_it_was_asked_for(wiki, alice, draft):
    opened = draft.versions.get(reason="opened")
    publish_draft(user=alice, draft=draft, version=draft.version)
    followed = follow_published(user=alice, draft=again(draft)).draft
    assert followed.base_text.content == MINE
    assert restore_version(draft=followed, author=alice, version=opened).draft.text == BASE
    # With an edit of somebody else's in between, that one stays.
    wiki.edit(draft.title, BOTH)
    merged = catch_up(user=alice, draft=save_text(again(draft), MINE + " More.").draft).draft
    assert merged.text == BOTH + " More."
    assert restore_version(draft=merged, author=alice, version=opened).draft.text == THEIRS


def test_what_an_expired_sign_in_left_behind_is_of_the_base_of_its_form(wiki, alice, draft):
    wiki.edit(draft.title, THEIRS)
    merged = catch_up(user=alice, draft=draft).draft
    text = MINE + " Typed late."
    left = leave_text(draft=merged, text=text, version=draft.version, may_write=False)
    assert left is not None
    restored = restore_version(draft=merged, author=alice, version=left)
    assert restored.draft.text == BOTH + " Typed late."


def test_of_a_base_that_nobody_knows_any_more_all_that_differs_is_asked(wiki, alice, draft):
    wiki.edit(draft.title, THEIRS)
    catch_up(user=alice, draft=draft)
    kept = kept_of_sleeping_tab(draft, MINE + " Typed late.")
    draft.versions.update(base_text=None)
    kept.refresh_from_db()
    draft.snapshots.all().delete()
    restored = restore_version(draft=again(draft), author=alice, version=kept)
    assert restored.collision is not None
    assert restored.collision.questions
