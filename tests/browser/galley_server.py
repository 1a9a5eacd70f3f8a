"""A Galley as on a production server: gunicorn in processes of its own, collected static files,
its own SQLite file. It can be killed and started again like the real thing."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from tests.demowiki import DemoWiki
from tests.demowiki.server import free_port

ROOT = Path(__file__).parent.parent.parent
SUPERVISOR = ROOT / "tests/demowiki/supervisor.py"
READY_SECONDS = 60.0


class GalleyServer:
    """The processes end with this one, whatever its end is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.callback = f"{self.url}/accounts/mediawiki/login/callback/"
        self.log_file = folder / "galley.log"
        self._database = folder / "galley.sqlite3"
        self._state_file = folder / "galley.json"
        self._environment: dict[str, str] = {}
        self._supervisor: subprocess.Popen[bytes] | None = None

    def set_up(self, wiki: DemoWiki, migrated_database: Path) -> None:
        shutil.copy(migrated_database, self._database)
        consumer = wiki.consumer_for(self.callback)
        self._environment = {
            name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")
        } | {
            "WIKI_API_URL": wiki.api_url,
            "WIKI_REST_URL": wiki.rest_url,
            "OAUTH_CLIENT_ID": consumer.client_id,
            "OAUTH_CLIENT_SECRET": consumer.client_secret,
            "BASE_URL": self.url,
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "SECRET_KEY": "only for the browser tests of this run",
            "TOKEN_KEYS": Fernet.generate_key().decode(),
            "DEBUG": "off",
            "DATABASE_URL": f"sqlite:///{self._database}",
            "STATIC_ROOT": str(self.folder / "static"),
        }
        manage = [sys.executable, "manage.py", "prepare"]
        subprocess.run(manage, cwd=ROOT, env=self._environment, check=True, capture_output=True)

    def start(self) -> None:
        """Returns when it answers."""
        gunicorn = ["-m", "gunicorn", "-c", "python:project.gunicorn_conf", "project.wsgi"]
        with self.log_file.open("ab") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, SUPERVISOR, self._state_file, sys.executable, *gunicorn],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        if self._supervisor is None:
            return
        self._supervisor.terminate()
        self._end()

    def kill(self) -> None:
        """As a power cut would: no process gets to finish anything."""
        group = json.loads(self._state_file.read_text())["group"]
        os.killpg(group, signal.SIGKILL)
        self._end()

    def rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """What is in Galley's database, read past Galley."""
        with closing(sqlite3.connect(self._database, timeout=20)) as database:
            database.row_factory = sqlite3.Row
            with database:
                return list(database.execute(query, values))

    def drafts(self, title: str) -> list[sqlite3.Row]:
        return self.rows("SELECT * FROM editor_draft WHERE title = ? ORDER BY id", title)

    def kept_texts(self, title: str) -> list[str]:
        """The texts of all versions that are kept of the drafts of a page."""
        query = """
            SELECT editor_text.content FROM editor_draftversion
            JOIN editor_text ON editor_text.digest = editor_draftversion.text_id
            JOIN editor_draft ON editor_draft.id = editor_draftversion.draft_id
            WHERE editor_draft.title = ?
        """
        return [row["content"] for row in self.rows(query, title)]

    def _end(self) -> None:
        assert self._supervisor
        assert self._supervisor.stdin
        self._supervisor.stdin.close()
        self._supervisor.wait()
        self._supervisor = None

    def _wait_until_ready(self) -> None:
        assert self._supervisor
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self._supervisor.poll() is None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(self.url, timeout=10).close()  # noqa: S310
                return
            time.sleep(0.05)
        raise RuntimeError(f"Galley did not start:\n{self.log_file.read_text()}")
