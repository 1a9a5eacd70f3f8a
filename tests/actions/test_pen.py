"""Taking turns in one draft: nobody is pushed aside, and nothing is lost when it changes hands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from editor.actions.catch_up import catch_up
from editor.actions.collide import record_collision
from editor.actions.decide import decide, desk_of
from editor.actions.pen import (
    ASK_LASTS,
    SILENCE,
    AskedAlreadyError,
    PenBusyError,
    ask_for_pen,
    asker_of,
    give_pen,
    is_free,
    pass_pen,
    refuse_pen,
    take_pen,
)
from editor.actions.save_draft import Change, Fields, PenElsewhereError, save_draft
from editor.actions.share_draft import hand_over, set_access
from editor.merge.splices import between
from editor.models import Access, Draft
from tests.factories import open_draft, save_text

FIELDS = Fields(summary="", section_title="", is_minor=False, is_watching=False)


@pytest.fixture
def draft(alice, bob, title) -> Draft:
    """Alice's, in which Bob may write."""
    draft = save_text(open_draft(alice, title), "Alice's words.").draft
    set_access(draft=draft, user=bob, access=Access.WRITE)
    return fresh(draft)


def fresh(draft: Draft) -> Draft:
    found: Draft = Draft.objects.select_related("owner", "base_text", "wiki").get(pk=draft.pk)
    return found


def silent(draft: Draft, for_long: timedelta = SILENCE) -> Draft:
    """As if nothing had happened in it for that long."""
    moment = timezone.now() - for_long
    Draft.objects.filter(pk=draft.pk).update(saved_at=moment)
    Draft.objects.filter(pk=draft.pk, pen_since__gt=moment).update(pen_since=moment)
    return fresh(draft)


def save_as(user, draft: Draft, text: str):
    change = Change(version=draft.version, text=text)
    return save_draft(draft=draft, author=user, change=change, fields=FIELDS)


def test_it_is_asked_for_and_given_with_the_text_of_that_moment_kept(alice, bob, draft):
    ask_for_pen(user=bob, draft=draft)
    assert asker_of(fresh(draft)) == bob
    assert give_pen(user=alice, draft=fresh(draft))
    draft = fresh(draft)
    assert (draft.writer, draft.pen_asked_by) == (bob, None)
    kept = draft.versions.get(reason="hand-over")
    assert (kept.text.content, kept.author) == ("Alice's words.", alice)
    assert save_as(bob, draft, "Alice's words. Bob's.").version == draft.version + 1
    with pytest.raises(PenElsewhereError):
        save_as(alice, fresh(draft), "Alice's words. And more.")
    draft = fresh(draft)
    assert draft.text == "Alice's words. Bob's."
    aside = draft.versions.get(reason="without-pen")
    assert (aside.text.content, aside.author) == ("Alice's words. And more.", alice)


def test_what_the_next_one_publishes_does_not_change_their_watchlist(alice, bob, draft):
    Draft.objects.filter(pk=draft.pk).update(is_bot=True, watch_expiry="1 week")
    ask_for_pen(user=bob, draft=draft)
    give_pen(user=alice, draft=fresh(draft))
    draft = fresh(draft)
    assert (draft.watch_mode, draft.watch_expiry, draft.is_bot) == ("preferences", "", False)


def test_not_now_ends_the_question(alice, bob, stranger, draft):
    set_access(draft=draft, user=stranger, access=Access.WRITE)
    ask_for_pen(user=bob, draft=draft)
    with pytest.raises(AskedAlreadyError):
        ask_for_pen(user=stranger, draft=fresh(draft))
    refuse_pen(user=alice, draft=fresh(draft))
    assert asker_of(fresh(draft)) is None
    assert not give_pen(user=alice, draft=fresh(draft))
    ask_for_pen(user=stranger, draft=fresh(draft))
    assert asker_of(fresh(draft)) == stranger


def test_who_asked_and_went_away_is_in_nobodys_way(bob, stranger, draft):
    set_access(draft=draft, user=stranger, access=Access.WRITE)
    ask_for_pen(user=bob, draft=draft)
    long_ago = timezone.now() - ASK_LASTS - timedelta(seconds=1)
    Draft.objects.filter(pk=draft.pk).update(pen_asked_at=long_ago)
    assert asker_of(fresh(draft)) is None
    ask_for_pen(user=stranger, draft=fresh(draft))
    assert asker_of(fresh(draft)) == stranger


def test_it_is_taken_after_a_silence_and_not_before(alice, bob, draft):
    with pytest.raises(PenBusyError):
        take_pen(user=bob, draft=draft)
    take_pen(user=bob, draft=silent(draft))
    draft = fresh(draft)
    assert draft.writer == bob
    # Who has just got it has that time too, whenever the last save was.
    Draft.objects.filter(pk=draft.pk).update(saved_at=timezone.now() - SILENCE)
    with pytest.raises(PenBusyError):
        take_pen(user=alice, draft=fresh(draft))
    take_pen(user=alice, draft=silent(draft))
    assert fresh(draft).pen_holder is None


def test_a_merge_of_what_is_newer_on_the_wiki_breaks_no_silence(wiki, bob, draft):
    published = wiki.text(draft.title)
    seen = silent(save_text(draft, f"{published}\nAlice's words.").draft)
    wiki.edit(draft.title, f"New at the top.\n\n{published}")
    merged = catch_up(user=seen.owner, draft=seen)
    assert merged.merge is not None
    assert merged.draft.saved_at == seen.saved_at
    take_pen(user=bob, draft=merged.draft)
    assert fresh(draft).writer == bob


def test_who_decides_a_collision_is_not_silent(wiki, alice, bob, draft):
    """Nothing of it is in the text before all is decided."""
    wiki.edit(draft.title, "Their words.")
    snapshot = record_collision(user=alice, draft=draft)
    seen = silent(draft)
    assert is_free(seen)
    (question,) = desk_of(user=alice, snapshot=snapshot).questions
    decide(user=alice, snapshot=snapshot, key=question.card.key, choice=None, own="By hand")
    assert not is_free(fresh(draft))
    with pytest.raises(PenBusyError):
        take_pen(user=bob, draft=seen)
    snapshot.decisions.update(decided_at=timezone.now() - SILENCE)
    take_pen(user=bob, draft=fresh(draft))
    assert fresh(draft).writer == bob


def test_who_has_published_all_of_it_has_done_with_it(alice, bob, draft):
    take_pen(user=bob, draft=silent(draft))
    Draft.objects.filter(pk=draft.pk).update(
        state=Draft.State.OPENED, saved_at=timezone.now(), pen_since=timezone.now() - SILENCE
    )
    assert is_free(fresh(draft))
    take_pen(user=alice, draft=fresh(draft))
    # Who has just got it may be about to begin.
    assert not is_free(fresh(draft))
    with pytest.raises(PenBusyError):
        take_pen(user=bob, draft=fresh(draft))


def test_of_two_who_take_it_at_once_one_gets_it(bob, stranger, draft):
    set_access(draft=draft, user=stranger, access=Access.WRITE)
    seen = silent(draft)
    take_pen(user=bob, draft=seen)
    with pytest.raises(PenBusyError):
        take_pen(user=stranger, draft=seen)
    assert fresh(draft).writer == bob


def test_a_save_that_meets_the_change_of_hands_is_kept_not_accepted(alice, bob, draft, monkeypatch):
    """Read while Alice had the pen, written when Bob has it."""

    def taken_meanwhile(old, new):
        take_pen(user=bob, draft=silent(draft))
        return between(old, new)

    monkeypatch.setattr("editor.actions.save_draft.between", taken_meanwhile)
    with pytest.raises(PenElsewhereError):
        save_as(alice, draft, "Alice was typing.")
    assert fresh(draft).text == "Alice's words."
    assert draft.versions.get(reason="without-pen").text.content == "Alice was typing."


@pytest.mark.parametrize("access", [Access.READ, Access.NONE])
def test_who_may_not_write_any_more_does_not_keep_it(bob, draft, access):
    take_pen(user=bob, draft=silent(draft))
    save_as(bob, fresh(draft), "Bob's words.")
    set_access(draft=fresh(draft), user=bob, access=access)
    draft = fresh(draft)
    assert (draft.pen_holder, draft.text) == (None, "Bob's words.")
    assert draft.versions.filter(reason="hand-over").latest("id").author == bob


@pytest.mark.parametrize("access", [Access.READ, Access.NONE])
def test_who_may_not_write_since_a_moment_ago_does_not_get_it(alice, bob, draft, access):
    """Bob's request was let in while he could write."""
    seen = silent(draft)
    set_access(draft=draft, user=bob, access=access)
    take_pen(user=bob, draft=seen)
    assert not pass_pen(seen, to_id=bob.pk)
    assert fresh(draft).writer == alice
    assert not draft.versions.filter(reason="hand-over").exists()


def test_handing_over_makes_somebody_else_the_owner(alice, bob, draft):
    assert hand_over(draft=draft, to=bob)
    draft = fresh(draft)
    assert (draft.owner, draft.writer) == (bob, bob)
    assert draft.shares.get(user=alice).access == Access.WRITE
    # The former owner writes on, in turn, and can not hand over again what is not hers.
    take_pen(user=alice, draft=silent(draft))
    assert fresh(draft).writer == alice
    assert not hand_over(draft=fresh(draft), to=bob)


def test_only_who_may_write_is_made_the_owner(alice, stranger, draft):
    assert not hand_over(draft=draft, to=stranger)
    set_access(draft=draft, user=stranger, access=Access.READ)
    assert not hand_over(draft=draft, to=stranger)
    assert fresh(draft).owner == alice
