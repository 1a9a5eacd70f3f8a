"""Runs one command in a process group of its own and leaves nothing of the group behind.

Started as a program: `supervisor.py STATE_FILE COMMAND…`. It ends the group on SIGTERM, when the
command ends, and when its standard input is a pipe that closes: that is how it learns that the
process that started it has died, by whatever death. Without such a pipe it goes to the
background: the program returns once the state file is there.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PATIENCE = 2.0


class Ended(Exception):
    """SIGTERM has come."""


def main(state_file: Path, command: list[str]) -> int:
    if _has_pipe():
        return supervise(state_file, command)
    supervisor = os.fork()
    if not supervisor:
        return supervise(state_file, command)
    while not state_file.exists() and os.waitpid(supervisor, os.WNOHANG) == (0, 0):
        time.sleep(0.01)
    return 0


def supervise(state_file: Path, command: list[str]) -> int:
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
    signal.signal(signal.SIGTERM, _on_term)
    child = None
    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL),
        )
        state_file.write_text(json.dumps({"supervisor": os.getpid(), "group": child.pid}))
        _watch(child)
    except Ended:
        pass
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if child:
            _end_group(child.pid)
        state_file.unlink(missing_ok=True)
    return 0


def _has_pipe() -> bool:
    return stat.S_ISFIFO(os.fstat(0).st_mode)


def _on_term(*_: object) -> None:
    raise Ended


def _watch(child: subprocess.Popen[bytes]) -> None:
    """Returns when the command has ended or the starter's end of the pipe is closed."""
    pipes = [0] if _has_pipe() else []
    while child.poll() is None:
        readable, _, _ = select.select(pipes, [], [], 0.2)
        if readable and not os.read(0, 1):
            return


def _end_group(group: int) -> None:
    deadline = time.monotonic() + PATIENCE
    ending = signal.SIGTERM
    while True:
        try:
            os.killpg(group, ending)
        except ProcessLookupError:
            return
        _reap()
        time.sleep(0.01)
        if time.monotonic() > deadline:
            ending = signal.SIGKILL


def _reap() -> None:
    """Takes in the workers whose master is gone: a zombie still counts as the group's."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
