"""The passages that a merge took into a draft: looked at, and undone one by one."""

from __future__ import annotations

import pytest

from editor.actions import reclaim
from editor.actions.catch_up import catch_up, undo_catch_up
from editor.actions.decide import NoSuchPassageError
from editor.actions.merged_passages import (
    PassageOvertakenError,
    merged_passages,
    note_looked_at,
    undo_passage,
)
from editor.actions.news import wiki_news
from editor.actions.publish import publish_draft
from editor.actions.share_draft import set_access
from editor.models import Access, ConflictSnapshot, Draft
from tests.factories import open_draft, save_text

LINE = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
BASE = f"Above.\n\n{LINE}\n\nBelow."
MINE = BASE.replace("fourteen", "my word")
THEIRS = BASE.replace("One", "Their word").replace("Below", "Their end")
BOTH = THEIRS.replace("fourteen", "my word")


@pytest.fixture
def draft(wiki, alice, title) -> Draft:
    """Alice has changed the end of the long line."""
    wiki.edit(title, BASE)
    return save_text(open_draft(alice, title), MINE, summary="What I did").draft


def again(draft) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=draft.pk)
    return found


def merged(wiki, draft, theirs=THEIRS) -> ConflictSnapshot:
    wiki.edit(draft.title, theirs)
    snapshot = catch_up(user=draft.owner, draft=again(draft)).merge
    assert snapshot is not None
    return snapshot


def to_look_at(draft) -> list[ConflictSnapshot]:
    found: list[ConflictSnapshot] = ConflictSnapshot.objects.to_look_at(again(draft))
    return found


def test_one_passage_is_undone_and_publishing_puts_ones_own_words_over_theirs(wiki, draft):
    snapshot = merged(wiki, draft)
    near, far = merged_passages(snapshot)
    assert (near.taken.is_near, far.taken.is_near) == (True, False)
    undone = undo_passage(user=draft.owner, snapshot=snapshot, number=0)
    assert undone.text == BOTH.replace("Their word", "One")
    # A save like any other, on their revision, with what it replaced kept.
    assert (undone.base_revid, undone.version) == (snapshot.theirs_revid, draft.version + 2)
    assert undone.saves.get(version=undone.version).author == draft.owner
    assert undone.versions.get(reason="undo").text.content == BOTH
    assert [passage.is_undone for passage in merged_passages(snapshot)] == [True, False]
    wiki.clear_log("api")
    attempt = publish_draft(user=draft.owner, draft=undone, version=undone.version)
    assert len(wiki.log("api")) == 1
    assert not attempt.was_merged_by_wiki
    assert wiki.text(draft.title) == BOTH.replace("Their word", "One")


def test_no_later_merge_takes_it_in_again_by_itself(wiki, draft):
    undo_passage(user=draft.owner, snapshot=merged(wiki, draft), number=0)
    later = merged(wiki, draft, THEIRS.replace("Above", "Later above"))
    assert again(draft).text == BOTH.replace("Their word", "One").replace("Above", "Later above")
    assert [passage.taken.card.merged for passage in merged_passages(later)] == ["Later above.\n"]


def test_what_was_typed_since_stays_and_never_goes_with_an_undo(wiki, draft):
    snapshot = merged(wiki, draft)
    typed = save_text(again(draft), BOTH.replace("Above", "Typed above")).draft
    undone = undo_passage(user=draft.owner, snapshot=snapshot, number=1)
    assert undone.text == typed.text.replace("Their end", "Below")
    typed = save_text(undone, undone.text.replace("Their word", "Their words, and mine")).draft
    with pytest.raises(PassageOvertakenError):
        undo_passage(user=draft.owner, snapshot=snapshot, number=0)
    assert (again(draft).text, again(draft).version) == (typed.text, typed.version)
    assert [passage.is_undone for passage in merged_passages(snapshot)] == [False, True]
    for number in (2, -1):
        with pytest.raises(NoSuchPassageError):
            undo_passage(user=draft.owner, snapshot=snapshot, number=number)


def test_a_passage_of_an_earlier_merge_is_undone_below_a_later_one(wiki, draft):
    first = merged(wiki, draft)
    merged(wiki, draft, THEIRS.replace("Above", "Later above"))
    undone = undo_passage(user=draft.owner, snapshot=first, number=0)
    assert undone.text == BOTH.replace("Their word", "One").replace("Above", "Later above")


def test_after_one_passage_the_whole_merge_can_still_be_taken_back(wiki, draft):
    snapshot = merged(wiki, draft)
    undo_passage(user=draft.owner, snapshot=snapshot, number=0)
    assert undo_catch_up(snapshot=snapshot).text == MINE
    with pytest.raises(PassageOvertakenError):
        undo_passage(user=draft.owner, snapshot=again_of(snapshot), number=1)


def again_of(snapshot) -> ConflictSnapshot:
    found: ConflictSnapshot = ConflictSnapshot.objects.get(pk=snapshot.pk)
    return found


def test_what_wants_a_look_is_known_until_who_writes_has_looked(wiki, draft, bob):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    first = merged(wiki, draft)
    # It does not go under with a later merge that wants none.
    merged(wiki, draft, THEIRS.replace("Above", "Later above"))
    assert [(merge, merge.near_passages) for merge in to_look_at(draft)] == [(first, 1)]
    note_looked_at(user=bob, draft=draft, merges=[first.pk])
    assert to_look_at(draft) == [first]
    note_looked_at(user=draft.owner, draft=draft, merges=[first.pk])
    assert to_look_at(draft) == []


def test_what_was_merged_before_a_draft_was_shared_is_not_for_guests_to_look_at(wiki, draft, bob):
    merged(wiki, draft)
    set_access(draft=draft, user=bob, access=Access.WRITE)
    seen_by = [
        wiki_news(user=user, draft=again(draft), state=None).unseen for user in (draft.owner, bob)
    ]
    assert seen_by == [1, 0]


def test_what_was_taken_back_or_published_wants_no_look_any_more(wiki, draft):
    undo_catch_up(snapshot=merged(wiki, draft))
    assert to_look_at(draft) == []
    again_merged = catch_up(user=draft.owner, draft=again(draft), is_asked=True)
    assert to_look_at(draft) == [again_merged.merge]
    moved = again_merged.draft
    publish_draft(user=draft.owner, draft=moved, version=moved.version)
    save_text(again(draft), BOTH + "\n\nTyped since.")
    assert to_look_at(draft) == []


def test_lost_passages_are_found_once(wiki, draft, monkeypatch):
    snapshot = merged(wiki, draft)
    ConflictSnapshot.objects.filter(pk=snapshot.pk).update(result_text=snapshot.theirs_text)
    (lost,) = reclaim.lost_passages(again_of(snapshot))
    assert lost.mine == LINE.replace("fourteen", "my word") + "\n"
    monkeypatch.setattr(reclaim, "lost", None)
    assert reclaim.lost_passages(again_of(snapshot)) == [lost]
