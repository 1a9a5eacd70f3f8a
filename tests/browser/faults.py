"""What can go wrong around Galley, made to go wrong."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

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
