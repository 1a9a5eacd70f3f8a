"""Every address of a draft, in every role. A new address is in here by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from editor.actions.collide import record_collision
from editor.actions.pen import pass_pen
from editor.actions.share_draft import set_access, share_with_team
from editor.models import Access, Draft, DraftShare, PublishAttempt
from editor.urls import urlpatterns
from tests.factories import open_draft, save_text
from tests.people import browser_of
from tests.posting import FRAGMENT

# Says that one should sign in again, to whoever asks: there is nothing of the draft in it.
OPEN_TO_ALL = {"draft_sign_in"}
OF_A_DRAFT = [
    str(pattern.name)
    for pattern in urlpatterns
    if {"draft_id", "attempt_id"} & set(pattern.pattern.converters)
    and pattern.name not in OPEN_TO_ALL
]


@pytest.fixture
def ids(wiki, alice, title):
    """Alice's draft with one of everything."""
    draft = save_text(open_draft(alice, title), "Alice's secret.").draft
    wiki.edit(title, "Theirs.")
    snapshot = record_collision(user=alice, draft=draft)
    attempt = PublishAttempt.objects.create(
        draft=draft,
        author=alice,
        version=draft.version,
        text=snapshot.mine_text,
        started_at=timezone.now(),
    )
    return {
        "draft_id": draft.pk,
        "version_id": draft.versions.latest("id").pk,
        "snapshot_id": snapshot.pk,
        "attempt_id": attempt.pk,
        "share_id": 1,
    }


def pattern_of(name: str) -> URLPattern:
    return next(pattern for pattern in urlpatterns if pattern.name == name)


def address_of(name: str, ids) -> str:
    wanted = pattern_of(name).pattern.converters
    return reverse(name, kwargs={key: ids.get(key, 1) for key in wanted})


def test_the_list_is_not_empty():
    assert {"draft_edit", "draft_version", "draft_snapshot", "draft_published"} < set(OF_A_DRAFT)


def test_a_stranger_finds_nothing(stranger, ids):
    browser = browser_of(stranger)
    posted = {"version": 1, "text": "Foisted.", "then": "edit"}
    for name in OF_A_DRAFT:
        address = address_of(name, ids)
        for answer in (
            browser.get(address),
            browser.post(address, posted),
            browser.get(address, headers=FRAGMENT),
        ):
            assert answer.status_code in (404, 405), name
            assert "secret" not in answer.content.decode(), name


WITH_PARTS = [
    name for name in OF_A_DRAFT if set(pattern_of(name).pattern.converters) - {"draft_id"}
]


def test_a_stranger_finds_no_parts_of_ones_own_draft(stranger, ids):
    """The draft is the stranger's own, its version, collision or attempt is Alice's."""
    own = open_draft(stranger, "Apollo 11")
    mixed = ids | {"draft_id": own.pk}
    browser = browser_of(stranger)
    for name in WITH_PARTS:
        for answer in (
            browser.get(address_of(name, mixed)),
            browser.post(address_of(name, mixed), {"version": 1, "text": "Foisted."}),
        ):
            assert answer.status_code in (404, 405), name
            assert "secret" not in answer.content.decode(), name


def test_who_is_not_signed_in_is_asked_to(ids):
    for name in OF_A_DRAFT:
        answers = [Client().get(address_of(name, ids))]
        assert answers[0].status_code in (302, 405), name
        if answers[0].status_code == 302:
            assert answers[0]["Location"].startswith("/?next="), name
        if name != "draft_resume":
            answers += [Client().post(address_of(name, ids), {"version": 1, "text": "Typed."})]
            assert answers[1].status_code in (302, 401, 405), name
        for answer in answers:
            assert "secret" not in answer.content.decode(), name


def test_the_owner_gets_an_answer_and_no_error(alice, ids):
    browser = browser_of(alice)
    for name in OF_A_DRAFT:
        answer = browser.get(address_of(name, ids))
        assert answer.status_code in (200, 204, 302, 405), name


def test_a_number_that_nothing_has_is_not_found(browser):
    for name in OF_A_DRAFT:
        for number in (987654, 10**30):
            wanted = pattern_of(name).pattern.converters
            address = reverse(name, kwargs=dict.fromkeys(wanted, number))
            for answer in (
                browser.get(address),
                browser.post(address, {"version": 1, "text": "x"}),
            ):
                assert answer.status_code in (404, 405), name


def test_every_post_wants_a_csrf_token(alice, ids):
    browser = browser_of(alice)
    browser.handler.enforce_csrf_checks = True
    for name in OF_A_DRAFT:
        answer = browser.post(address_of(name, ids), {"version": 1, "text": "Foisted."})
        assert answer.status_code in (403, 405), name


def test_nothing_is_left_out():
    named = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    drafts = {name for name in named if name.startswith("draft_")}
    assert drafts - OPEN_TO_ALL <= set(OF_A_DRAFT)


# What ends the role that is tried.
ENDS_IT = {"draft_leave"}


def everything(user, ids) -> dict[str, Any]:
    """What this user gets at every address: opened, posted to, and asked for as a fragment."""
    browser = browser_of(user)
    posted = {"version": 1, "text": "Foisted.", "then": "edit", "access": "write", "name": "Carol"}
    found = {}
    for name in OF_A_DRAFT:
        if name in ENDS_IT:
            continue
        address = address_of(name, ids)
        answers = [
            browser.get(address),
            browser.post(address, posted),
            browser.post(address, posted | {"tab": "one"}, headers=FRAGMENT),
        ]
        assert all(answer.status_code < 500 for answer in answers), name
        found[name] = answers
    return found


def state_of(ids) -> dict[str, Any]:
    """All that only who writes or owns may change."""
    draft = Draft.objects.values().get(pk=ids["draft_id"])
    hers = PublishAttempt.objects.filter(draft_id=ids["draft_id"]).values_list("author", "outcome")
    open_ones = DraftShare.objects.exclude(access="").values_list("user", "access")
    del draft["pen_asked_by_id"], draft["pen_asked_at"]
    return {"draft": draft, "attempts": set(hers), "shares": set(open_ones)}


@pytest.mark.parametrize("as_team", [False, True])
def test_a_reader_reads_and_changes_nothing(alice, stranger, ids, as_team):
    draft = Draft.objects.get(pk=ids["draft_id"])
    kept = draft.versions.count()
    if as_team:
        share_with_team(draft=draft, access=Access.READ)
    else:
        set_access(draft=draft, user=stranger, access=Access.READ)
    before = state_of(ids)
    found = everything(stranger, ids)
    assert state_of(ids) == before
    assert draft.versions.count() == kept
    assert "secret" in found["draft_edit"][0].content.decode()
    refused = {name for name, answers in found.items() if answers[0].status_code in (403, 404)}
    assert {"draft_versions", "draft_version", "draft_conflict", "draft_on_wiki"} <= refused


def test_who_may_write_but_has_no_pen_changes_nothing_and_loses_nothing(alice, stranger, ids):
    draft = Draft.objects.get(pk=ids["draft_id"])
    set_access(draft=draft, user=stranger, access=Access.WRITE)
    before = state_of(ids)
    found = everything(stranger, ids)
    assert state_of(ids) == before
    (kept,) = draft.versions.filter(reason="without-pen")
    assert (kept.text.content, kept.author) == ("Foisted.", stranger)
    saved = found["draft_save"][1].content.decode()
    assert "Alice has the pen now" in saved
    # What Alice had before she shared it is her own business.
    assert found["draft_version"][0].status_code == 404
    assert found["draft_snapshot"][0].status_code == 404


def test_who_has_the_pen_writes_and_decides_but_does_not_own(alice, stranger, ids):
    draft = Draft.objects.get(pk=ids["draft_id"])
    draft.attempts.all().delete()
    set_access(draft=draft, user=stranger, access=Access.WRITE)
    pass_pen(draft, to_id=stranger.pk)
    before = state_of(ids)
    found = everything(stranger, ids)
    after = state_of(ids)
    assert after["draft"]["text"] == "Foisted."
    assert (after["draft"]["owner_id"], after["draft"]["state"]) == (alice.pk, "editing")
    assert (after["draft"]["team_access"], after["shares"]) == ("", before["shares"])
    assert {author for author, _outcome in after["attempts"]} <= {stranger.pk}
    for name in ("draft_discard", "draft_restore", "draft_share", "draft_share_team"):
        assert found[name][1].status_code == 403, name


@pytest.mark.parametrize("has_left", [False, True])
def test_whose_share_has_ended_is_told_so_and_no_more(alice, stranger, ids, has_left):
    draft = Draft.objects.get(pk=ids["draft_id"])
    set_access(draft=draft, user=stranger, access=Access.WRITE)
    pass_pen(draft, to_id=stranger.pk)
    draft.refresh_from_db()
    set_access(draft=draft, user=stranger, access=Access.NONE, is_leaving=has_left)
    before = state_of(ids)
    assert before["draft"]["pen_holder_id"] is None
    found = everything(stranger, ids)
    assert state_of(ids) == before
    for name, answers in found.items():
        for answer in answers:
            assert answer.status_code in (403, 404, 405), name
            assert "secret" not in answer.content.decode(), name
    words = "You have left this draft" if has_left else "Alice does not share this draft with you"
    assert words in found["draft_edit"][0].content.decode()
    posted = found["draft_save"][1].content.decode()
    # Without JavaScript this page is all that is left of what was typed.
    assert words in posted
    assert "Foisted." in posted
