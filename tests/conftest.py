from __future__ import annotations

import fcntl
import gc
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from hypothesis import settings as hypothesis_settings

from editor import credentials
from editor.credentials import renewal
from editor.wiki import refresh_tokens
from tests.demowiki import DemoWiki
from tests.environment import WIKI_PORT
from tests.people import browser_of, signed_up, site_as_set_up

hypothesis_settings.register_profile("galley", derandomize=True, deadline=None, max_examples=60)
hypothesis_settings.load_profile("galley")
# A process of tests has memory enough; looking for garbage takes a tenth of its time.
gc.set_threshold(100_000, 50, 100)

ROOT = Path(__file__).parent.parent
IS_SQLITE = django_settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
CALLBACK = "http://testserver/accounts/mediawiki/login/callback/"


@pytest.fixture(scope="session", autouse=True)
def _loopback_only():
    """No test talks to anything but this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"a test tried to reach {address[0]}")
        return connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def migrated_database(tmp_path_factory) -> Path:
    """An SQLite file with all tables and nothing in them, migrated once for all processes."""
    folder: Path = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    finished, begun = folder / "migrated.sqlite3", folder / "migrating.sqlite3"
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
            environment = os.environ | {"DATABASE_URL": f"sqlite:///{begun}"}
            subprocess.run(migrate, cwd=ROOT, env=environment, check=True)
            begun.rename(finished)
    return finished


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory, migrated_database, django_db_modify_db_settings_parallel_suffix: None
):
    """A file, as a server has: threads of one test must meet each other's locks."""
    if not IS_SQLITE:
        return
    database = tmp_path_factory.mktemp("database") / "test.sqlite3"
    shutil.copy(migrated_database, database)
    settings = django_settings.DATABASES["default"]
    settings["TEST"]["NAME"] = str(database)
    # What a test wrote need not outlive a power cut.
    settings["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The copy is taken as it is."""
    return IS_SQLITE


@pytest.fixture(scope="session")
def running_wiki(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demowiki") / "wiki"
    with DemoWiki.create(folder, WIKI_PORT, [CALLBACK], with_spare_pages=True) as wiki:
        consumer = wiki.consumer_for(CALLBACK)
        django_settings.OAUTH_CLIENT_ID = consumer.client_id
        django_settings.OAUTH_CLIENT_SECRET = consumer.client_secret
        app: dict[str, str] = django_settings.SOCIALACCOUNT_PROVIDERS["mediawiki"]["APPS"][0]  # type: ignore[index]
        app |= {"client_id": consumer.client_id, "secret": consumer.client_secret}
        # Before any test changes what it says.
        site_as_set_up()
        credentials.connection().close()
        yield wiki


@pytest.fixture
def wiki(running_wiki, db):
    """The demo wiki, as it was set up."""
    yield running_wiki
    running_wiki.reset()
    credentials.connection().close()


@pytest.fixture
def alice(wiki):
    return signed_up(wiki, "Alice")


@pytest.fixture
def bob(wiki):
    return signed_up(wiki, "Bob")


@pytest.fixture
def stranger(wiki):
    return signed_up(wiki, "Carol")


@pytest.fixture
def browser(alice):
    """Alice's browser."""
    return browser_of(alice)


@pytest.fixture
def title(wiki):
    """A page that is on the wiki, of this test alone: Bob made it."""
    return wiki.spare_page()


@pytest.fixture
def refreshes(monkeypatch):
    """Every refresh of tokens that goes to the wiki."""
    seen = []
    real = refresh_tokens

    def counted(*args):
        seen.append(args[-1])
        return real(*args)

    monkeypatch.setattr(renewal, "refresh_tokens", counted)
    return seen
