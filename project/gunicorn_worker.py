"""The worker of gunicorn that Galley runs in."""

from __future__ import annotations

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Stops at once where nothing is being answered.

    Browsers open connections ahead, on which nothing may ever be asked; gunicorn waits for each of
    them as long as for one that is kept alive.
    """

    def murder_pending(self) -> None:
        if not self.alive:
            for connection in self.pending_conns:
                connection.timeout = 0
        super().murder_pending()  # type: ignore[no-untyped-call]
