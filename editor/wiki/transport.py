"""What requests and urllib3 do not do by themselves: an end to the patience with a slow wiki.

Their time-outs hold for each single wait on the socket. A wiki that drips one byte a second would
hold a connection for ever, so each wait here is cut to what is left of the whole call's time.
"""

from __future__ import annotations

import io
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from http.client import HTTPResponse
from types import TracebackType
from typing import Any, Self, cast

from requests import RequestException
from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectTimeout, ProxyError
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager, Retry
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import ConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NewConnectionError,
)
from urllib3.exceptions import SSLError as TlsError
from urllib3.response import BaseHTTPResponse

_ends_at: ContextVar[float] = ContextVar("_ends_at")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """The whole of what the block does with sockets of BoundedAdapter takes no longer than this."""
    token = _ends_at.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _ends_at.reset(token)


def _time_left() -> float:
    left = _ends_at.get() - time.monotonic()
    if left <= 0:
        raise TimeoutError("The time for the whole call is over.")
    return left


class _BoundedReader(io.RawIOBase):
    """The raw end of a socket's file, with a time-out that shrinks."""

    def __init__(self, raw: io.RawIOBase, connection_socket: Any) -> None:
        self._raw = raw
        self._socket = connection_socket
        self._patience = connection_socket.gettimeout()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = _time_left()
        self._socket.settimeout(left if self._patience is None else min(self._patience, left))
        return cast("int | None", self._raw.readinto(buffer))

    def close(self) -> None:
        self._raw.close()
        super().close()


class _BoundedResponse(HTTPResponse):
    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_BoundedReader(raw, sock))


class _Bounded(HTTPConnection):
    response_class = _BoundedResponse

    def connect(self) -> None:
        left = _time_left()
        self.timeout = left if self.timeout is None else min(self.timeout, left)
        super().connect()

    def send(self, data: Any) -> None:
        if self.sock is None and self.auto_open:
            self.connect()
        # Else two megabytes would have to be sent in the time allowed for connecting.
        if self.sock is not None:
            self.sock.settimeout(_time_left())
        super().send(data)


class _BoundedTls(_Bounded, HTTPSConnection):
    pass


class _HttpPool(HTTPConnectionPool):
    ConnectionCls = _Bounded


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls = _BoundedTls


class ReadRetry(Retry):
    """Retries reads while there is time; anything else never, not even a failed connection."""

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        if method != "GET" or _ends_at.get() <= time.monotonic():
            Retry(0, read=False).increment(method, url, response, error, _pool, _stacktrace)
        return super().increment(method, url, response, error, _pool, _stacktrace)

    def sleep(self, response: BaseHTTPResponse | None = None) -> None:
        asked_for = self.get_retry_after(response) if response is not None else None
        pause = asked_for or self.get_backoff_time()
        time.sleep(max(0, min(pause, _ends_at.get() - time.monotonic())))


class BoundedAdapter(HTTPAdapter):
    """To be used inside `time_limit` only."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        _bound(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: Any) -> PoolManager:
        manager = cast("PoolManager", super().proxy_manager_for(proxy, **proxy_kwargs))
        _bound(manager)
        return manager


def _bound(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


def may_have_arrived(error: RequestException | HTTPError) -> bool:
    """Whether the wiki may have got the request all the same. In doubt: yes."""
    if isinstance(error, ConnectTimeout | ProxyError):
        return False
    cause: object = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    if isinstance(cause, TlsError):
        # A certificate is refused before anything of the request is sent.
        return not any(isinstance(arg, ssl.SSLCertVerificationError) for arg in cause.args)
    return not isinstance(cause, NewConnectionError | ConnectTimeoutError)
