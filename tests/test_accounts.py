"""From an account of the wiki to a user of Galley: one person stays one person."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client

from editor.credentials import client_for, current_wiki, wiki_username
from editor.models import ForeignWikiError, Wiki
from tests.people import signed_up
from tests.redirects import ALLAUTH, sign_in, with_profile


def test_the_uid_holds_the_wikis_id_and_the_accounts(wiki):
    sign_in(wiki, Client())
    account = SocialAccount.objects.get()
    assert account.uid == f"{current_wiki().wiki_id}:{wiki.user_id('Alice')}"


def test_a_renamed_user_is_the_same_user_under_the_new_name(wiki):
    known = User.objects.create(username="Old name")
    uid = f"{current_wiki().wiki_id}:{wiki.user_id('Alice')}"
    SocialAccount.objects.create(
        user=known, provider="mediawiki", uid=uid, extra_data={"username": "Old name", "groups": []}
    )
    sign_in(wiki, Client())
    user = User.objects.get()
    assert user == known
    assert wiki_username(user) == "Alice"
    assert client_for(user).username == "Alice"


def test_who_takes_over_an_old_name_is_somebody_else(wiki):
    known = User.objects.create(username="Alice")
    uid = f"{current_wiki().wiki_id}:99999"
    SocialAccount.objects.create(user=known, provider="mediawiki", uid=uid, extra_data={})
    browser = Client()
    sign_in(wiki, browser)
    newcomer = User.objects.exclude(pk=known.pk).get()
    assert browser.session["_auth_user_id"] == str(newcomer.pk)
    assert wiki_username(newcomer) == "Alice"


def test_a_number_that_somebody_else_goes_by_opens_nothing(wiki, bob, monkeypatch):
    """Where wikis share their accounts, OAuth counts them all, and a bot password did not."""
    number_of_bob = str(wiki.user_id("Bob"))
    profile = {"sub": number_of_bob, "username": "Alice", "groups": []}
    monkeypatch.setattr(f"{ALLAUTH}.complete_login", with_profile(profile))
    browser = Client()
    answer = sign_in(wiki, browser)
    assert answer.status_code == 403
    assert "by which this Galley knows Bob" in answer.content.decode()
    assert "_auth_user_id" not in browser.session
    assert (wiki_username(bob), client_for(bob).user_info().name) == ("Bob", "Bob")
    assert SocialAccount.objects.get().extra_data["username"] == "Bob"


def test_the_same_number_on_another_wiki_is_somebody_else(wiki):
    other = User.objects.create(username="Alice of another wiki")
    uid = f"another:{wiki.user_id('Alice')}"
    SocialAccount.objects.create(user=other, provider="mediawiki", uid=uid, extra_data={})
    sign_in(wiki, Client())
    assert User.objects.count() == 2


def test_a_profile_of_a_hidden_user_is_turned_away(wiki, monkeypatch):
    """The wiki names neither user name nor groups of an account that it hides."""
    monkeypatch.setattr(
        f"{ALLAUTH}.complete_login",
        with_profile({"sub": "4", "blocked": True}),
    )
    answer = sign_in(wiki, Client())
    assert answer.status_code == 502
    assert not User.objects.exists()


def test_a_foreign_database_is_refused(wiki, alice, settings):
    settings.WIKI_API_URL = "https://other.example/w/api.php"
    with pytest.raises(ForeignWikiError, match="a database of its own"):
        Wiki.objects.refuse_foreign_database()


def test_signed_up_people_of_the_tests_are_like_those_who_signed_in(wiki):
    """The fixtures' short cut makes the very user that the redirects find."""
    alice = signed_up(wiki, "Alice")
    sign_in(wiki, Client())
    assert User.objects.get() == alice
