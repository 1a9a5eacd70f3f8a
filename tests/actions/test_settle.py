"""A publish whose answer is lost: looked up on the wiki, and never sent twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from editor.actions.attempt import begin_attempt, send
from editor.actions.publish import edit_request, publish_draft
from editor.actions.settle import (
    SETTLING_TIME,
    AttemptUnderWayError,
    StillSettlingError,
    settle_attempt,
    settle_draft,
)
from editor.credentials import client_for
from editor.models import Draft, PageState, PublishAttempt
from editor.models.publishing import LONGEST_EDIT
from editor.views.explain import explain
from editor.wiki import WikiUnavailableError
from tests.factories import open_draft, save_text
from tests.faults import proxied
from tests.people import new_title

Outcome = PublishAttempt.Outcome


def later(seconds: float):
    return time_machine.travel(timezone.now() + timedelta(seconds=seconds), tick=False)


def lost_answer(wiki, user, draft) -> PublishAttempt:
    """Publishes; the wiki saves, and nobody hears of it."""
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit")
        with pytest.raises(WikiUnavailableError) as caught:
            publish_draft(user=user, draft=draft, version=draft.version)
    assert caught.value.may_have_been_saved
    assert proxy.actions().count("edit") == 1
    attempt: PublishAttempt = draft.attempts.get()
    return attempt


def lost_request(wiki, user, draft) -> PublishAttempt:
    """Publishes; the wiki never hears of it, which looks the same from here."""
    with proxied(wiki) as proxy:
        proxy.lose_requests("edit")
        with pytest.raises(WikiUnavailableError):
            publish_draft(user=user, draft=draft, version=draft.version)
    attempt: PublishAttempt = draft.attempts.get()
    return attempt


def again(draft) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=draft.pk)
    return found


@pytest.fixture
def draft(alice, title):
    return save_text(open_draft(alice, title), "Mine.", summary="Why").draft


def test_a_lost_answer_is_unknown(wiki, alice, draft):
    attempt = lost_answer(wiki, alice, draft)
    assert (attempt.outcome, attempt.closed_at) == (Outcome.UNKNOWN, None)
    assert again(draft).text == "Mine."


def test_what_arrived_is_found(wiki, alice, draft, title):
    lost_answer(wiki, alice, draft)
    settled = settle_draft(user=alice, draft=draft)
    assert settled is not None
    newest = wiki.history(title)[0]
    assert (settled.outcome, settled.newrevid) == (Outcome.PUBLISHED, newest["revid"])
    assert settled.oldrevid == newest["parentid"]
    assert again(draft).state == Draft.State.OPENED


@pytest.mark.parametrize("hours", [-3, 3])
def test_what_arrived_is_found_though_the_clocks_differ(wiki, alice, draft, title, hours):
    """Galley's clock is off by hours: the order of the revisions tells, and the text."""
    with later(hours * 3600):
        lost_answer(wiki, alice, draft)
        settled = settle_draft(user=alice, draft=draft)
    assert settled is not None
    assert settled.newrevid == wiki.history(title)[0]["revid"]


def test_an_attempt_that_was_settled_meanwhile_stays_as_it_was_settled(wiki, alice, draft):
    """The answer comes after somebody else, with better knowledge, has closed the attempt."""
    attempt = begin_attempt(user=alice, draft=draft, text=draft.text, summary="Why")
    found = {"outcome": Outcome.PUBLISHED, "newrevid": 12345, "closed_at": timezone.now()}
    PublishAttempt.objects.filter(pk=attempt.pk).update(**found)
    late = send(client_for(alice), attempt, edit_request(draft, user=alice))
    assert (late.outcome, late.newrevid) == (Outcome.PUBLISHED, 12345)
    with proxied(wiki) as proxy:
        proxy.answer("edit", 503, "")
        with pytest.raises(WikiUnavailableError):
            send(client_for(alice), attempt, edit_request(draft, user=alice))
    attempt.refresh_from_db()
    assert (attempt.outcome, attempt.newrevid) == (Outcome.PUBLISHED, 12345)


def test_who_looked_too_early_does_not_undo_what_somebody_else_found(wiki, alice, draft):
    attempt = lost_request(wiki, alice, draft)
    found = {"outcome": Outcome.PUBLISHED, "newrevid": 12345, "closed_at": timezone.now()}
    PublishAttempt.objects.filter(pk=attempt.pk).update(**found)
    with later(SETTLING_TIME.total_seconds() + 1):
        settled = settle_attempt(user=alice, attempt=attempt)
    assert (settled.outcome, settled.newrevid) == (Outcome.PUBLISHED, 12345)


def test_what_was_found_leaves_no_summary_for_the_next_edit(wiki, alice, draft):
    lost_answer(wiki, alice, draft)
    Draft.objects.filter(pk=draft.pk).update(tags=["one"])
    settle_draft(user=alice, draft=again(draft))
    fresh = again(draft)
    assert (fresh.state, fresh.summary, fresh.tags) == (Draft.State.OPENED, "", [])


def test_pressing_publish_again_sends_nothing_twice(wiki, alice, draft, title):
    lost_answer(wiki, alice, draft)
    with proxied(wiki) as proxy:
        attempt = publish_draft(user=alice, draft=again(draft), version=draft.version)
    assert "edit" not in proxy.actions()
    assert attempt.outcome == Outcome.PUBLISHED
    assert attempt.newrevid == wiki.history(title)[0]["revid"]
    assert len(wiki.history(title)) == 2


def test_pressing_publish_again_signs_nothing_twice(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "I say so. ~~~~").draft
    lost_answer(wiki, alice, draft)
    attempt = publish_draft(user=alice, draft=again(draft), version=draft.version)
    assert attempt.outcome == Outcome.PUBLISHED
    assert len(wiki.history(title)) == 2
    assert wiki.text(title).count("User:Alice") == 1


def test_what_was_typed_since_is_published_on_top(wiki, alice, draft, title):
    lost_answer(wiki, alice, draft)
    typed = save_text(again(draft), "Mine.\n\nAnd more.").draft
    attempt = publish_draft(user=alice, draft=typed, version=typed.version)
    assert attempt.outcome == Outcome.PUBLISHED
    assert wiki.text(title) == "Mine.\n\nAnd more."
    assert [revision["user"] for revision in wiki.history(title)] == ["Alice", "Alice", "Bob"]


def test_what_did_not_arrive_yet_may_still_arrive(wiki, alice, draft, title):
    lost_request(wiki, alice, draft)
    with pytest.raises(StillSettlingError) as caught:
        publish_draft(user=alice, draft=again(draft), version=draft.version)
    assert 0 < caught.value.seconds_left <= SETTLING_TIME.total_seconds() + 1
    assert len(wiki.history(title)) == 1
    assert draft.attempts.get().outcome == Outcome.UNKNOWN


def test_what_did_not_arrive_can_be_published_when_its_time_is_over(wiki, alice, draft, title):
    lost = lost_request(wiki, alice, draft)
    with later(SETTLING_TIME.total_seconds() + 1):
        attempt = publish_draft(user=alice, draft=again(draft), version=draft.version)
    lost.refresh_from_db()
    assert lost.outcome == Outcome.NOT_FOUND
    assert attempt.outcome == Outcome.PUBLISHED
    assert len(wiki.history(title)) == 2


def test_an_older_edit_with_the_same_summary_is_not_taken_for_it(wiki, alice, title):
    wiki.edit(title, "Before.", user="Alice", summary="Why")
    draft = save_text(open_draft(alice, title), "Mine.", summary="Why").draft
    lost_request(wiki, alice, draft)
    with later(SETTLING_TIME.total_seconds() + 1):
        settled = settle_draft(user=alice, draft=draft)
    assert settled is not None
    assert settled.outcome == Outcome.NOT_FOUND


def test_somebody_elses_same_text_is_not_taken_for_it(wiki, alice, draft, title):
    lost_request(wiki, alice, draft)
    wiki.edit(title, "Mine.", user="Bob", summary="Why")
    with later(SETTLING_TIME.total_seconds() + 1):
        settled = settle_draft(user=alice, draft=draft)
    assert settled is not None
    assert settled.outcome == Outcome.NOT_FOUND


def test_an_edit_of_another_draft_is_not_taken_for_it(wiki, alice, title):
    """Two drafts of one page: each revision settles one attempt only."""
    wiki.edit(title, "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.")
    page = save_text(open_draft(alice, title), "Mine.", summary="Why").draft
    section = save_text(open_draft(alice, title, "1"), "== One ==\nMine.", summary="Why").draft
    publish_draft(user=alice, draft=section, version=section.version)
    # As where the section was published by a process that has not told of it.
    PageState.objects.all().delete()
    lost_request(wiki, alice, page)
    with later(SETTLING_TIME.total_seconds() + 1):
        settled = settle_draft(user=alice, draft=page)
    assert settled is not None
    assert settled.outcome == Outcome.NOT_FOUND


def test_a_lost_section_is_found(wiki, alice, title):
    wiki.edit(title, "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.")
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nMine. ~~~~", summary="").draft
    lost_answer(wiki, alice, draft)
    settled = settle_draft(user=alice, draft=draft)
    assert settled is not None
    assert settled.outcome == Outcome.PUBLISHED


def test_a_lost_new_section_is_found(wiki, alice, title):
    draft = save_text(open_draft(alice, title, "new"), "Mine.", section_title="Heading").draft
    lost_answer(wiki, alice, draft)
    settled = settle_draft(user=alice, draft=draft)
    assert settled is not None
    assert settled.outcome == Outcome.PUBLISHED


def test_a_lost_new_page_is_found(wiki, alice):
    title = new_title()
    draft = save_text(open_draft(alice, title), "Mine.").draft
    lost_answer(wiki, alice, draft)
    attempt = publish_draft(user=alice, draft=again(draft), version=draft.version)
    assert attempt.outcome == Outcome.PUBLISHED
    assert len(wiki.history(title)) == 1


def killed_while_sending(draft) -> PublishAttempt:
    attempt: PublishAttempt = PublishAttempt.objects.create(
        draft=draft,
        author=draft.owner,
        version=draft.version,
        text=draft.versions.order_by("-id").first().text,
        base_revid=draft.base_revid,
        started_at=timezone.now(),
    )
    return attempt


def test_a_killed_process_holds_the_draft_no_longer_than_an_edit_takes(wiki, alice, draft, title):
    killed = killed_while_sending(draft)
    with pytest.raises(AttemptUnderWayError):
        publish_draft(user=alice, draft=draft, version=draft.version)
    with later(LONGEST_EDIT.total_seconds() + 1):
        publish_draft(user=alice, draft=again(draft), version=draft.version)
    killed.refresh_from_db()
    assert killed.outcome == Outcome.NOT_FOUND
    assert wiki.text(title) == "Mine."


def test_who_publishes_again_after_a_killed_process_hears_what_the_wiki_has(
    wiki, alice, draft, title
):
    killed = begin_attempt(user=alice, draft=draft, text=draft.text, summary=draft.summary)
    with pytest.raises(AttemptUnderWayError) as caught:
        publish_draft(user=alice, draft=draft, version=draft.version)
    assert 300 < caught.value.seconds_left <= LONGEST_EDIT.total_seconds() + 1
    assert f"in {caught.value.seconds_left} seconds" in explain(caught.value).next_step
    # It arrived after all: what is found closes it at once, and nothing is sent again.
    client_for(alice).edit(edit_request(draft, user=alice))
    length = len(wiki.history(title))
    assert publish_draft(user=alice, draft=again(draft), version=draft.version) == killed
    killed.refresh_from_db()
    assert killed.outcome == Outcome.PUBLISHED
    assert len(wiki.history(title)) == length
    assert again(draft).state == Draft.State.OPENED


def test_the_command_settles_everything_that_is_open(wiki, alice, bob, draft, title, capsys):
    lost_answer(wiki, alice, draft)
    of_bob = save_text(open_draft(bob, new_title()), "Bob's.").draft
    lost_request(wiki, bob, of_bob)
    call_command("settle")
    assert draft.attempts.get().outcome == Outcome.PUBLISHED
    assert of_bob.attempts.get().outcome == Outcome.UNKNOWN
    said = capsys.readouterr().out
    assert "published" in said
    assert "too early to tell" in said


def test_the_command_goes_on_after_an_expired_sign_in(wiki, alice, bob, draft, capsys):
    lost_answer(wiki, alice, draft)
    of_bob = save_text(open_draft(bob, new_title()), "Bob's.").draft
    lost_answer(wiki, bob, of_bob)
    wiki.revoke_tokens("Alice")
    call_command("settle")
    assert draft.attempts.get().outcome == Outcome.UNKNOWN
    assert of_bob.attempts.get().outcome == Outcome.PUBLISHED
    assert "sign-in" in capsys.readouterr().err
