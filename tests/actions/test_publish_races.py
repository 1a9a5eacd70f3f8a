"""What changes while a publish or a merge waits for the wiki goes out with nobody else's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from editor.actions import follow, publish, standing
from editor.actions.attempt import begin_attempt, send
from editor.actions.catch_up import MergeBuiltUponError, catch_up, undo_catch_up
from editor.actions.pen import pass_pen
from editor.actions.publish import publish_draft
from editor.actions.rebase import move_back
from editor.actions.save_draft import (
    Change,
    PenElsewhereError,
    StaleDraftError,
    fields_of,
    save_draft,
)
from editor.actions.settle import SETTLING_TIME, StillSettlingError, settle_draft
from editor.actions.share_draft import set_access
from editor.models import Access, Draft, PublishAttempt
from tests.factories import open_draft, save_text

BASE = "First line.\n\nSecond line.\n\nThird line."
THEIRS = BASE.replace("First line", "Their line")
MINE = BASE.replace("Third line", "My line")


@pytest.fixture
def draft(wiki, alice, bob, title) -> Draft:
    """Alice's, in which Bob may write."""
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE, summary="Mine").draft
    set_access(draft=draft, user=bob, access=Access.WRITE)
    return fresh(draft)


def fresh(draft: Draft) -> Draft:
    found: Draft = Draft.objects.select_related("owner", "base_text", "wiki").get(pk=draft.pk)
    return found


def while_sending(monkeypatch, act: Callable[[], object]) -> None:
    """Do something once between the record of an attempt and its arrival on the wiki."""

    def slowly(*arguments):
        monkeypatch.setattr(publish, "send", send)
        act()
        return send(*arguments)

    monkeypatch.setattr(publish, "send", slowly)


def test_what_somebody_else_saves_meanwhile_is_not_published(
    wiki, alice, bob, title, draft, monkeypatch
):
    publish_draft(user=alice, draft=draft, version=draft.version)
    more = save_text(fresh(draft), f"{MINE}\n\nMore.", summary="More").draft
    saved_place = follow.saved_place

    def slowly(*arguments):
        pass_pen(fresh(draft), to_id=bob.pk)
        current = fresh(draft)
        change = Change(version=current.version, text=f"{current.text}\n\nBob's half sen")
        save_draft(draft=current, author=bob, change=change, fields=fields_of(current))
        return saved_place(*arguments)

    monkeypatch.setattr(follow, "saved_place", slowly)
    with pytest.raises(StaleDraftError):
        publish_draft(user=alice, draft=more, version=more.version)
    assert wiki.text(title) == MINE


def test_what_its_writer_saves_meanwhile_stays_in_the_draft(wiki, alice, title, draft, monkeypatch):
    typed = f"{MINE}\n\nTyped on."
    while_sending(monkeypatch, lambda: save_text(fresh(draft), typed))
    attempt = publish_draft(user=alice, draft=draft, version=draft.version)
    assert attempt.outcome == PublishAttempt.Outcome.PUBLISHED
    assert wiki.text(title) == MINE
    after = fresh(draft)
    # Nothing says of it that all is published.
    assert (after.text, after.state, after.summary) == (typed, Draft.State.EDITING, "Mine")
    moved = follow.follow_published(user=alice, draft=after).draft
    assert (moved.text, moved.base_text.content) == (typed, MINE)


def test_what_is_saved_before_it_leaves_for_the_wiki_is_not_published_either(
    wiki, alice, title, draft, monkeypatch
):
    check_standing = standing.check_standing

    def slowly(**arguments):
        save_text(fresh(draft), f"{MINE}\n\nTyped on.", summary="Of what comes next")
        return check_standing(**arguments)

    monkeypatch.setattr(publish, "check_standing", slowly)
    publish_draft(user=alice, draft=draft, version=draft.version)
    assert (wiki.text(title), wiki.history(title)[0]["comment"]) == (MINE, "Mine")
    assert fresh(draft).text == f"{MINE}\n\nTyped on."


def test_what_was_pressed_is_merged_without_what_is_typed_meanwhile(
    wiki, alice, title, monkeypatch
):
    """Neighbouring lines, which the wiki does not merge by itself: Galley does, and sends again."""
    wiki.edit(title, "* One\n* Two\n* Three\n* Four")
    pressed = save_text(
        open_draft(alice, title), "* One\n* Two\n* My three\n* Four", summary="Mine"
    ).draft
    typed = "* One\n* Two\n* My three\n* Four\n* Five"

    def meanwhile() -> None:
        wiki.edit(title, "* One\n* Their two\n* Three\n* Four")
        save_text(fresh(pressed), typed, summary="Of what comes next")

    while_sending(monkeypatch, meanwhile)
    publish_draft(user=alice, draft=pressed, version=pressed.version)
    assert wiki.text(title) == "* One\n* Their two\n* My three\n* Four"
    assert wiki.history(title)[0]["comment"] == "Mine"
    after = fresh(pressed)
    assert after.text == "* One\n* Their two\n* My three\n* Four\n* Five"
    assert (after.state, after.summary) == (Draft.State.EDITING, "Of what comes next")
    moved = follow.follow_published(user=alice, draft=after).draft
    assert (moved.text, moved.base_revid) == (after.text, wiki.history(title)[0]["revid"])


def test_what_is_typed_on_an_earlier_publish_is_no_obstacle(wiki, alice, title, draft, monkeypatch):
    """The draft has yet to follow the publish before, which signed it, while somebody types."""
    signed = save_text(draft, f"{MINE}\n\n~~~~").draft
    publish_draft(user=alice, draft=signed, version=signed.version)
    pressed = save_text(fresh(draft), f"{signed.text}\n\nMore.").draft
    saved_place = follow.saved_place

    def slowly(*arguments):
        save_text(fresh(draft), f"{pressed.text} Typed on.")
        return saved_place(*arguments)

    monkeypatch.setattr(follow, "saved_place", slowly)
    publish_draft(user=alice, draft=pressed, version=pressed.version)
    assert wiki.text(title).endswith("(UTC)\n\nMore.")
    assert wiki.text(title).count("[[User:Alice|Alice]]") == 1
    assert fresh(draft).text == f"{wiki.text(title)} Typed on."


def test_who_was_let_out_meanwhile_does_not_publish(wiki, bob, title, draft, monkeypatch):
    pass_pen(draft, to_id=bob.pk)
    check_standing = standing.check_standing

    def slowly(**arguments):
        set_access(draft=fresh(draft), user=bob, access=Access.NONE)
        return check_standing(**arguments)

    monkeypatch.setattr(publish, "check_standing", slowly)
    with pytest.raises(PenElsewhereError):
        publish_draft(user=bob, draft=fresh(draft), version=draft.version)
    assert wiki.text(title) == BASE


def test_a_draft_that_changed_hands_is_not_moved(wiki, alice, bob, title, draft):
    wiki.edit(title, THEIRS)
    merged = catch_up(user=alice, draft=draft)
    assert merged.merge is not None
    pass_pen(merged.draft, to_id=bob.pk)
    with pytest.raises(StaleDraftError):
        move_back(draft=merged.draft, snapshot=merged.merge, text=MINE)
    assert fresh(draft).text == merged.draft.text


def test_a_merge_that_was_published_is_not_taken_back(wiki, alice, title, draft):
    wiki.edit(title, THEIRS)
    merged = catch_up(user=alice, draft=draft)
    assert merged.merge is not None
    publish_draft(user=alice, draft=merged.draft, version=merged.draft.version)
    with pytest.raises(MergeBuiltUponError):
        undo_catch_up(snapshot=merged.merge)
    assert "Their line" in fresh(draft).text


def test_an_undo_whose_answer_was_lost_is_no_publish_of_the_draft(wiki, alice, title, draft):
    attempt = begin_attempt(user=alice, draft=draft, text=THEIRS, summary="Undo", is_of_draft=False)
    PublishAttempt.objects.update(outcome=PublishAttempt.Outcome.UNKNOWN)
    wiki.edit(title, THEIRS, user="Alice", summary="Undo")
    settled = settle_draft(user=alice, draft=fresh(draft))
    assert settled is not None
    assert (settled.pk, settled.outcome) == (attempt.pk, PublishAttempt.Outcome.PUBLISHED)
    current = fresh(draft)
    assert (current.state, current.summary) == (Draft.State.EDITING, "Mine")
    assert publish_draft(user=alice, draft=current, version=current.version).pk != attempt.pk
    assert wiki.text(title) == THEIRS.replace("Third line", "My line")


def test_time_is_counted_from_when_the_answer_was_lost(alice, draft):
    begin_attempt(user=alice, draft=draft, text=draft.text, summary="Mine")
    now = timezone.now()
    PublishAttempt.objects.update(
        outcome=PublishAttempt.Outcome.UNKNOWN,
        started_at=now - 2 * SETTLING_TIME,
        lost_at=now - SETTLING_TIME + timedelta(seconds=30),
    )
    with pytest.raises(StillSettlingError) as caught:
        settle_draft(user=alice, draft=fresh(draft))
    assert 0 < caught.value.seconds_left <= 31
