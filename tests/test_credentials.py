"""Tokens: kept as ciphertext, renewed once however many ask, and given up only when refused."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from allauth.socialaccount.models import SocialToken
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection as database
from django.utils import timezone

from editor.actions.publish import publish_draft
from editor.credentials import (
    EXPIRY_MARGIN,
    NotAdmittedError,
    SignInRequiredError,
    ciphers,
    client_for,
    decrypt,
    encrypt,
    keep_tokens,
    refreshed,
    renewal,
)
from editor.credentials.lease import LEASE
from editor.models import WikiCredential
from editor.wiki import (
    ConsumerNotApprovedError,
    RefreshRefusedError,
    WikiUnavailableError,
    refresh_tokens,
)
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.together import together


def kept(user) -> WikiCredential:
    credential: WikiCredential = WikiCredential.objects.get(user=user)
    return credential


def pairs_on_the_wiki(wiki, user: str) -> int:
    """How many pairs of tokens the wiki has made for the user: one more for each refresh."""
    with closing(sqlite3.connect(wiki.folder / "data" / "oauth.sqlite")) as oauth:
        query = "SELECT count(*) FROM tokens WHERE user_id = ?"
        return int(oauth.execute(query, (wiki.user_id(user),)).fetchone()[0])


@pytest.fixture
def refreshes(monkeypatch):
    """Every refresh that goes to the wiki."""
    seen = []
    real = refresh_tokens

    def counted(*args):
        seen.append(args[-1])
        return real(*args)

    monkeypatch.setattr(renewal, "refresh_tokens", counted)
    return seen


def test_a_token_about_to_expire_is_renewed_before_it_is_used(wiki, alice, refreshes):
    old = kept(alice)
    soon = timezone.now() + EXPIRY_MARGIN / 2
    WikiCredential.objects.filter(pk=old.pk).update(expires_at=soon)
    assert client_for(alice).user_info().name == "Alice"
    assert len(refreshes) == 1
    new = kept(alice)
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
    assert kept(alice).token_version == 2


def test_a_publish_goes_on_with_the_renewed_token(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    wiki.expire_access_tokens("Alice")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert [revision["user"] for revision in wiki.history(title)] == ["Alice", "Bob"]


@pytest.mark.django_db(transaction=True)
def test_two_threads_that_refresh_at_once_make_one_refresh(wiki, alice, monkeypatch):
    wiki.expire_access_tokens("Alice")
    real, somebody_waits = refresh_tokens, threading.Event()
    seen = []

    def slow(*args):
        seen.append(args)
        # Not before the other thread has found the lease taken.
        assert somebody_waits.wait(10)
        return real(*args)

    def waits(seconds):
        somebody_waits.set()
        time.sleep(seconds)

    clock = SimpleNamespace(monotonic=time.monotonic, sleep=waits)
    monkeypatch.setattr(renewal, "refresh_tokens", slow)
    monkeypatch.setattr(renewal, "time", clock)
    names = together(*[lambda: client_for(alice).user_info().name] * 2)
    assert names == ["Alice", "Alice"]
    assert len(seen) == 1


PROCESS = """
import django
django.setup()
from django.contrib.auth.models import User
from editor.credentials import client_for
user = User.objects.get(username="Alice")
client = client_for(user)
print("ready", flush=True)
input()
print(client.user_info().name, flush=True)
"""


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_refresh_at_once_make_one_refresh(wiki, alice, settings):
    wiki.expire_access_tokens("Alice")
    before = pairs_on_the_wiki(wiki, "Alice")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "DATABASE_URL": f"sqlite:///{database.settings_dict['NAME']}",
        "OAUTH_CLIENT_ID": settings.OAUTH_CLIENT_ID,
        "OAUTH_CLIENT_SECRET": settings.OAUTH_CLIENT_SECRET,
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60) for process in processes]
    assert [out for out, _ in said] == ["Alice\n", "Alice\n"], said
    assert pairs_on_the_wiki(wiki, "Alice") == before + 1


def test_whoever_comes_late_takes_what_the_first_one_brought(wiki, alice, refreshes):
    stale = kept(alice)
    refreshed(stale)
    again = refreshed(stale)
    assert len(refreshes) == 1
    assert again.token_version == stale.token_version + 1


def test_the_lease_of_a_killed_process_runs_out(wiki, alice, refreshes):
    stale = kept(alice)
    WikiCredential.objects.filter(pk=stale.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    refreshed(stale)
    assert len(refreshes) == 1


def test_while_a_lease_is_held_nobody_else_refreshes(wiki, alice, refreshes, monkeypatch):
    stale = kept(alice)
    WikiCredential.objects.filter(pk=stale.pk).update(lease_until=timezone.now() + LEASE)
    # The patience of the one who waits, without waiting for it.
    moments = iter([0.0, 1.0, LEASE.total_seconds() + 6])
    clock = SimpleNamespace(monotonic=lambda: next(moments), sleep=lambda seconds: None)
    monkeypatch.setattr(renewal, "time", clock)
    with pytest.raises(WikiUnavailableError):
        refreshed(stale)
    assert refreshes == []
    assert kept(alice).access_token == stale.access_token


def test_a_refused_refresh_asks_for_a_new_sign_in_and_forgets_the_tokens(wiki, alice):
    wiki.expire_access_tokens("Alice")
    wiki.expire_refresh_tokens("Alice")
    with pytest.raises(SignInRequiredError):
        client_for(alice).user_info()
    credential = kept(alice)
    assert (credential.access_token, credential.refresh_token) == ("", "")
    assert credential.username == "Alice"
    with pytest.raises(SignInRequiredError):
        client_for(alice)


def test_a_wiki_that_is_down_during_the_refresh_costs_no_tokens(wiki, alice):
    old = kept(alice)
    with wiki_down(), pytest.raises(WikiUnavailableError):
        refreshed(old)
    credential = kept(alice)
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
    old = kept(alice)
    wiki.disable_consumer()
    with pytest.raises(ConsumerNotApprovedError):
        client_for(alice).user_info()
    assert refreshes == []
    wiki.enable_consumer()
    assert kept(alice).access_token == old.access_token
    assert client_for(alice).user_info().name == "Alice"


def test_a_fresh_token_that_is_refused_too_asks_for_a_new_sign_in(wiki, alice, refreshes):
    wiki.expire_access_tokens("Alice")
    wiki.narrow_approvals("Alice", ["basic"])
    with pytest.raises(SignInRequiredError):
        client_for(alice).user_info()
    assert len(refreshes) == 1
    assert kept(alice).access_token == ""


def test_a_sign_in_during_a_refresh_is_not_overwritten_by_it(wiki, alice, monkeypatch):
    stale = kept(alice)

    def refused_meanwhile(*args):
        keep_tokens(
            alice, stale.wiki, "Alice", access_token="new", refresh_token="new", expires_at=None
        )
        raise RefreshRefusedError("used already")

    monkeypatch.setattr(renewal, "refresh_tokens", refused_meanwhile)
    with pytest.raises(SignInRequiredError):
        refreshed(stale)
    assert decrypt(kept(alice).access_token) == "new"


@pytest.mark.django_db(transaction=True)
def test_the_database_holds_no_token_in_clear(wiki, alice):
    client_for(alice).fetch_csrf_token()
    credential = kept(alice)
    name = Path(str(database.settings_dict["NAME"]))
    with closing(sqlite3.connect(name)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = name.read_bytes()
    # What is written there can be found there.
    assert credential.access_token.encode() in content
    for column in ("access_token", "refresh_token", "csrf_token"):
        ciphertext = getattr(credential, column)
        assert len(decrypt(ciphertext)) > 20
        assert decrypt(ciphertext).encode() not in content, column


@pytest.fixture
def keys(settings):
    """Changes the keys of this process."""

    def change(*names: str) -> None:
        settings.TOKEN_KEYS = list(names)
        ciphers.fernet.cache_clear()

    yield change
    ciphers.fernet.cache_clear()


@pytest.fixture(autouse=True)
def _keys_as_they_were():
    yield
    ciphers.fernet.cache_clear()


def test_keys_are_rotated_without_a_new_sign_in(wiki, alice, settings, keys, capsys):
    old, new = settings.TOKEN_KEYS[0], Fernet.generate_key().decode()
    keys(new, old)
    assert client_for(alice).user_info().name == "Alice"
    call_command("rotate_token_keys")
    assert "1 rotated" in capsys.readouterr().out
    keys(new)
    assert client_for(alice).user_info().name == "Alice"
    assert len(decrypt(kept(alice).refresh_token)) > 20


def test_without_the_key_of_a_token_one_signs_in_again(wiki, alice, keys):
    keys(Fernet.generate_key().decode())
    with pytest.raises(SignInRequiredError):
        client_for(alice).user_info()


def test_what_is_encrypted_is_another_text_each_time(settings):
    assert decrypt(encrypt("token")) == "token"
    assert encrypt("token") != encrypt("token")
    assert encrypt("") == ""


def test_who_is_taken_off_the_list_is_out_with_the_next_refresh(wiki, alice, settings):
    settings.ALLOWED_USERS = ["Bob"]
    wiki.expire_access_tokens("Alice")
    with pytest.raises(NotAdmittedError):
        client_for(alice).user_info()
    assert kept(alice).access_token == ""


def test_groups_are_asked_for_at_each_refresh(wiki, alice, settings):
    settings.ALLOWED_GROUPS = ["user"]
    wiki.expire_access_tokens("Alice")
    assert client_for(alice).user_info().name == "Alice"
    settings.ALLOWED_GROUPS = ["sysop"]
    wiki.expire_access_tokens("Alice")
    with pytest.raises(NotAdmittedError):
        client_for(alice).user_info()


def test_allauths_own_table_stays_empty(wiki, alice):
    refreshed(kept(alice))
    assert not SocialToken.objects.exists()
