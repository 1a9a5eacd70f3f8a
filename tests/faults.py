"""What a real wiki will not do on demand: answers that get lost, rubbish, and silence."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from editor.credentials import reach
from editor.wiki import Slots, WikiConnection
from tests.api_recorder import MADE_UP
from tests.demowiki import DemoWiki
from tests.environment import free_port

# How many calls at once, how many waiting, and for how many seconds.
SLOTS = (8, 8, 5)


class Proxy:
    """Stands between Galley and the wiki; passes everything on until it is told otherwise."""

    def __init__(self, wiki: DemoWiki) -> None:
        self._wiki = wiki
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._faults: dict[str, Any] = {}
        # The fields of every call, in order.
        self.calls: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def lose_answers(self, action: str) -> None:
        """The wiki does what is asked, and nobody hears of it."""
        self._faults[action] = "lose answer"

    def lose_requests(self, action: str) -> None:
        """Sent, and never arrived."""
        self._faults[action] = "lose request"

    def answer(self, action: str, status: int, body: str) -> None:
        """This instead of the wiki's own answer; the wiki hears nothing."""
        MADE_UP.add(body.encode())
        self._faults[action] = (status, body)

    def before(self, action: str, act: Any) -> None:
        """Do something on the wiki between Galley's request and its arrival, once."""
        self._faults[action] = act

    def mend(self) -> None:
        self._faults = {}

    def actions(self) -> list[str]:
        return [call.get("action", "") for call in self.calls]

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                proxy._pass(self)

            do_POST = do_GET

            def log_message(self, *args: Any) -> None:
                pass

        return Handler

    def _pass(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        fields = parse_qs(urlsplit(handler.path).query + "&" + body.decode("utf-8", "replace"))
        call = {name: values[0] for name, values in fields.items()}
        self.calls.append(call)
        fault = self._faults.get(call.get("action", ""))
        handler.close_connection = True
        if fault == "lose request":
            return
        if isinstance(fault, tuple):
            self._send(handler, fault[0], fault[1].encode())
            return
        if callable(fault):
            del self._faults[call["action"]]
            fault()
        answer = requests.request(
            handler.command,
            self._wiki.url + handler.path,
            data=body,
            headers={k: v for k, v in handler.headers.items() if k.lower() != "host"},
            timeout=30,
        )
        if fault != "lose answer":
            self._send(handler, answer.status_code, answer.content)

    def _send(self, handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


class SilentServer:
    """Takes every connection and never says a word."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self._taken: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    @property
    def connections(self) -> int:
        return len(self._taken)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
        for taken in self._taken:
            taken.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._taken.append(self._listener.accept()[0])


def detour(monkeypatch: pytest.MonkeyPatch, url: str) -> WikiConnection:
    """Galley reaches the wiki by this address from now on."""
    connection = WikiConnection(
        f"{url}/api.php", f"{url}/rest.php", "Galley (tests)", Slots(*SLOTS)
    )
    monkeypatch.setattr(reach, "connection", lambda: connection)
    return connection


@contextmanager
def wiki_down() -> Iterator[None]:
    """Nobody listens where the wiki was."""
    with pytest.MonkeyPatch.context() as patch:
        connection = detour(patch, f"http://127.0.0.1:{free_port()}")
        yield
        connection.close()


@contextmanager
def proxied(wiki: DemoWiki) -> Iterator[Proxy]:
    """All of Galley's calls go through the proxy."""
    proxy = Proxy(wiki)
    proxy.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            connection = detour(patch, proxy.url)
            yield proxy
            connection.close()
    finally:
        proxy.stop()
