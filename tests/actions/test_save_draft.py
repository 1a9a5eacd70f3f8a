from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from editor.actions.discard import discard_draft
from editor.actions.save_draft import (
    MILESTONE_INTERVAL,
    Change,
    Fields,
    StaleDraftError,
    WholeTextNeededError,
    checksum,
    save_draft,
)
from editor.merge.splices import Splice
from editor.models import Draft, DraftSave
from tests.factories import open_draft, save_text
from tests.together import together

FIELDS = Fields(summary="", section_title="", is_minor=False, is_watching=False)
MEBIBYTE = 1024 * 1024


@pytest.fixture
def draft(alice, title):
    return open_draft(alice, title)


def splice(draft, start, removed, inserted, **change):
    change = {"version": draft.version, "splice": Splice(start, removed, inserted)} | change
    return save_draft(draft=draft, author=draft.owner, change=Change(**change), fields=FIELDS)


def test_a_whole_text_is_the_next_version(draft):
    saved = save_text(draft, "Mine.", summary="Why", is_minor=True, is_watching=True)
    stored = Draft.objects.get(pk=draft.pk)
    assert (saved.version, stored.version, stored.text) == (1, 1, "Mine.")
    assert (stored.summary, stored.is_minor, stored.is_watching) == ("Why", True, True)
    assert stored.state == Draft.State.EDITING


def test_a_splice_is_put_in_where_the_browser_says(draft):
    saved = splice(
        draft, 6, 4, "sentence", checksum=checksum(draft.text.replace("line", "sentence", 1))
    )
    assert saved.draft.text.startswith("First sentence.")


def test_offsets_count_as_the_browser_counts(draft):
    before = save_text(draft, "🌝🌚 moon").draft
    saved = splice(before, 4, 1, "–", checksum=checksum("🌝🌚–moon"))
    assert saved.draft.text == "🌝🌚–moon"
    with pytest.raises(WholeTextNeededError):
        splice(saved.draft, 1, 1, "x")


def test_a_checksum_that_does_not_fit_asks_for_the_whole_text(draft):
    with pytest.raises(WholeTextNeededError):
        splice(draft, 0, 5, "Fifth", checksum=1)
    assert Draft.objects.get(pk=draft.pk).version == 0
    assert not DraftSave.objects.exists()


def test_a_splice_past_the_end_asks_for_the_whole_text(draft):
    with pytest.raises(WholeTextNeededError):
        splice(draft, 10_000, 0, "x")


def test_a_splice_of_another_version_asks_for_the_whole_text(draft):
    save_text(draft, "Meanwhile.")
    with pytest.raises(WholeTextNeededError):
        splice(Draft.objects.get(pk=draft.pk), 0, 0, "x", version=0, checksum=7)


def test_the_same_splice_sent_twice_is_accepted_once(draft):
    text = "A " + draft.text
    first = splice(draft, 0, 0, "A ", checksum=checksum(text))
    again = splice(first.draft, 0, 0, "A ", version=0, checksum=checksum(text))
    assert again.version == first.version == 1
    assert again.draft.text == text
    assert DraftSave.objects.count() == 1


def test_the_same_whole_text_sent_twice_is_accepted_once(draft):
    first = save_text(draft, "Mine.")
    again = save_text(first.draft, "Mine.", version=0)
    assert again.version == first.version == 1
    assert DraftSave.objects.count() == 1


def test_every_accepted_save_leaves_a_splice(alice, draft):
    text = draft.text
    save_text(save_text(draft, "A " + text).draft, "A " + text + "Z")
    first, second = DraftSave.objects.order_by("version")
    assert (first.version, first.start, first.removed, first.inserted) == (1, 0, 0, "A ")
    assert (second.version, second.start, second.inserted) == (2, len(text) + 2, "Z")
    assert first.author == second.author == alice


def test_a_stale_tab_does_not_overwrite_and_its_text_is_kept(draft):
    save_text(draft, "The newer text.")
    with pytest.raises(StaleDraftError) as caught:
        save_text(Draft.objects.get(pk=draft.pk), "The older tab's.", version=0)
    assert caught.value.draft.text == "The newer text."
    assert draft.versions.get(reason="other-tab").text.content == "The older tab's."


def test_a_stale_text_sent_again_and_again_is_kept_once(draft):
    save_text(draft, "The newer text.")
    for _ in range(3):
        with pytest.raises(StaleDraftError):
            save_text(Draft.objects.get(pk=draft.pk), "The older tab's.", version=0)
    assert draft.versions.filter(reason="other-tab").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_once_one_wins_and_the_other_is_kept(draft):
    # Both have read the same version before either of them writes.
    one, two = (Draft.objects.get(pk=draft.pk) for _ in range(2))
    outcomes = together(lambda: save_text(one, "Tab A."), lambda: save_text(two, "Tab B."))
    stored = Draft.objects.get(pk=draft.pk)
    assert stored.version == 1
    (refused,) = [o for o in outcomes if isinstance(o, StaleDraftError)]
    assert refused.draft.text == stored.text
    (lost,) = {"Tab A.", "Tab B."} - {stored.text}
    assert draft.versions.get(reason="other-tab").text.content == lost


def test_a_discarded_draft_takes_no_text_and_keeps_it(draft):
    saved = save_text(draft, "Mine.").draft
    discard_draft(saved)
    with pytest.raises(StaleDraftError):
        save_text(Draft.objects.get(pk=draft.pk), "From the other tab.")
    assert Draft.objects.get(pk=draft.pk).text == "Mine."
    assert draft.versions.get(reason="other-tab").text.content == "From the other tab."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\n", "a\nb\nc\n"),
        ("half \ud83c a pair", "half \ufffd a pair"),
        ("nul \0 and bell \x07", "nul \ufffd and bell \ufffd"),
        ("\u200fימין\u200e left\u202e", "\u200fימין\u200e left\u202e"),
        ("👩‍🚀 and 🇮🇱", "👩‍🚀 and 🇮🇱"),
        ("no-break\u00a0", "no-break\u00a0"),
        ("e\u0301", "e\u0301"),
        ("\n\nblank lines above", "\n\nblank lines above"),
        ("", ""),
    ],
)
def test_text_is_kept_as_typed_in_its_normal_form(wiki, alice, title, typed, kept):
    saved = save_text(open_draft(alice, title), typed)
    assert Draft.objects.get(pk=saved.draft.pk).text == kept


def test_a_save_of_two_mebibytes_leaves_a_splice_of_what_changed(draft):
    large = "x" * (2 * MEBIBYTE)
    first = save_text(draft, large)
    save_text(first.draft, large[:MEBIBYTE] + "y" + large[MEBIBYTE:])
    assert len(DraftSave.objects.get(version=2).inserted) == 1


def test_milestones_are_kept_every_few_minutes(draft):
    start = timezone.now()
    with time_machine.travel(start + MILESTONE_INTERVAL / 2, tick=False):
        draft = save_text(draft, "One.").draft
    assert [version.reason for version in draft.versions.all()] == ["opened"]
    with time_machine.travel(start + MILESTONE_INTERVAL + timedelta(seconds=5), tick=False):
        draft = save_text(draft, "Two.").draft
    assert draft.versions.get(reason="typing").text.content == "Two."


def test_saving_asks_nothing_of_the_wiki(wiki, draft):
    wiki.clear_log("api")
    save_text(draft, "Mine.")
    assert wiki.log("api") == []


def test_an_older_tab_does_not_wipe_out_a_newer_summary(wiki, alice, title):
    draft = open_draft(alice, title)
    first = save_text(draft, "Mine.").draft
    save_text(first, "Mine.", summary="What I did")
    ticked = save_text(first, "Mine.", version=first.version, is_minor=True).draft
    assert (ticked.summary, ticked.is_minor) == ("What I did", True)


def test_a_summary_that_an_older_tab_replaces_is_kept(wiki, alice, title):
    first = save_text(open_draft(alice, title), "Mine.").draft
    save_text(first, "Mine.", summary="What I did")
    replaced = save_text(first, "Mine.", version=first.version, summary="Another").draft
    assert replaced.summary == "Another"
    assert replaced.versions.filter(summary="What I did").exists()
