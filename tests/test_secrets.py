"""Tokens are kept as ciphertext, under keys that can be changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialToken
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection as database

from editor.credentials import SignInRequiredError, ciphers, client_for, decrypt, encrypt, refreshed
from tests.people import credential_of


def everything_kept() -> bytes:
    """The bytes of SQLite's file; of another database, every row of every table."""
    if database.vendor != "sqlite":
        with database.cursor() as cursor:
            rows: list[tuple[str]] = []
            for table in database.introspection.table_names(cursor):
                name = database.ops.quote_name(table)
                cursor.execute(f"SELECT kept::text FROM {name} kept")  # noqa: S608
                rows += cursor.fetchall()
        return "\n".join(row for (row,) in rows).encode()
    path = Path(str(database.settings_dict["NAME"]))
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


@pytest.mark.django_db(transaction=True)
def test_the_database_holds_no_token_in_clear(wiki, alice):
    client_for(alice).fetch_csrf_token()
    credential = credential_of(alice)
    content = everything_kept()
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
    assert len(decrypt(credential_of(alice).refresh_token)) > 20


def test_without_the_key_of_a_token_one_signs_in_again(wiki, alice, keys):
    keys(Fernet.generate_key().decode())
    with pytest.raises(SignInRequiredError):
        client_for(alice).user_info()


def test_what_is_encrypted_is_another_text_each_time(settings):
    assert decrypt(encrypt("token")) == "token"
    assert encrypt("token") != encrypt("token")
    assert encrypt("") == ""


def test_allauths_own_table_stays_empty(wiki, alice):
    refreshed(credential_of(alice))
    assert not SocialToken.objects.exists()
