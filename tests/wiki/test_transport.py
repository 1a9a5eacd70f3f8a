"""Against sockets on this machine, for what cannot be seen above them."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from types import SimpleNamespace

import pytest

from editor.wiki import Slots, WikiConnection, WikiUnavailableError, transport
from editor.wiki.auth import NoAuth
from editor.wiki.connection import Timing

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
QUICK = Timing(connect=0.4, answer=0.2, total=0.4)
PATIENT = Timing(connect=2, answer=5, total=30)
LATER = b"HTTP/1.1 503 Later\r\nRetry-After: 3600\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
SMALL = b'{"a": 1}'

Behaviour = Callable[[socket.socket], None]


class Server:
    """Gives each connection, in turn, what it is to live through."""

    def __init__(self, *behaviours: Behaviour) -> None:
        self.connections = 0
        self._behaviours = behaviours
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/api.php"
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        # Closing alone does not wake the thread that accepts.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        threads = []
        for behaviour in self._behaviours:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                break
            self.connections += 1
            threads.append(Thread(target=self._live, args=(behaviour, peer), daemon=True))
            threads[-1].start()
        for thread in threads:
            thread.join(5)

    def _live(self, behaviour: Behaviour, peer: socket.socket) -> None:
        with peer, suppress(OSError):
            behaviour(peer)


def request_of(peer: socket.socket) -> bytes:
    data = b""
    while b"\r\n\r\n" not in data:
        data += peer.recv(65536)
    return data


def good(peer: socket.socket) -> None:
    request_of(peer)
    peer.sendall(HEAD + b"Connection: close\r\nContent-Length: 8\r\n\r\n" + SMALL)


def later(peer: socket.socket) -> None:
    request_of(peer)
    peer.sendall(LATER)


def good_thrice(peer: socket.socket) -> None:
    for _ in range(3):
        request_of(peer)
        peer.sendall(HEAD + b"Content-Length: 8\r\n\r\n" + SMALL)


def silent(peer: socket.socket) -> None:
    request_of(peer)
    peer.recv(1)


def dripping_body(peer: socket.socket) -> None:
    request_of(peer)
    peer.sendall(HEAD + b"Content-Length: 1000\r\n\r\n")
    drip(peer, b" " * 1000)


def dripping_chunks(peer: socket.socket) -> None:
    request_of(peer)
    peer.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    drip(peer, b"1\r\n \r\n" * 100)


def dripping_head(peer: socket.socket) -> None:
    request_of(peer)
    drip(peer, HEAD + b"X-Long: " + b"y" * 1000)


def drip(peer: socket.socket, data: bytes) -> None:
    for byte in data:
        peer.sendall(bytes([byte]))
        time.sleep(0.05)


def resetting(peer: socket.socket) -> None:
    request_of(peer)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


def cut_short(peer: socket.socket) -> None:
    request_of(peer)
    peer.sendall(HEAD + b"Content-Length: 1000\r\n\r\n" + SMALL)


def slow_to_read(peer: socket.socket) -> None:
    time.sleep(0.5)
    data = bytearray()
    while not data.endswith(b"the end"):
        data += peer.recv(1 << 20)
    peer.sendall(HEAD + b"Connection: close\r\nContent-Length: 8\r\n\r\n" + SMALL)


@contextmanager
def serving(*behaviours: Behaviour) -> Iterator[tuple[Server, WikiConnection]]:
    server = Server(*behaviours)
    connection = WikiConnection(server.url, server.url, "Galley/0.1 (tests)", Slots(1, 0, 0))
    try:
        yield server, connection
    finally:
        connection.close()
        server.close()


def get(server: Server, connection: WikiConnection, timing: Timing = QUICK) -> bytes:
    return connection.send("GET", server.url, auth=NoAuth(), timing=timing).body


def post(
    server: Server,
    connection: WikiConnection,
    *,
    timing: Timing = QUICK,
    text: bytes = b"x",
    is_write: bool = True,
) -> bytes:
    return connection.send(
        "POST",
        server.url,
        auth=NoAuth(),
        body=(text, "text/plain"),
        timing=timing,
        is_write=is_write,
    ).body


@pytest.mark.parametrize("behaviour", [dripping_body, dripping_chunks, dripping_head, silent])
def test_no_answer_takes_longer_than_the_whole_time(behaviour):
    with serving(behaviour, behaviour, behaviour) as (server, connection):
        started = time.monotonic()
        with pytest.raises(WikiUnavailableError) as caught:
            get(server, connection)
        assert time.monotonic() - started < 3
        assert not caught.value.may_have_been_saved
        assert caught.value.__cause__ is not None
    with serving(behaviour) as (server, connection):
        started = time.monotonic()
        with pytest.raises(WikiUnavailableError) as caught:
            post(server, connection)
        assert time.monotonic() - started < 3
        assert caught.value.may_have_been_saved
        assert server.connections == 1


def test_a_slot_is_free_again_after_a_time_out():
    with serving(silent, good) as (server, connection):
        with pytest.raises(WikiUnavailableError):
            post(server, connection)
        assert get(server, connection, PATIENT) == SMALL


@pytest.mark.parametrize("behaviour", [resetting, cut_short])
def test_a_read_is_tried_again_and_a_write_is_not(behaviour):
    with serving(behaviour) as (server, connection):
        with pytest.raises(WikiUnavailableError) as caught:
            post(server, connection)
        assert caught.value.may_have_been_saved
        assert server.connections == 1


def test_a_read_survives_two_broken_connections():
    with serving(resetting, resetting, good) as (server, connection):
        assert get(server, connection, PATIENT) == SMALL
        assert server.connections == 3


def test_a_read_is_tried_three_times_at_most():
    with serving(*[resetting] * 4) as (server, connection):
        with pytest.raises(WikiUnavailableError):
            get(server, connection, PATIENT)
        assert server.connections == 3


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """The pauses between retries, without their length."""
    pauses: list[float] = []
    clock = SimpleNamespace(sleep=pauses.append, monotonic=time.monotonic)
    monkeypatch.setattr(transport, "time", clock)
    return pauses


def test_the_wiki_does_not_say_how_long_galley_sleeps(pauses):
    with serving(later, later, good) as (server, connection):
        assert get(server, connection, PATIENT) == SMALL
        assert pauses == [5, 5]


def test_a_write_is_not_sent_later_either(pauses):
    with serving(later) as (server, connection):
        reply = connection.send(
            "POST", server.url, auth=NoAuth(), body=(b"x", "text/plain"), timing=PATIENT
        )
        assert (reply.status, pauses, server.connections) == (503, [], 1)


def test_pauses_between_tries_are_short(pauses):
    with serving(resetting, resetting, good) as (server, connection):
        get(server, connection, PATIENT)
        assert sum(pauses) < 1


def test_a_pause_is_no_longer_than_the_time_that_is_left():
    with serving(later) as (server, connection):
        started = time.monotonic()
        with pytest.raises(WikiUnavailableError):
            get(server, connection)
        assert time.monotonic() - started < 3
        assert server.connections == 1


def test_connections_are_kept_alive():
    with serving(good_thrice) as (server, connection):
        for _ in range(3):
            assert get(server, connection, PATIENT) == SMALL
        assert server.connections == 1


def test_sending_may_take_longer_than_connecting():
    text = b"x" * 20_000_000 + b"the end"
    with serving(slow_to_read) as (server, connection):
        timing = Timing(connect=0.2, answer=5, total=10)
        assert post(server, connection, timing=timing, text=text) == SMALL


def test_where_nobody_listens_nothing_has_been_saved():
    with serving() as (server, connection):
        server.close()
        with pytest.raises(WikiUnavailableError) as caught:
            post(server, connection)
        assert not caught.value.may_have_been_saved


def test_a_name_that_nobody_has():
    connection = WikiConnection("http://wiki.invalid/", "", "Galley", Slots(1, 0, 0))
    with pytest.raises(WikiUnavailableError) as caught:
        connection.send(
            "POST", connection.api_url, auth=NoAuth(), body=(b"", "text/plain"), is_write=True
        )
    assert not caught.value.may_have_been_saved
