"""What can go wrong around Galley, made to go wrong."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Route

from tests.browser.pages import Desk
from tests.demowiki import DemoWiki


@contextmanager
def hanging(wiki: DemoWiki) -> Iterator[None]:
    """Connections to the wiki are taken, and nothing ever comes back."""
    group = json.loads((wiki.folder / "server.json").read_text())["group"]
    os.killpg(group, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(group, signal.SIGCONT)


@contextmanager
def stopped(wiki: DemoWiki) -> Iterator[None]:
    """Nobody listens where the wiki was."""
    wiki.stop()
    try:
        yield
    finally:
        wiki.start()


@contextmanager
def held(desk: Desk, address: str | re.Pattern[str]) -> Iterator[list[Route]]:
    """Requests wait in the list until the block ends; then they go on, in order."""
    routes: list[Route] = []
    desk.page.route(address, lambda route: routes.append(route))
    yield routes
    for route in routes:
        route.continue_()
    desk.page.unroute(address)
