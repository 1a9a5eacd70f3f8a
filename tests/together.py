"""Several things at once: threads that each have a database connection of their own."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections

from editor.credentials import renewal

PATIENCE_SECONDS = 30


def together(*calls: Callable[[], Any]) -> list[Any]:
    """What each call returned or raised; they start at the same moment."""
    outcomes: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE_SECONDS)
            outcomes[number] = call()
        except Exception as error:  # noqa: BLE001 - the test looks at what was raised
            outcomes[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return outcomes


def hold_renewal(monkeypatch: pytest.MonkeyPatch, name: str) -> list[Any]:
    """Whoever renews a sign-in with this function of `renewal` goes on to the wiki only when
    somebody else has found the lease taken. Returns the calls, as they come."""
    real, somebody_waits = getattr(renewal, name), threading.Event()
    seen: list[Any] = []

    def held(*args: Any) -> Any:
        seen.append(args)
        assert somebody_waits.wait(PATIENCE_SECONDS)
        return real(*args)

    def waits(seconds: float) -> None:
        somebody_waits.set()
        time.sleep(seconds)

    clock = SimpleNamespace(monotonic=time.monotonic, sleep=waits)
    monkeypatch.setattr(renewal, name, held)
    monkeypatch.setattr(renewal, "time", clock)
    return seen


def database_address() -> str:
    """What DATABASE_URL says to another process that shall meet this test in its database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Until something that other threads do has come about."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"never came about: {what}"
        time.sleep(0.01)
