"""Who may use this Galley: ALLOWED_USERS and ALLOWED_GROUPS."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from editor.credentials import NotAdmittedError, client_for, may_sign_in
from tests.people import credential_of
from tests.redirects import sign_in


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
