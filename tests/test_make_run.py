"""What `make run` says when it cannot go on."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from project import run


def test_a_galley_that_was_killed_is_said_to_be(monkeypatch):
    monkeypatch.setattr(run, "PREPARE", [sys.executable, "-c", ""])
    monkeypatch.setattr(run, "GUNICORN", [sys.executable, "-c", "import os; os.abort()"])
    with pytest.raises(SystemExit, match=r"\(signal 6\)\. All drafts are kept"):
        run.serve([])


def test_a_full_disk_is_said_in_a_sentence(monkeypatch, tmp_path):
    def refuse(path):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "0")
    monkeypatch.setattr(run, "keep_secrets", refuse)
    with pytest.raises(SystemExit, match=r"cannot write to .*\.run: No space left on device"):
        run.main()
