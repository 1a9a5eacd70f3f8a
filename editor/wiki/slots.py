"""How many calls to the wiki may be under way at once.

Without a bound, a wiki that hangs would soon have every thread of Galley waiting for it, and
nobody could save a draft, which needs no wiki at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from editor.wiki.errors import WikiBusyError


class Slots:
    """`limit` calls at once; `queue` more may wait, each for `patience_seconds`."""

    def __init__(self, limit: int, queue: int, patience_seconds: float) -> None:
        self.limit = limit
        self._free = BoundedSemaphore(limit)
        self._queue = BoundedSemaphore(queue) if queue else None
        self._patience_seconds = patience_seconds

    @contextmanager
    def hold(self, *, wait: bool = True) -> Iterator[None]:
        """A slot for the length of the block. Raises WikiBusyError, at once without `wait`."""
        if not self._free.acquire(blocking=False) and not (wait and self._has_come_free()):
            raise WikiBusyError("All connections to the wiki are in use.")
        try:
            yield
        finally:
            self._free.release()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """A place among those who wait, for the length of the block. Raises WikiBusyError."""
        if self._queue is None or not self._queue.acquire(blocking=False):
            raise WikiBusyError("Too many wait for the wiki.")
        try:
            yield
        finally:
            self._queue.release()

    def _has_come_free(self) -> bool:
        with self.waiting():
            return self._free.acquire(timeout=self._patience_seconds)
