"""A bot password: kept as ciphertext, its session shared by all, and logged in again when lost."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest
from django.core.management import CommandError, call_command

from editor.actions.check_bot_password import (
    BotPasswordRefusedError,
    Refusal,
    check_bot_password,
)
from editor.actions.publish import publish_draft
from editor.actions.stash_draft import stash_draft
from editor.credentials import (
    NotAdmittedError,
    SignInRequiredError,
    client_for,
    current_wiki,
    decrypt,
    forget_tokens,
    keep_bot_password,
    renewal,
)
from editor.models import WikiCredential
from editor.wiki import BotPassword, LoginThrottledError, WikiUnavailableError, log_in
from tests.demowiki.bot_passwords import bot_password, revoke_bot_password
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.people import signed_up
from tests.together import hold_renewal, together

GOOD = "0123456789abcdefghijklmnopqrstuv"


@pytest.fixture(scope="module")
def known(running_wiki) -> BotPassword:
    """Alice's, made by the form of Special:BotPasswords."""
    return BotPassword(*bot_password(running_wiki, "Alice"))


@pytest.fixture
def alice(wiki, alice, known):
    """Alice, signed in with it."""
    keep_bot_password(alice, current_wiki(), check_bot_password(known).login, known)
    return alice


@pytest.fixture
def logins(monkeypatch):
    """Every login that goes to the wiki."""
    seen = []
    real = log_in

    def counted(*args):
        seen.append(args)
        return real(*args)

    monkeypatch.setattr(renewal, "log_in", counted)
    return seen


def kept(user) -> WikiCredential:
    credential: WikiCredential = WikiCredential.objects.get(user=user)
    return credential


def lose_session(wiki, user) -> None:
    """As after an hour without a request, or when the wiki's cache is emptied."""
    cookies = json.loads(decrypt(kept(user).cookies))
    (session,) = (c["value"] for c in cookies if c["name"].endswith("BPsession"))
    with closing(sqlite3.connect(wiki.folder / "data" / "wikicache.sqlite")) as cache, cache:
        key = f"%MWSession%{session}%"
        gone = cache.execute("DELETE FROM objectcache WHERE keyname LIKE ?", (key,))
        assert gone.rowcount == 1


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Alice@galley", GOOD),
        ("Alice", f"galley@{GOOD}"),
        (" Alice@galley ", f" {GOOD} "),
    ],
)
def test_either_form_that_the_wiki_shows_will_do(name, password):
    assert BotPassword.parse(name, password) == BotPassword("Alice@galley", GOOD)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Alice", "the password of the account"),
        ("Alice@galley", "the password of the account"),
        ("Alice", GOOD),
        ("Alice@", GOOD),
        ("@galley", GOOD),
        ("Alice", f"@{GOOD}"),
    ],
)
def test_what_is_no_bot_password_is_known_before_it_is_sent(name, password):
    assert BotPassword.parse(name, password) is None


def test_secrets_are_not_in_what_is_printed_of_it(wiki, known):
    checked = check_bot_password(known)
    printed = repr(checked)
    assert known.password not in printed
    assert all(str(cookie.value) not in printed for cookie in checked.login.cookies)


def test_one_publishes_under_the_accounts_own_name(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.", summary="What I did")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    newest = wiki.history(title)[0]
    assert (newest["user"], newest["comment"]) == ("Alice", "What I did")


def test_publishing_is_one_request_and_no_login(wiki, alice, title, logins):
    saved = save_text(open_draft(alice, title), "Mine.")
    wiki.clear_log("api")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    (call,) = wiki.log("api")
    assert "action=edit" in call
    assert "assertuser=Alice" in call
    assert logins == []


def test_a_publish_after_a_stash_is_served_from_it(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine, prepared.")
    assert stash_draft(user=alice, draft=saved.draft).is_ready
    wiki.clear_log("StashEdit")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert any("cache hit" in line for line in wiki.log("StashEdit"))


def test_a_lost_session_is_logged_in_again_and_the_call_repeated(wiki, alice, title, logins):
    saved = save_text(open_draft(alice, title), "Mine.")
    lose_session(wiki, alice)
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert [revision["user"] for revision in wiki.history(title)] == ["Alice", "Bob"]
    assert len(logins) == 1
    client_for(alice).user_info()
    assert len(logins) == 1


@pytest.mark.django_db(transaction=True)
def test_two_that_lose_the_session_at_once_log_in_once(wiki, alice, monkeypatch):
    lose_session(wiki, alice)
    seen = hold_renewal(monkeypatch, "log_in")
    names = together(*[lambda: client_for(alice).user_info().name] * 2)
    assert names == ["Alice", "Alice"]
    assert len(seen) == 1


def test_a_revoked_one_asks_for_a_new_sign_in_with_the_draft_intact(wiki, alice, title):
    known = BotPassword(*bot_password(wiki, "Alice"))
    keep_bot_password(alice, current_wiki(), check_bot_password(known).login, known)
    saved = save_text(open_draft(alice, title), "Mine.")
    revoke_bot_password(wiki, known.name)
    with pytest.raises(SignInRequiredError):
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    credential = kept(alice)
    assert (credential.bot_name, credential.bot_password, credential.cookies) == ("", "", "")
    assert credential.username == "Alice"
    saved.draft.refresh_from_db()
    assert saved.draft.text == "Mine."
    assert wiki.history(title)[0]["user"] == "Bob"
    with pytest.raises(SignInRequiredError):
        client_for(alice)


def test_a_wiki_that_is_down_or_read_only_or_throttles_costs_no_password(wiki, alice):
    lose_session(wiki, alice)
    with wiki_down(), pytest.raises(WikiUnavailableError):
        renewal.refreshed(kept(alice))
    wiki.configure(readonly="Moving house")
    with pytest.raises(WikiUnavailableError):
        client_for(alice).user_info()
    wiki.reset()
    assert kept(alice).lease_until is None
    assert client_for(alice).user_info().name == "Alice"


def test_a_throttled_login_costs_no_password(wiki, alice, known):
    wiki.configure(wgPasswordAttemptThrottle=[{"count": 1, "seconds": 300}])
    wrong = BotPassword(known.name, GOOD)
    for refusal in (Refusal.WRONG, Refusal.THROTTLED):
        with pytest.raises(BotPasswordRefusedError) as caught:
            check_bot_password(wrong)
        assert caught.value.refusal is refusal
    lose_session(wiki, alice)
    with pytest.raises(LoginThrottledError):
        client_for(alice).user_info()
    wiki.reset()
    assert client_for(alice).user_info().name == "Alice"


def test_who_is_taken_off_the_list_is_out_with_the_next_login(wiki, alice, settings):
    settings.ALLOWED_USERS = ["Bob"]
    lose_session(wiki, alice)
    with pytest.raises(NotAdmittedError):
        client_for(alice).user_info()
    assert kept(alice).bot_password == ""


def test_an_oauth_sign_in_takes_its_place_and_the_other_way_round(wiki, alice, known):
    signed_up(wiki, "Alice")
    assert (kept(alice).bot_password, kept(alice).cookies) == ("", "")
    assert client_for(alice).user_info().name == "Alice"
    keep_bot_password(alice, current_wiki(), check_bot_password(known).login, known)
    assert (kept(alice).access_token, kept(alice).refresh_token) == ("", "")
    assert client_for(alice).user_info().name == "Alice"


def test_it_is_kept_as_ciphertext_and_rotated_and_forgotten(wiki, alice, known, capsys):
    before = kept(alice)
    call_command("rotate_token_keys")
    after = kept(alice)
    assert "1 rotated" in capsys.readouterr().out
    for credential in (before, after):
        assert decrypt(credential.bot_password) == known.password
        assert "BPsession" in decrypt(credential.cookies)
    assert known.password not in before.bot_password
    assert after.bot_password != before.bot_password
    forget_tokens(alice)
    assert (kept(alice).bot_password, kept(alice).cookies) == ("", "")


@pytest.mark.parametrize(
    ("name", "password", "refusal"),
    [
        ("Alice@galley", GOOD, Refusal.WRONG),
        ("Nobody here@galley", GOOD, Refusal.NO_ACCOUNT),
    ],
)
def test_what_is_wrong_is_said(wiki, name, password, refusal):
    with pytest.raises(BotPasswordRefusedError) as caught:
        check_bot_password(BotPassword(name, password))
    assert caught.value.refusal is refusal


def test_one_that_may_not_edit_is_refused(wiki):
    reading = BotPassword(*bot_password(wiki, "Bob", grants=()))
    with pytest.raises(BotPasswordRefusedError) as caught:
        check_bot_password(reading)
    assert caught.value.refusal is Refusal.MAY_NOT_EDIT


def test_a_wiki_without_bot_passwords_is_found_out(wiki, known, settings):
    settings.SIGN_IN = "botpassword"
    call_command("check_wiki")
    wiki.configure(wgEnableBotPasswords=False)
    with pytest.raises(BotPasswordRefusedError) as caught:
        check_bot_password(known)
    assert caught.value.refusal is Refusal.SWITCHED_OFF
    with pytest.raises(CommandError, match="wgEnableBotPasswords"):
        call_command("check_wiki")
