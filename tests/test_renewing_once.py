"""However many ask at once, a token is renewed once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from editor.credentials import (
    SignInRequiredError,
    client_for,
    decrypt,
    keep_tokens,
    refreshed,
    renewal,
)
from editor.credentials.lease import LEASE
from editor.models import WikiCredential
from editor.wiki import RefreshRefusedError, WikiUnavailableError
from tests.people import credential_of
from tests.together import database_address, hold_renewal, together


def pairs_on_the_wiki(wiki, user: str) -> int:
    """How many pairs of tokens the wiki has made for the user: one more for each refresh."""
    with closing(sqlite3.connect(wiki.folder / "data" / "oauth.sqlite")) as oauth:
        query = "SELECT count(*) FROM tokens WHERE user_id = ?"
        return int(oauth.execute(query, (wiki.user_id(user),)).fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_two_threads_that_refresh_at_once_make_one_refresh(wiki, alice, monkeypatch):
    wiki.expire_access_tokens("Alice")
    seen = hold_renewal(monkeypatch, "refresh_tokens")
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
        "DATABASE_URL": database_address(),
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
    stale = credential_of(alice)
    refreshed(stale)
    again = refreshed(stale)
    assert len(refreshes) == 1
    assert again.token_version == stale.token_version + 1


def test_the_lease_of_a_killed_process_runs_out(wiki, alice, refreshes):
    stale = credential_of(alice)
    WikiCredential.objects.filter(pk=stale.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )
    refreshed(stale)
    assert len(refreshes) == 1


def test_while_a_lease_is_held_nobody_else_refreshes(wiki, alice, refreshes, monkeypatch):
    stale = credential_of(alice)
    WikiCredential.objects.filter(pk=stale.pk).update(lease_until=timezone.now() + LEASE)
    # The patience of the one who waits, without waiting for it.
    moments = iter([0.0, 1.0, LEASE.total_seconds() + 6])
    clock = SimpleNamespace(monotonic=lambda: next(moments), sleep=lambda seconds: None)
    monkeypatch.setattr(renewal, "time", clock)
    with pytest.raises(WikiUnavailableError):
        refreshed(stale)
    assert refreshes == []
    assert credential_of(alice).access_token == stale.access_token


def test_a_sign_in_during_a_refresh_is_not_overwritten_by_it(wiki, alice, monkeypatch):
    stale = credential_of(alice)

    def refused_meanwhile(*args):
        keep_tokens(
            alice, stale.wiki, "Alice", access_token="new", refresh_token="new", expires_at=None
        )
        raise RefreshRefusedError("used already")

    monkeypatch.setattr(renewal, "refresh_tokens", refused_meanwhile)
    with pytest.raises(SignInRequiredError):
        refreshed(stale)
    assert decrypt(credential_of(alice).access_token) == "new"
