"""Headless Chromium against a real Galley and a real wiki.

Playwright keeps an event loop running in this thread, so these tests never touch Django's own
database; what they want to know of Galley's they read from its file.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    WebError,
    expect,
    sync_playwright,
)

from tests.browser.galley_server import GalleyServer
from tests.browser.pages import Desk, sign_in
from tests.demowiki import DemoWiki
from tests.people import new_title

CHROMIUM = "/usr/bin/chromium-headless-shell"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LINES = ["First line.", "Second line.", "Third line.", "Fourth line.", "Fifth line."]
# What Chromium and htmx say of requests that fail; the tests of failures look at the page itself.
NETWORK_NEWS = (
    "Failed to load resource",
    "htmx:sendError",
    "htmx:timeout",
    "htmx:sendAbort",
    "htmx:afterRequest",
)

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each process of pytest-xdist begins with its part of these, the longest of all tests.

    At the end they would keep one of them busy while the others wait: what has begun a browser
    is not shared out any more.
    """
    here = Path(__file__).parent
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    slow = [item for item in items if here in item.path.parents]
    quick = [item for item in items if here not in item.path.parents]
    items[:] = [
        item
        for worker in range(workers)
        for part in (slow, quick)
        for item in part[len(part) * worker // workers : len(part) * (worker + 1) // workers]
    ]


# These end with the last test of this folder: the event loop must not outlive it.


@pytest.fixture(scope="package")
def running_galley(tmp_path_factory, running_wiki, migrated_database):
    galley = GalleyServer(tmp_path_factory.mktemp("galley"))
    galley.set_up(running_wiki, migrated_database)
    galley.start()
    yield galley
    galley.stop()


@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def signed_in_states() -> dict[str, Any]:
    """What the browser keeps of a sign-in, by the person's name."""
    return {}


@pytest.fixture
def galley(running_galley) -> GalleyServer:
    server: GalleyServer = running_galley
    return server


@pytest.fixture
def wiki(running_wiki, galley) -> Iterator[DemoWiki]:
    running: DemoWiki = running_wiki
    yield running
    running.reset()


@pytest.fixture
def lines() -> list[str]:
    return LINES


@pytest.fixture
def title(wiki) -> str:
    """A page of this test alone, with five paragraphs of one line; Bob made it."""
    title = new_title()
    wiki.edit(title, "\n\n".join(LINES))
    return title


class Console:
    """What Galley's pages reported: errors in scripts, refusals of the policy."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.lines: list[str] = []
        self.expected: list[str] = []

    def listen(self, context: BrowserContext) -> None:
        context.on("weberror", self._thrown)
        context.on("console", self._heard)

    def unexpected(self) -> list[str]:
        known = (*NETWORK_NEWS, *self.expected)
        return [line for line in self.lines if not any(part in line for part in known)]

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and self._is_ours(message.page):
            self.lines.append(message.text)

    def _thrown(self, error: WebError) -> None:
        if self._is_ours(error.page):
            self.lines.append(str(error.error))

    def _is_ours(self, page: Page | None) -> bool:
        return page is None or page.url.startswith(self.origin)


@pytest.fixture
def console(galley: GalleyServer) -> Iterator[Console]:
    console = Console(galley.url)
    read = galley.log_file.stat().st_size
    yield console
    assert console.unexpected() == []
    with galley.log_file.open(encoding="utf-8", errors="replace") as log:
        log.seek(read)
        assert "Traceback" not in (said := log.read()), said


@pytest.fixture
def new_context(
    chromium: Browser, galley: GalleyServer, console: Console
) -> Iterator[Callable[..., BrowserContext]]:
    """A browser of somebody: cookies and storage of its own."""
    contexts: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        known: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
        context = chromium.new_context(base_url=galley.url, **(known | options))
        context.set_default_timeout(20_000)
        console.listen(context)
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


@pytest.fixture
def person(
    new_context: Callable[..., BrowserContext], wiki: DemoWiki, signed_in_states: dict[str, Any]
) -> Callable[..., Desk]:
    """Somebody at their own browser, signed in by the real redirects.

    `fresh` makes a sign-in of this test alone, which it may spoil.
    """

    def sit_down(name: str = "Alice", *, fresh: bool = False, **options: Any) -> Desk:
        if fresh or name not in signed_in_states:
            context = new_context(**({} if name not in signed_in_states and not fresh else options))
            page = context.new_page()
            page.goto("/")
            sign_in(page, name)
            if fresh:
                return Desk(page)
            signed_in_states[name] = context.storage_state()
            context.close()
        context = new_context(storage_state=signed_in_states[name], **options)
        return Desk(context.new_page())

    return sit_down


@pytest.fixture
def alice(person) -> Desk:
    desk: Desk = person("Alice")
    return desk


@pytest.fixture
def bob(person) -> Desk:
    desk: Desk = person("Bob")
    return desk
