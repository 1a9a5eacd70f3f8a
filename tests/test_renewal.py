"""Tokens are renewed when they end, and given up only when the wiki refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from editor.actions.publish import publish_draft
from editor.credentials import (
    EXPIRY_MARGIN,
    SignInRequiredError,
    UserClient,
    client_for,
    decrypt,
    refreshed,
    renewal,
)
from editor.models import WikiCredential
from editor.wiki import ConsumerNotApprovedError, WikiUnavailableError
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.people import browser_of, credential_of, signed_up
from tests.posting import address
from tests.redirects import sign_in


def test_a_token_about_to_expire_is_renewed_before_it_is_used(wiki, alice, refreshes):
    old = credential_of(alice)
    soon = timezone.now() + EXPIRY_MARGIN / 2
    WikiCredential.objects.filter(pk=old.pk).update(expires_at=soon)
    assert client_for(alice).user_info().name == "Alice"
    assert len(refreshes) == 1
    new = credential_of(alice)
    assert decrypt(new.access_token) != decrypt(old.access_token)
    assert new.expires_at is not None
    assert new.expires_at > soon
    assert new.csrf_token == ""


def test_a_token_with_time_left_is_not_renewed(wiki, alice, refreshes):
    client_for(alice).user_info()
    assert refreshes == []


def test_a_token_that_the_wiki_refuses_is_renewed_and_the_call_repeated(wiki, alice, refreshes):
    wiki.expire_access_tokens("Alice")
    assert client_for(alice).user_info().name == "Alice"
    assert len(refreshes) == 1
    assert credential_of(alice).token_version == 2


def test_a_publish_goes_on_with_the_renewed_token(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    wiki.expire_access_tokens("Alice")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert [revision["user"] for revision in wiki.history(title)] == ["Alice", "Bob"]


def test_a_refused_refresh_asks_for_a_new_sign_in_and_forgets_the_tokens(wiki, alice):
    wiki.expire_access_tokens("Alice")
    wiki.expire_refresh_tokens("Alice")
    with pytest.raises(SignInRequiredError):
        client_for(alice).user_info()
    credential = credential_of(alice)
    assert (credential.access_token, credential.refresh_token) == ("", "")
    assert credential.username == "Alice"
    with pytest.raises(SignInRequiredError):
        client_for(alice)


def test_a_wiki_that_is_down_during_the_refresh_costs_no_tokens(wiki, alice):
    old = credential_of(alice)
    with wiki_down(), pytest.raises(WikiUnavailableError):
        refreshed(old)
    credential = credential_of(alice)
    assert credential.refresh_token == old.refresh_token
    assert credential.lease_until is None
    assert client_for(alice).user_info().name == "Alice"


def test_a_read_only_wiki_costs_no_tokens(wiki, alice):
    wiki.expire_access_tokens("Alice")
    wiki.configure(readonly="Moving house")
    with pytest.raises(WikiUnavailableError):
        client_for(alice).user_info()
    wiki.reset()
    assert client_for(alice).user_info().name == "Alice"


def test_the_last_seconds_of_a_token_do_while_the_wiki_renews_none(wiki, alice, monkeypatch):
    WikiCredential.objects.filter(user=alice).update(
        expires_at=timezone.now() + timedelta(seconds=20)
    )

    def unavailable(*args):
        raise WikiUnavailableError("not now")

    monkeypatch.setattr(renewal, "refresh_tokens", unavailable)
    assert client_for(alice).user_info().name == "Alice"


def test_a_disabled_consumer_is_no_reason_to_refresh(wiki, alice, refreshes):
    old = credential_of(alice)
    wiki.disable_consumer()
    with pytest.raises(ConsumerNotApprovedError):
        client_for(alice).user_info()
    assert refreshes == []
    wiki.enable_consumer()
    assert credential_of(alice).access_token == old.access_token
    assert client_for(alice).user_info().name == "Alice"


def test_a_secret_that_is_wrong_now_costs_no_tokens(wiki, alice, title, settings):
    draft, secret = open_draft(alice, title), settings.OAUTH_CLIENT_SECRET
    settings.OAUTH_CLIENT_SECRET = "reset"
    wiki.expire_access_tokens("Alice")
    for _ in range(2):
        page = browser_of(alice).get(address(draft)).content.decode()
        assert "The wiki does not accept Galley itself" in page
        assert "Sign in" not in page
    settings.OAUTH_CLIENT_SECRET = secret
    assert client_for(alice).user_info().name == "Alice"


def test_a_consumer_switched_off_at_the_refresh_is_no_fault_of_the_users(wiki, alice, title):
    """The wiki voids the tokens first: they are lost, and that is not said to be an expiry."""
    draft, browser = open_draft(alice, title), browser_of(alice)
    wiki.expire_access_tokens("Alice")
    wiki.disable_consumer()
    assert "The wiki does not accept Galley itself" in browser.get(address(draft)).content.decode()
    page = browser.get(address(draft)).content.decode()
    assert "because the wiki refused Galley itself" in page
    assert "Tell the people who run Galley" in page
    wiki.enable_consumer()
    sign_in(wiki, browser)
    assert client_for(alice).user_info().name == "Alice"
    assert "Tell the people" not in browser.get(address(draft)).content.decode()


def test_a_fresh_token_that_is_refused_too_asks_for_a_new_sign_in(wiki, alice, refreshes):
    wiki.expire_access_tokens("Alice")
    wiki.narrow_approvals("Alice", ["basic"])
    with pytest.raises(SignInRequiredError):
        client_for(alice).user_info()
    assert len(refreshes) == 1
    assert credential_of(alice).access_token == ""


def test_who_signs_in_anew_meanwhile_keeps_that_sign_in(wiki, alice, monkeypatch):
    """What an older request comes to says nothing of the tokens that came since."""
    wiki.narrow_approvals("Alice", ["basic"])
    answer_once = UserClient._answer_once
    tries = []

    def slowly(*arguments, **options):
        tries.append(1)
        try:
            return answer_once(*arguments, **options)
        finally:
            if len(tries) == 2:
                signed_up(wiki, "Alice")

    client = client_for(alice)
    monkeypatch.setattr(UserClient, "_answer_once", slowly)
    with pytest.raises(SignInRequiredError):
        client.user_info()
    assert credential_of(alice).can_act
