"""The web server of one demo wiki: PHP's built-in one, with several workers.

PHP's workers outlive their master, so they are kept in a process group and the whole group is
ended. That is the work of a supervisor process (`supervisor.py`), which also ends the group
when the process that started it dies without saying so.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.demowiki.errors import DemoWikiError
from tests.demowiki.mediawiki import MediaWiki
from tests.demowiki.template import HERE, wiki_environment

HOST = "127.0.0.1"
WORKERS = 6
READY_SECONDS = 60.0
STOP_SECONDS = 10.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise DemoWikiError(
                f"Port {port} on {HOST} is taken by another program;"
                " stop that one or choose another port."
            ) from None


class Server:
    """Starts and ends the processes; knows nothing of what the wiki holds."""

    def __init__(self, mediawiki: MediaWiki, folder: Path, port: int) -> None:
        self.mediawiki = mediawiki
        self.folder = folder
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self._supervisor: subprocess.Popen[bytes] | None = None

    @property
    def state_file(self) -> Path:
        return self.folder / "server.json"

    def start(self, *, background: bool = False) -> None:
        """Returns when the wiki answers. In the background it outlives this process."""
        if is_running(self.folder):
            raise DemoWikiError(f"The demo wiki in {self.folder} is running already.")
        stop(self.folder)  # what a supervisor that was killed has left
        check_port(self.port)
        with (self.folder / "logs/server.log").open("ab") as log:
            self._supervisor = subprocess.Popen(
                [sys.executable, HERE / "supervisor.py", self.state_file, *self._php()],
                cwd=self.mediawiki.root,
                env=wiki_environment(self.mediawiki, self.folder, self.url)
                | {"PHP_CLI_SERVER_WORKERS": str(WORKERS)},
                stdin=subprocess.DEVNULL if background else subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            self._wait_until_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        if self._supervisor:
            if self._supervisor.stdin:
                self._supervisor.terminate()
                self._supervisor.stdin.close()
            self._supervisor.wait()
            self._supervisor = None
        stop(self.folder)

    def wait(self) -> None:
        """Until the server ends by itself, or an exception (a signal) comes."""
        if self._supervisor:
            self._supervisor.wait()

    def _php(self) -> list[str]:
        """The workers share compiled code in memory. (A cache of it in files crashes PHP 8.2.)"""
        settings = {
            "opcache.enable_cli": "1",
            "opcache.memory_consumption": "160",
            "opcache.max_accelerated_files": "20000",
            "apc.enable_cli": "1",
            "apc.shm_size": "128M",
            "memory_limit": "512M",
            "post_max_size": "32M",
            "max_input_vars": "5000",
            "display_errors": "0",
            "log_errors": "1",
            "error_reporting": "22527",
            "error_log": self.folder / "logs/php.log",
            "session.save_path": self.folder / "cache",
        }
        options = [part for key, value in settings.items() for part in ("-d", f"{key}={value}")]
        root = str(self.mediawiki.root)
        address = f"{HOST}:{self.port}"
        return ["php", *options, "-q", "-S", address, "-t", root, str(HERE / "php/router.php")]

    def _wait_until_ready(self) -> None:
        assert self._supervisor
        question = f"{self.url}/api.php?action=query&meta=siteinfo&format=json"
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self._supervisor.poll() is not None and not is_running(self.folder):
                break
            try:
                with urllib.request.urlopen(question, timeout=READY_SECONDS) as answer:  # noqa: S310
                    if json.load(answer)["query"]["general"]["server"] == self.url:
                        return
                    break
            except urllib.error.HTTPError as error:
                raise DemoWikiError(
                    f"The demo wiki answers with status {error.code}; see {self.folder}/logs."
                ) from error
            except OSError:
                time.sleep(0.02)
        raise DemoWikiError(f"The demo wiki did not start; see {self.folder}/logs.")


def is_running(folder: Path) -> bool:
    state = _state(folder)
    return bool(state and _is_ours(state["supervisor"], folder))


def stop(folder: Path) -> None:
    """Ends the supervisor, which ends the group; ends the group itself if it must."""
    state = _state(folder)
    if not state:
        return
    if _is_ours(state["supervisor"], folder):
        os.kill(state["supervisor"], signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while _is_ours(state["supervisor"], folder) and time.monotonic() < deadline:
            time.sleep(0.01)
    for member in _members(state["group"], folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(member, signal.SIGKILL)
    (folder / "server.json").unlink(missing_ok=True)


def _state(folder: Path) -> dict[str, int] | None:
    try:
        state: dict[str, int] = json.loads((folder / "server.json").read_text())
    except (FileNotFoundError, ValueError):
        return None
    return state


def _members(group: int, folder: Path) -> list[int]:
    """The processes of the group, from /proc; a group number used anew is not ours."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _is_ours(int(entry.name), folder):
            try:
                if os.getpgid(int(entry.name)) == group:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def _is_ours(process: int, folder: Path) -> bool:
    """Whether the process runs, and serves this folder: its number may be somebody else's now."""
    try:
        status = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        environment = Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return status != "Z" and f"DEMO_WIKI_FOLDER={folder}".encode() in environment
