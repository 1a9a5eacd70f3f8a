from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editor.models import Presence, WikiCredential
from tests.factories import open_draft
from tests.faults import wiki_down
from tests.people import browser_of, signed_up
from tests.posting import FRAGMENT, address, form_data, words


@pytest.fixture
def draft(alice, title):
    return open_draft(alice, title)


def pulse(browser, draft, **fields):
    posted = {"tab": "one", "state": "", "idle": 0} | fields
    return browser.post(address(draft, "pulse"), posted, headers=FRAGMENT)


def test_it_is_answered_in_parts_without_the_wiki(browser, draft, alice):
    with wiki_down():
        answer = pulse(browser, draft, version=0, caret=3, idle=90)
    assert answer.status_code == 200
    assert 'id="wiki-news" hx-swap-oob="innerHTML"' in answer.content.decode()
    (row,) = Presence.objects.all()
    assert (row.user, row.draft, row.tab, row.caret) == (alice, draft, "one", 3)
    assert row.seen_at - row.active_at == timedelta(seconds=90)


def test_a_tab_has_one_row_until_it_leaves(browser, draft):
    pulse(browser, draft)
    pulse(browser, draft, caret=7)
    pulse(browser, draft, tab="two")
    assert list(Presence.objects.order_by("tab").values_list("tab", "caret")) == [
        ("one", 7),
        ("two", None),
    ]
    assert pulse(browser, draft, state="hidden").status_code == 204
    assert Presence.objects.get(tab="one").is_hidden
    assert pulse(browser, draft, state="left").status_code == 204
    # As the browser sends the two in another order when it closes.
    pulse(browser, draft, state="hidden")
    assert Presence.objects.get().tab == "two"


def test_a_tab_that_fell_silent_is_forgotten(browser, draft, alice):
    pulse(browser, draft, tab="silent")
    pulse(browser, draft, tab="hidden")
    pulse(browser, draft, tab="hidden", state="hidden")
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=41))
    pulse(browser, draft)
    assert set(Presence.objects.values_list("tab", flat=True)) == {"hidden", "one"}
    Presence.objects.filter(tab="hidden").update(seen_at=timezone.now() - timedelta(minutes=6))
    pulse(browser, draft)
    assert Presence.objects.get().tab == "one"


def test_who_may_not_is_refused_without_a_word(browser, draft, stranger, settings):
    """Whatever it is, the status line has nothing of it, and no sign-in page comes."""
    signed_out = pulse(Client(), draft)
    somebody_else = pulse(browser_of(stranger), draft)
    settings.ALLOWED_USERS = ["Bob"]
    not_admitted = pulse(browser, draft)
    settings.ALLOWED_USERS = []
    browser.handler.enforce_csrf_checks = True
    stale_token = pulse(browser, draft)
    statuses = [
        (answer.status_code, answer.get("HX-Trigger"), answer.get("HX-Retarget"))
        for answer in (signed_out, somebody_else, not_admitted, stale_token)
    ]
    assert statuses == [(status, None, None) for status in (401, 404, 401, 403)]
    assert "galley_csrf" in stale_token.cookies
    assert not Presence.objects.exists()


def test_groups_count_as_of_the_last_sign_in(browser, draft, alice, settings):
    settings.ALLOWED_GROUPS = ["editors"]
    assert pulse(browser, draft).status_code == 401
    account = alice.socialaccount_set.get()
    account.extra_data["groups"] = ["editors"]
    account.save()
    assert pulse(browser, draft).status_code == 200


def test_a_draft_that_was_discarded_has_no_pulse(browser, draft):
    browser.post(address(draft, "discard"))
    assert pulse(browser, draft).status_code == 404


def test_what_is_no_pulse_is_refused(browser, draft):
    assert pulse(browser, draft, tab="x" * 41).status_code == 400
    assert pulse(browser, draft, caret=-1).status_code == 400
    assert pulse(browser, draft, state="dancing").status_code == 400


def test_who_decides_a_collision_is_seen_and_hears_only_of_people(browser, bob, draft):
    with wiki_down():
        pulse(browser, draft, deciding="on")
    bobs = browser_of(bob)
    assert "Alice is here" in words(pulse(bobs, open_draft(bob, draft.title)))
    heard = pulse(browser, draft, deciding="on")
    assert "Bob is here" in words(heard)
    # There is no text beside which anything else could be told.
    assert set(re.findall(r'id="([^"]+)" hx-swap-oob', heard.text)) == {
        "presence-summary",
        "presence-people",
        "presence-warning",
    }


def test_who_else_is_here_is_said_in_one_line(wiki, browser, bob, stranger, draft):
    bobs = open_draft(bob, draft.title)
    pulse(browser_of(bob), bobs, caret=bobs.text.index("Second"))
    alone = words(pulse(browser, draft, caret=0))
    assert "Bob is here" in alone
    assert "in this paragraph" not in alone
    assert "Bob is in this paragraph" in words(pulse(browser, draft, caret=14))
    pulse(browser_of(stranger), open_draft(stranger, draft.title), caret=14)
    three = words(pulse(browser, draft, caret=14))
    assert "Bob and Carol are here" in three
    assert "In this paragraph: Bob, Carol" in three
    admin = signed_up(wiki, "Admin")
    pulse(browser_of(admin), open_draft(admin, draft.title), idle=100)
    assert "Bob and 2 others" in words(pulse(browser, draft, caret=14))


def test_it_is_said_in_which_section_and_how_much(wiki, browser, bob, stranger, alice, title):
    wiki.edit(title, "Lead.\n\n== Crew ==\nThree.\n\n== Landing ==\nOn the Moon.")
    draft = open_draft(alice, title, "1")
    whole, new = open_draft(bob, title), open_draft(stranger, title, "new")
    pulse(browser_of(bob), whole, caret=whole.text.index("On the"))
    pulse(browser_of(stranger), new)
    pulse(browser_of(stranger), new, state="hidden")
    said = words(pulse(browser, draft))
    assert "<li>Bob: Landing</li>" in said
    assert "<li>Carol: New section (away)</li>" in said


def test_a_page_without_script_says_who_is_here(browser, bob, draft):
    bobs = open_draft(bob, draft.title)
    pulse(browser_of(bob), bobs)
    assert "Bob is here" in words(browser.get(address(draft)))
    # Looking is not being here.
    assert "is here" not in words(browser_of(bob).get(address(bobs)))


def test_names_are_no_markup(browser, bob, draft):
    pulse(browser_of(bob), open_draft(bob, draft.title))
    WikiCredential.objects.filter(user=bob).update(username="<b>Bob</b>")
    said = pulse(browser, draft).content.decode()
    assert "&lt;b&gt;Bob" in said
    assert "<b>" not in said


def test_whoever_signs_out_is_not_here(browser, draft):
    pulse(browser, draft)
    browser.post("/accounts/logout/")
    assert not Presence.objects.exists()


def test_whoever_has_published_it_all_is_not_here(browser, draft):
    pulse(browser, draft)
    browser.post(address(draft, "publish"), form_data(draft, "Mine.", summary="All of it."))
    assert draft.attempts.get().newrevid
    assert not Presence.objects.exists()
    answer = pulse(browser, draft, state="resting")
    assert answer.status_code == 200
    assert not Presence.objects.exists()
