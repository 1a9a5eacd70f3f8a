"""Decided collisions are forgotten when the operator wants it so; nothing else is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from editor.actions.catch_up import catch_up
from editor.actions.collide import record_collision, resolve_collision
from editor.actions.decide import decide, desk_of
from editor.actions.news import unseen_merges
from editor.models import ConflictSnapshot, Decision, Draft, Text
from tests.factories import open_draft, save_text


@pytest.fixture
def old(wiki, alice, title):
    """A collision of 40 days ago, decided then."""
    wiki.edit(title, "Base.")
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.edit(title, "Theirs, which nobody else has.")
    snapshot = record_collision(user=alice, draft=draft)
    (question,) = desk_of(user=alice, snapshot=snapshot).questions
    decide(user=alice, snapshot=snapshot, key=question.card.key, choice="mine")
    resolve_collision(snapshot=snapshot, text="Mine.")
    ConflictSnapshot.objects.update(resolved_at=timezone.now() - timedelta(days=40))
    return snapshot


def forget(settings, days):
    settings.SNAPSHOTS_KEPT_DAYS = days
    call_command("forget")


@pytest.mark.parametrize("days", [0, 41])
def test_what_is_to_be_kept_is_kept(settings, old, days):
    forget(settings, days)
    assert ConflictSnapshot.objects.filter(pk=old.pk).exists()


def test_what_is_older_goes_with_its_decisions_and_the_texts_that_nobody_needs(
    wiki, alice, settings, old
):
    draft = Draft.objects.select_related("wiki", "base_text").get(pk=old.draft_id)
    wiki.edit(draft.title, "A third.")
    still_open = record_collision(user=alice, draft=draft)
    Draft.objects.filter(pk=draft.pk).update(base_text=still_open.mine_text)
    draft.versions.update(base_text=still_open.mine_text)
    ConflictSnapshot.objects.filter(pk=still_open.pk).update(base_text=still_open.mine_text)
    forget(settings, 30)
    assert list(ConflictSnapshot.objects.all()) == [still_open]
    assert not Decision.objects.exists()
    texts = set(Text.objects.values_list("content", flat=True))
    assert "Theirs, which nobody else has." not in texts
    # A version and the open collision hold these.
    assert {"Base.", "Mine.", "A third."} <= texts


def test_a_merge_that_can_be_taken_back_is_kept_until_the_draft_has_moved_on(
    wiki, alice, settings, title
):
    wiki.edit(title, "One.\n\nTwo.\n\nThree.")
    draft = save_text(open_draft(alice, title), "Mine.\n\nTwo.\n\nThree.").draft
    wiki.edit(title, "One.\n\nTwo.\n\nTheirs.")
    catch_up(user=alice, draft=draft)
    (merge,) = ConflictSnapshot.objects.merges()
    ConflictSnapshot.objects.update(resolved_at=timezone.now() - timedelta(days=40))
    forget(settings, 30)
    assert ConflictSnapshot.objects.get() == merge
    Draft.objects.filter(pk=draft.pk).update(base_revid=merge.theirs_revid + 1)
    forget(settings, 30)
    assert not ConflictSnapshot.objects.exists()


def test_a_merge_that_nobody_has_looked_at_is_kept_until_it_is_published(
    wiki, alice, settings, title
):
    words = "One two three four five six seven eight nine ten eleven twelve."
    wiki.edit(title, f"{words}\n\nTwo.\n\nThree.")
    draft = save_text(open_draft(alice, title), f"{words} Mine.\n\nTwo.\n\nThree.").draft
    wiki.edit(title, f"Their {words}\n\nTwo.\n\nThree.")
    near = catch_up(user=alice, draft=draft).merge
    wiki.edit(title, f"Their {words}\n\nTwo.\n\nTheirs.")
    catch_up(user=alice, draft=Draft.objects.get(pk=draft.pk))
    ConflictSnapshot.objects.update(resolved_at=timezone.now() - timedelta(days=40))
    forget(settings, 30)
    assert unseen_merges(alice, Draft.objects.get(pk=draft.pk)) == [near]
    Draft.objects.filter(pk=draft.pk).update(state=Draft.State.OPENED)
    forget(settings, 30)
    assert near not in ConflictSnapshot.objects.all()
