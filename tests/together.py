"""Several things at once: threads that each have a database connection of their own."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, connections

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
