"""How Galley's processes end."""

from __future__ import annotations

import selectors
import socket

from gunicorn.app.base import Application
from gunicorn.config import Config
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import TConn

from project.gunicorn_worker import Worker


def test_a_connection_on_which_nothing_was_asked_does_not_hold_a_worker_that_stops():
    """Such as browsers open ahead. (What is asked and not answered yet is not among these.)"""
    config = Config()
    worker = Worker(1, 1, [], Application.__new__(Application), 10, config, Logger(config))
    ours, browsers = socket.socketpair()
    with browsers, selectors.DefaultSelector() as worker.poller, worker.tmp._tmp:
        connection = TConn(config, ours, None, None)
        connection.set_timeout()
        worker.pending_conns.append(connection)
        worker.nr_conns = 1
        worker.murder_pending()
        assert worker.nr_conns == 1
        worker.alive = False
        worker.murder_pending()
        assert worker.nr_conns == 0
        assert browsers.recv(1) == b""
