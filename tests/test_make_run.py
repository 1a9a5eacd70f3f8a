"""What `make run` says when it cannot go on."""

from __future__ import annotations

import errno
import os
import resource
import signal
import socket
import sys

import pytest

from project import run
from tests.environment import free_port


def test_a_galley_that_was_killed_is_said_to_be(monkeypatch):
    monkeypatch.setattr(run, "PREPARE", [sys.executable, "-c", ""])
    monkeypatch.setattr(run, "GUNICORN", [sys.executable, "-c", "import os; os.abort()"])
    with pytest.raises(SystemExit, match=r"\(signal 6\)\. All drafts are kept"):
        run.serve("http://127.0.0.1:8000", [])


def test_a_full_disk_is_said_in_a_sentence(monkeypatch, tmp_path):
    def refuse(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", str(free_port()))
    monkeypatch.setattr(run, "keep_secrets", refuse)
    with pytest.raises(SystemExit, match=r"cannot write to .*\.run: No space left on device"):
        run.main()


def test_a_disk_that_fills_up_in_the_middle_is_made_good_by_the_next_start(monkeypatch, tmp_path):
    started_in(monkeypatch, tmp_path, SECRET_KEY="", TOKEN_KEYS="")
    secrets = tmp_path / "secrets.json"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            run.keep_secrets(secrets)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    run.keep_secrets(secrets)
    assert len(os.environ["SECRET_KEY"]) > 50
    assert secrets.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DEMO_WIKI_PORT", "eighty"),
        ("BASE_URL", "galley.example.org"),
        ("HOST", "nowhere.invalid"),
        ("HOST", "a..b"),
        ("HOST", "::1"),
        ("HOST", "192.0.2.1"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch, tmp_path, name, value):
    started_in(monkeypatch, tmp_path, PORT=str(free_port()))
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=rf"^Galley cannot start: {name} must be .*“{value}”"):
        run.main()


def test_an_empty_variable_is_none_and_the_file_of_variables_counts(monkeypatch, tmp_path):
    started_in(monkeypatch, tmp_path, PORT="", HOST=" ", BASE_URL="")
    (tmp_path / ".env").write_text("DEMO_WIKI_PORT=8123\n")
    seen = []
    monkeypatch.setattr(run, "refuse_taken_port", lambda *args: seen.append(args))
    monkeypatch.setattr(run, "serve_with_demo_wiki", lambda *args: seen.append(args))
    run.main()
    assert seen == [("127.0.0.1", 8000), ("http://127.0.0.1:8000", 8123)]


def test_a_taken_port_is_said_to_be(monkeypatch, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        started_in(monkeypatch, tmp_path, PORT=str(port))
        with pytest.raises(SystemExit, match=rf"Port {port} on 127\.0\.0\.1 is taken"):
            run.main()


def started_in(monkeypatch, folder, **variables):
    """No wiki is named, and what starting changes is put back."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr(os, "environ", os.environ | {"WIKI_API_URL": ""} | variables)
    monkeypatch.setattr(signal, "signal", lambda *args: None)
