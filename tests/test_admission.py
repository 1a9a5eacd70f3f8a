"""Who may use this Galley: ALLOWED_USERS and ALLOWED_GROUPS."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from editor.credentials import (
    EXPIRY_MARGIN,
    NotAdmittedError,
    client_for,
    may_sign_in,
    people_like,
)
from editor.models import WikiCredential
from editor.wiki import WikiClient, WikiUnavailableError
from tests.factories import open_draft
from tests.faults import proxied
from tests.people import browser_of, credential_of, signed_up
from tests.posting import address, form_data
from tests.redirects import ALLAUTH, sign_in, with_profile


@pytest.mark.parametrize("user", ["Alice", "Bob"])
def test_allowed_users_may_come_in_and_nobody_else(wiki, settings, user):
    settings.ALLOWED_USERS = ["Alice", "Somebody_else"]
    answer = sign_in(wiki, Client(), user)
    if user == "Alice":
        assert answer.status_code == 302
    else:
        assert answer.status_code == 403
        assert "Bob" in answer.content.decode()
        assert not User.objects.exists()


@pytest.mark.parametrize("user", ["Admin", "Bob"])
def test_allowed_groups_may_come_in_and_nobody_else(wiki, settings, user):
    settings.ALLOWED_GROUPS = ["sysop"]
    answer = sign_in(wiki, Client(), user)
    assert answer.status_code == (302 if user == "Admin" else 403)
    assert User.objects.exists() == (user == "Admin")


def test_an_underscore_in_a_listed_name_is_a_space(settings):
    settings.ALLOWED_USERS = ["Alice_B."]
    assert may_sign_in("Alice B.", [])
    assert not may_sign_in("Alice", [])


def test_a_small_first_letter_in_a_listed_name_is_a_capital(settings):
    settings.ALLOWED_USERS = ["alice", "éva"]
    assert may_sign_in("Alice", [])
    assert may_sign_in("Éva", [])
    assert not may_sign_in("ALICE", [])


@pytest.mark.parametrize(("groups", "questions"), [([], 1), (["user"], 2)])
def test_names_are_suggested_in_one_question_or_two(
    alice, bob, stranger, settings, groups, questions, django_assert_num_queries
):
    settings.ALLOWED_GROUPS = groups
    SocialAccount.objects.update(extra_data={"groups": ["user"]})
    WikiCredential.objects.filter(user=stranger).update(username="Bert")
    with django_assert_num_queries(questions):
        assert people_like("b", but=alice) == ["Bert", "Bob"]


def test_who_is_taken_off_the_list_is_out_with_the_next_refresh(wiki, alice, settings):
    settings.ALLOWED_USERS = ["Bob"]
    wiki.expire_access_tokens("Alice")
    with pytest.raises(NotAdmittedError):
        client_for(alice).user_info()
    assert credential_of(alice).access_token == ""


def test_groups_are_asked_for_at_each_refresh(wiki, alice, settings):
    settings.ALLOWED_GROUPS = ["user"]
    wiki.expire_access_tokens("Alice")
    assert client_for(alice).user_info().name == "Alice"
    settings.ALLOWED_GROUPS = ["sysop"]
    wiki.expire_access_tokens("Alice")
    with pytest.raises(NotAdmittedError):
        client_for(alice).user_info()


def test_who_is_found_off_the_list_keeps_what_they_signed_in_with_since(
    wiki, alice, settings, monkeypatch
):
    settings.ALLOWED_USERS = ["Bob"]
    wiki.expire_access_tokens("Alice")
    user_info = WikiClient.user_info

    def slowly(client):
        found = user_info(client)
        signed_up(wiki, "Alice")
        return found

    client = client_for(alice)
    monkeypatch.setattr(WikiClient, "user_info", slowly)
    with pytest.raises(NotAdmittedError):
        client.edit_refusals("Moon")
    assert credential_of(alice).can_act


def test_a_renewal_asks_for_the_groups_once(wiki, alice, settings):
    settings.ALLOWED_GROUPS = ["user"]
    soon = timezone.now() + EXPIRY_MARGIN / 2
    WikiCredential.objects.filter(user=alice).update(expires_at=soon)
    with proxied(wiki) as proxy:
        client_for(alice)
        assert [call.get("meta") for call in proxy.calls].count("userinfo") == 1


@pytest.mark.parametrize(("group", "is_let_in"), [("user", True), ("sysop", False)])
def test_groups_that_could_not_be_read_are_asked_for_again(
    wiki, alice, title, settings, group, is_let_in
):
    settings.ALLOWED_GROUPS = [group]
    draft = open_draft(alice, title)
    soon = timezone.now() + EXPIRY_MARGIN / 2
    WikiCredential.objects.filter(user=alice).update(expires_at=soon)
    with proxied(wiki) as proxy:
        proxy.answer("query", 503, "")
        with pytest.raises(WikiUnavailableError):
            client_for(alice).user_info()
        # What somebody types is saved all the same.
        saved = browser_of(alice).post(address(draft, "save"), form_data(draft, "Mine."))
        assert saved.status_code == 200
    if is_let_in:
        assert client_for(alice).user_info().name == "Alice"
        assert not credential_of(alice).needs_admission
    else:
        with pytest.raises(NotAdmittedError):
            client_for(alice)


def test_a_profile_without_groups_lets_nobody_in(wiki, settings, monkeypatch):
    settings.ALLOWED_GROUPS = ["user"]
    monkeypatch.setattr(
        f"{ALLAUTH}.complete_login", with_profile({"sub": "4", "username": "Alice"})
    )
    assert sign_in(wiki, Client()).status_code == 403
    assert not User.objects.exists()
