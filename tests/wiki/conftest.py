from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import responses
from requests import PreparedRequest

from editor.wiki import BearerAuth, SiteInfo, Slots, WikiClient, WikiConnection

API_URL = "https://wiki.example/w/api.php"
REST_URL = "https://wiki.example/w/rest.php"
REPLIES = Path(__file__).parent / "replies"
TOKEN = "c5f3e9+\\"

Answer = str | Mapping[str, Any] | Exception | tuple[int, dict[str, str], str | bytes]


def captured(name: str) -> Any:
    """What the demo wiki answered once."""
    return json.loads((REPLIES / f"{name}.json").read_text())


class Sent:
    """One request as it would have left."""

    def __init__(self, request: PreparedRequest) -> None:
        self.method = request.method
        self.url = request.url or ""
        self.headers = request.headers
        self.content_type = str(request.headers.get("Content-Type", ""))
        self.body = request.body if isinstance(request.body, bytes) else b""
        self.fields = dict(self._pairs())

    def _pairs(self) -> list[tuple[str, str]]:
        if self.method == "GET":
            return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)
        if not self.content_type.startswith("multipart/form-data"):
            return parse_qsl(self.body.decode(), keep_blank_values=True)
        head = f"Content-Type: {self.content_type}\r\n\r\n".encode()
        message = BytesParser(policy=policy.HTTP).parsebytes(head + self.body)
        return [
            (
                str(part["Content-Disposition"].params["name"]),
                bytes(part.get_payload(decode=True)).decode(),
            )
            for part in message.iter_parts()
        ]


class Wire:
    """A queue of answers, and what was sent for them."""

    def __init__(self, mock: responses.RequestsMock) -> None:
        self.sent: list[Sent] = []
        self._answers: deque[Answer] = deque()
        for method in ("GET", "POST"):
            mock.add_callback(method, re.compile("https://wiki.example/.*"), self._reply)

    def answers(self, *answers: Answer) -> None:
        """Names of captured replies, JSON, exceptions, or (status, headers, body)."""
        self._answers.extend(answers)

    @property
    def only(self) -> Sent:
        (sent,) = self.sent
        return sent

    @property
    def is_used_up(self) -> bool:
        return not self._answers

    def _reply(self, request: PreparedRequest) -> Any:
        self.sent.append(Sent(request))
        answer = self._answers.popleft()
        if isinstance(answer, str):
            answer = captured(answer)
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, tuple) else (200, {}, json.dumps(answer))


@pytest.fixture
def wire() -> Iterator[Wire]:
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        wire = Wire(mock)
        yield wire
        assert wire.is_used_up


@pytest.fixture
def connection() -> Iterator[WikiConnection]:
    connection = WikiConnection(API_URL, REST_URL, "Galley/0.1 (tests)", Slots(2, 2, 0.1))
    yield connection
    connection.close()


@pytest.fixture
def make_client(connection: WikiConnection) -> Callable[..., WikiClient]:
    def make(username: str = "Alice", **options: Any) -> WikiClient:
        auth = BearerAuth(f"token-of-{username}")
        options = {"csrf_token": TOKEN, **options}
        return WikiClient(connection, username=username, auth=auth, **options)

    return make


@pytest.fixture
def client(make_client: Callable[..., WikiClient]) -> WikiClient:
    return make_client()


@pytest.fixture
def site(wire: Wire, client: WikiClient) -> SiteInfo:
    wire.answers("site_info")
    site = client.site_info()
    wire.sent.clear()
    return site
