from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from editor.actions.page_fate import move_draft
from editor.actions.publish import publish_draft
from editor.actions.stash_draft import LEASE, LIFETIME, SIGNED_LIFETIME, stash_draft, stash_state
from editor.credentials import SignInRequiredError
from editor.models import Draft, Stash, WikiCredential
from editor.wiki import WikiClient, WikiUnavailableError, texthash
from tests.factories import open_draft, save_text
from tests.faults import proxied, wiki_down
from tests.people import new_title
from tests.together import together


@pytest.fixture
def draft(alice, title):
    return save_text(open_draft(alice, title), "Mine.").draft


def again(draft: Draft) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=draft.pk)
    return found


def asked(wiki) -> int:
    return sum("action=stashedit" in line for line in wiki.log("api"))


def test_the_wiki_prepares_what_the_server_holds(wiki, alice, draft):
    state = stash_draft(user=alice, draft=draft)
    assert (state.status, state.version) == ("stashed", draft.version)
    assert state.is_ready
    assert any("Cached parser output" in line for line in wiki.log("StashEdit"))


def test_a_publish_finds_what_was_prepared(wiki, alice, title):
    wiki.edit(title, "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.")
    for section in ("", "1"):
        draft = open_draft(alice, title, section)
        saved = save_text(draft, draft.text + f"\nMore of {section}.", summary="Why")
        assert stash_draft(user=alice, draft=saved.draft).is_ready
        wiki.clear_log("StashEdit")
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
        assert any("cache hit" in line for line in wiki.log("StashEdit"))


def test_a_new_page_is_prepared_too(wiki, alice):
    saved = save_text(open_draft(alice, new_title()), "Mine.")
    assert stash_draft(user=alice, draft=saved.draft).is_ready
    wiki.clear_log("StashEdit")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert any("cache hit" in line for line in wiki.log("StashEdit"))


def test_while_it_is_fresh_nothing_is_asked_again(wiki, alice, draft):
    stash_draft(user=alice, draft=draft)
    wiki.clear_log("api")
    assert stash_draft(user=alice, draft=draft).is_ready
    assert wiki.log("api") == []


def test_another_text_is_asked_for_anew(wiki, alice, draft):
    stash_draft(user=alice, draft=draft)
    later = save_text(draft, "Mine, and more.").draft
    assert not stash_state(alice, later).is_ready
    wiki.clear_log("api")
    assert stash_draft(user=alice, draft=later).is_ready
    assert asked(wiki) == 1


def test_another_edit_of_this_user_makes_it_old_after_half_a_minute(wiki, alice, draft):
    stash_draft(user=alice, draft=draft)
    other = save_text(open_draft(alice, new_title()), "Elsewhere.")
    publish_draft(user=alice, draft=other.draft, version=other.version)
    assert stash_state(alice, draft).is_ready
    with time_machine.travel(timezone.now() + timedelta(seconds=31), tick=False):
        assert not stash_state(alice, draft).is_ready
    # Without that edit it would have been good for minutes.
    WikiCredential.objects.filter(user=alice).update(edit_count=Stash.objects.get().edit_count)
    with time_machine.travel(timezone.now() + timedelta(seconds=31), tick=False):
        assert stash_state(alice, draft).is_ready


@pytest.mark.parametrize(
    ("text", "lifetime"), [("Mine.", LIFETIME), ("I say so. ~~~~", SIGNED_LIFETIME)]
)
def test_it_ends_when_the_wiki_forgets_it(wiki, alice, draft, text, lifetime):
    saved = save_text(draft, text).draft
    now = timezone.now()
    stash_draft(user=alice, draft=saved)
    with time_machine.travel(now + lifetime - timedelta(seconds=2), tick=False):
        assert stash_state(alice, saved).is_ready
    with time_machine.travel(now + lifetime + timedelta(seconds=2), tick=False):
        assert not stash_state(alice, saved).is_ready


def test_near_its_end_it_is_asked_for_again(wiki, alice, draft):
    stash_draft(user=alice, draft=draft)
    Stash.objects.update(stashed_at=timezone.now() - LIFETIME + timedelta(seconds=10))
    wiki.clear_log("api")
    stash_draft(user=alice, draft=draft)
    assert asked(wiki) == 1


def test_another_base_makes_it_worthless(wiki, alice, draft):
    stash_draft(user=alice, draft=draft)
    draft.base_revid += 1
    assert not stash_state(alice, draft).is_ready


def test_with_another_summary_only_the_hash_of_the_text_travels(wiki, alice, draft):
    with proxied(wiki) as proxy:
        stash_draft(user=alice, draft=draft)
        later = save_text(draft, draft.text, summary="Why").draft
        assert stash_state(alice, later).is_ready
        assert stash_draft(user=alice, draft=later).is_ready
    first, second = (call for call in proxy.calls if call["action"] == "stashedit")
    assert first["text"] == "Mine."
    assert "stashedtexthash" not in first
    assert second["stashedtexthash"] == texthash("Mine.")
    assert "text" not in second
    assert second["summary"] == "Why"


def test_a_text_that_the_wiki_has_forgotten_travels_again(wiki, alice, draft):
    later = save_text(draft, "Never sent to the wiki.").draft
    Stash.objects.create(draft=draft, user=alice, text_hash=texthash(later.text))
    with proxied(wiki) as proxy:
        assert stash_draft(user=alice, draft=later).is_ready
    first, second = (call for call in proxy.calls if call["action"] == "stashedit")
    assert "text" not in first
    assert second["text"] == "Never sent to the wiki."


@pytest.mark.django_db(transaction=True)
def test_one_is_in_flight_per_draft(wiki, alice, draft):
    with proxied(wiki) as proxy:
        others = []

        def meanwhile():
            others.extend(together(lambda: stash_draft(user=alice, draft=draft)))

        proxy.before("stashedit", meanwhile)
        assert stash_draft(user=alice, draft=draft).is_ready
    assert [state.status for state in others] == ["in-flight"]
    assert proxy.actions().count("stashedit") == 1


def test_the_lease_of_a_killed_process_runs_out(wiki, alice, draft):
    Stash.objects.create(draft=draft, user=alice, lease_until=timezone.now() + LEASE)
    assert stash_draft(user=alice, draft=draft).status == "in-flight"
    Stash.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert stash_draft(user=alice, draft=draft).is_ready


def test_what_was_under_way_when_the_draft_moved_is_not_ready_at_its_new_title(
    wiki, alice, draft, monkeypatch
):
    stash = WikiClient.stash

    def slowly(client, request):
        result = stash(client, request)
        wiki.move(draft.title, new_title("Elsewhere"))
        move_draft(user=alice, draft=again(draft))
        return result

    monkeypatch.setattr(WikiClient, "stash", slowly)
    assert not stash_draft(user=alice, draft=draft).is_ready
    assert not stash_state(alice, again(draft)).is_ready


def test_who_is_late_does_not_free_the_lease_of_the_next(wiki, alice, draft, monkeypatch):
    stash = WikiClient.stash
    of_the_next = timezone.now() + LEASE / 2

    def slowly(client, request):
        Stash.objects.update(lease_until=of_the_next)
        return stash(client, request)

    monkeypatch.setattr(WikiClient, "stash", slowly)
    stash_draft(user=alice, draft=draft)
    assert Stash.objects.get().lease_until == of_the_next


def test_a_collision_is_known_before_publishing(wiki, alice, draft, title):
    wiki.edit(title, "Theirs.")
    state = stash_draft(user=alice, draft=draft)
    assert state.status == "editconflict"
    assert not state.is_ready


def test_a_rate_limit_is_a_state(wiki, alice, draft):
    wiki.configure(rate_limits={"stashedit": {"user": [0, 60]}})
    state = stash_draft(user=alice, draft=draft)
    assert state.status == "ratelimited"
    assert not state.is_ready


@pytest.mark.parametrize("status", ["busy", "uncacheable", "error_parse", "error_cache"])
def test_whatever_else_the_wiki_says_is_a_state(wiki, alice, draft, status):
    with proxied(wiki) as proxy:
        proxy.answer("stashedit", 200, json.dumps({"stashedit": {"status": status}}))
        state = stash_draft(user=alice, draft=draft)
    assert state.status == status
    assert not state.is_ready
    # It is asked again the next time: nothing of it is held against the draft.
    assert stash_draft(user=alice, draft=draft).is_ready


def test_a_refusal_is_a_state_not_an_error(wiki, alice, draft):
    Draft.objects.filter(pk=draft.pk).update(base_revid=99999999)
    state = stash_draft(user=alice, draft=Draft.objects.get(pk=draft.pk))
    assert state.status == "nosuchrevid"
    assert not state.is_ready


def test_an_older_preparation_is_not_taken_for_that_of_a_newer_text(wiki, alice, draft):
    """When the wiki fails over version 2, what it has prepared is still version 1."""
    assert stash_draft(user=alice, draft=draft).is_ready
    later = save_text(draft, "Mine, and more.").draft
    with wiki_down(), pytest.raises(WikiUnavailableError):
        stash_draft(user=alice, draft=later)
    assert not stash_state(alice, later).is_ready
    wiki.clear_log("api")
    assert stash_draft(user=alice, draft=later).is_ready
    assert asked(wiki) == 1


def test_an_expired_sign_in_is_an_error(wiki, alice, draft):
    wiki.revoke_tokens("Alice")
    with pytest.raises(SignInRequiredError):
        stash_draft(user=alice, draft=draft)
    assert not stash_state(alice, draft).is_ready
