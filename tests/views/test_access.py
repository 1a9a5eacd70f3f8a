"""Every address of a draft, in every role. A new address is in here by itself."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from editor.actions.collide import record_collision
from editor.models import PublishAttempt
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
