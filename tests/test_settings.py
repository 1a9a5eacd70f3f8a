"""A missing or wrong variable stops the start with one sentence that names it."""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).parent.parent
GOOD = {
    "PATH": "/usr/bin:/bin",
    "WIKI_API_URL": "https://wiki.example.org/w/api.php",
    "OAUTH_CLIENT_ID": "0123456789abcdef0123456789abcdef",
    "OAUTH_CLIENT_SECRET": "fedcba9876543210fedcba9876543210fedcba98",
    "SECRET_KEY": "a key for the settings of this test alone",
    "TOKEN_KEYS": Fernet.generate_key().decode(),
    "BASE_URL": "http://galley.example.org",
    "DATABASE_URL": "sqlite://:memory:",
}


def run(*command: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, *command],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def check(**changes: str | None) -> subprocess.CompletedProcess[str]:
    return run("manage.py", "check", **changes)


@pytest.fixture
def settings_with(monkeypatch):
    """Reads the settings as a start does, with these variables instead of the good ones."""

    def read(**changes: str | None) -> None:
        monkeypatch.setattr(
            os, "environ", {name: value for name, value in (GOOD | changes).items() if value}
        )
        runpy.run_path(str(ROOT / "project/settings.py"))

    return read


def test_all_is_well_with_all_of_them():
    done = check()
    assert done.returncode == 0, done.stderr


def test_the_start_ends_with_one_sentence():
    done = check(WIKI_API_URL=None)
    assert done.returncode == 1
    (sentence,) = done.stderr.strip().splitlines()
    assert sentence.startswith("Galley cannot start: the variable WIKI_API_URL is not set")


@pytest.mark.parametrize(
    "name",
    ["WIKI_API_URL", "OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET", "SECRET_KEY", "TOKEN_KEYS"],
)
@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_missing_variable_is_named(settings_with, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(**{name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WIKI_API_URL", "wiki.example.org/w/api.php"),
        ("WIKI_API_URL", "https://wiki.example.org/w/index.php"),
        ("WIKI_API_URL", "http://[::1/api.php"),
        ("WIKI_REST_URL", "rest.php"),
        ("TOKEN_KEYS", "not a key"),
        ("TOKEN_KEYS", ","),
        ("BASE_URL", "galley.example.org"),
        ("BASE_URL", "http://galley.example.org:port"),
        ("BASE_URL", "http://example.org/galley"),
        ("ALLOWED_HOSTS", "https://galley.example.org"),
        ("ALLOWED_HOSTS", "galley.example.org:8000"),
        ("CONTACT", "Jiří – team"),
        ("DEBUG", "perhaps"),
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "70000"),
        ("WEB_CONCURRENCY", "two"),
        ("SNAPSHOTS_KEPT_DAYS", "a month"),
        ("CACHE_URL", "memcached://cache"),
        ("DATABASE_URL", "garbage"),
        ("DATABASE_URL", "mongodb://localhost/galley"),
    ],
)
def test_a_wrong_variable_is_named(settings_with, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        settings_with(**{name: value})


@pytest.mark.parametrize("place", ["no such folder/galley.sqlite3", ""])
def test_a_database_that_cannot_be_opened_is_named(tmp_path, place):
    done = run("manage.py", "prepare", DATABASE_URL=f"sqlite:///{tmp_path}/{place}")
    assert done.returncode == 1
    assert "DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_secret_is_read_from_a_file(tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    assert check(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "key")).returncode == 0
    missing = check(SECRET_KEY=None, SECRET_KEY_FILE=str(tmp_path / "none"))
    assert missing.returncode == 1
    assert "SECRET_KEY_FILE" in missing.stderr


def test_a_database_of_another_wiki_is_not_served(tmp_path):
    database = f"sqlite:///{tmp_path / 'galley.sqlite3'}"
    migrated = run("manage.py", "migrate", "--verbosity", "0", DATABASE_URL=database)
    assert migrated.returncode == 0, migrated.stderr
    remember = (
        "import django; django.setup(); from django.utils import timezone; "
        "from editor.models import Wiki; "
        "Wiki.objects.create(api_url='https://other.example.org/w/api.php', wiki_id='other', "
        "name='Other', learned_at=timezone.now())"
    )
    settings = {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "project.settings"}
    assert run("-c", remember, **settings).returncode == 0
    served = run("-c", "import project.wsgi", **settings)
    assert served.returncode != 0
    assert "https://other.example.org/w/api.php" in served.stderr
    assert "DATABASE_URL" in served.stderr
