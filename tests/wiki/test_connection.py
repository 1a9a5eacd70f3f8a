from __future__ import annotations

import gzip
import json

import pytest
import requests
from urllib3 import HTTPConnectionPool
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError, ProtocolError, ReadTimeoutError

from editor.wiki import (
    EditRequest,
    Slots,
    StashRequest,
    WikiBusyError,
    WikiConnection,
    WikiRejectedError,
    WikiUnavailableError,
    user_agent,
)
from editor.wiki import connection as connection_module
from editor.wiki.auth import NoAuth
from editor.wiki.transport import time_limit

from .conftest import API_URL

EDIT = EditRequest(title="Harbour", text="x")
STASH = StashRequest(title="Harbour", text="x", baserevid=27)
POOL = HTTPConnectionPool("wiki.example")
HTML = {"Content-Type": "text/html"}


@pytest.mark.parametrize(
    "answer",
    [
        (200, HTML, "<!DOCTYPE html><title>Maintenance</title>"),
        (200, {}, '{"query": {"userinfo": {"id"'),
        (200, {}, ""),
        (200, {}, "[]"),
        (200, {}, "null"),
        (200, {}, b"\xff\xfe{"),
        (200, {}, "[" * 200_000),
        (200, {}, '{"batchcomplete": true}'),
        (200, {}, '{"query": null}'),
        (500, HTML, "<h1>Error</h1>"),
        (500, {}, '{"query": {}}'),
        (301, {"Location": "https://elsewhere.example/"}, ""),
        (403, HTML, "Please set a user-agent"),
        requests.ConnectionError("reset"),
        requests.ReadTimeout("slow"),
        requests.exceptions.ChunkedEncodingError("cut"),
        requests.exceptions.ContentDecodingError("no gzip"),
    ],
)
def test_an_answer_that_is_none(wire, client, answer):
    wire.answers(answer)
    with pytest.raises(WikiUnavailableError) as caught:
        client.user_info()
    assert not caught.value.may_have_been_saved


@pytest.mark.parametrize(
    ("answer", "may_have_been_saved"),
    [
        ((200, HTML, "<!DOCTYPE html>"), True),
        ((200, {}, '{"edit": {"result": "Succ'), True),
        ((200, {}, '{"edit": {}}'), True),
        ((200, {}, '{"edit": {"result": "Success"}}'), True),
        ((200, {}, "{}"), True),
        ((500, HTML, "<h1>Error</h1>"), True),
        ((502, HTML, "<h1>Bad gateway</h1>"), True),
        ((504, HTML, "<h1>Time-out</h1>"), True),
        ((301, {"Location": "https://elsewhere.example/"}, ""), False),
        ((403, HTML, "No robots"), False),
        ((429, HTML, "Too many"), False),
        (requests.ReadTimeout(ReadTimeoutError(POOL, "", "slow")), True),
        (requests.ConnectionError(ProtocolError("aborted")), True),
        (requests.exceptions.ChunkedEncodingError("cut"), True),
        (requests.ConnectTimeout("nobody there"), False),
        (requests.exceptions.ProxyError("no way"), False),
        (
            requests.ConnectionError(
                MaxRetryError(
                    POOL, "", NewConnectionError(HTTPConnection("wiki.example"), "refused")
                )
            ),
            False,
        ),
    ],
)
def test_whether_an_edit_may_have_been_saved(wire, client, answer, may_have_been_saved):
    wire.answers(answer)
    with pytest.raises(WikiUnavailableError) as caught:
        client.edit(EDIT)
    assert caught.value.may_have_been_saved is may_have_been_saved
    assert len(wire.sent) == 1


def test_a_stash_saves_nothing(wire, client):
    wire.answers((502, HTML, "<h1>Bad gateway</h1>"))
    with pytest.raises(WikiUnavailableError) as caught:
        client.stash(StashRequest(title="Harbour", text="x"))
    assert not caught.value.may_have_been_saved
    assert len(wire.sent) == 1


def test_the_error_knows_its_cause(wire, client):
    wire.answers(requests.ReadTimeout("slow"))
    with pytest.raises(WikiUnavailableError) as caught:
        client.user_info()
    assert isinstance(caught.value.__cause__, requests.ReadTimeout)


def test_a_server_that_takes_no_such_length(wire, client):
    wire.answers((413, HTML, "<h1>Request Entity Too Large</h1>"))
    with pytest.raises(WikiRejectedError) as caught:
        client.edit(EDIT)
    assert caught.value.code == "contenttoobig"


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_read_is_tried_again_twice(wire, client, status):
    wire.answers(*[(status, HTML, "<h1>Later</h1>")] * 2, "user_info")
    assert client.user_info().name == "Alice"
    assert len(wire.sent) == 3


def test_after_three_times_it_is_said(wire, client):
    wire.answers(*[(503, HTML, "<h1>Later</h1>")] * 3)
    with pytest.raises(WikiUnavailableError):
        client.user_info()


def test_an_error_page_that_does_not_pass_is_not_tried_again(wire, client):
    wire.answers((500, HTML, "<h1>Error</h1>"))
    with pytest.raises(WikiUnavailableError):
        client.user_info()
    assert len(wire.sent) == 1


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_write_is_never_tried_again(wire, client, status):
    wire.answers((status, {"Retry-After": "1"}, "Later"))
    with pytest.raises(WikiUnavailableError):
        client.edit(EDIT)
    assert len(wire.sent) == 1


def test_a_long_read_goes_by_post_and_is_not_tried_again(wire, client):
    wire.answers((503, {}, "Later"))
    with pytest.raises(WikiUnavailableError) as caught:
        client.preview("Harbour", "é" * 3000)
    assert wire.only.method == "POST"
    assert "token" not in wire.only.fields
    assert not caught.value.may_have_been_saved


def test_a_redirect_is_not_followed_but_told(wire, client):
    wire.answers((302, {"Location": "https://wiki.example/new/api.php"}, ""))
    with pytest.raises(WikiUnavailableError, match=r"https://wiki\.example/new/api\.php"):
        client.user_info()
    assert len(wire.sent) == 1


def test_errors_count_whatever_the_status(wire, client):
    wire.answers((400, {}, json.dumps({"errors": [{"code": "readonly", "html": "Later"}]})))
    with pytest.raises(WikiUnavailableError) as caught:
        client.edit(EDIT)
    assert caught.value.code == "readonly"
    assert not caught.value.may_have_been_saved


def test_an_answer_without_end(wire, client, monkeypatch):
    monkeypatch.setattr(connection_module, "LARGEST_ANSWER", 100_000)
    bomb = gzip.compress(b" " * 10_000_000)
    wire.answers((200, {"Content-Encoding": "gzip"}, bomb))
    with pytest.raises(WikiUnavailableError, match="longer"):
        client.user_info()


def test_without_a_slot_nothing_is_sent(wire, client, connection):
    with connection._slots.hold(), connection._slots.hold():
        with pytest.raises(WikiBusyError):
            client.user_info()
        with pytest.raises(WikiBusyError) as caught:
            client.edit(EDIT)
    assert not caught.value.may_have_been_saved
    assert wire.sent == []


def test_a_stash_does_not_wait_for_a_slot(wire, make_client):
    connection = WikiConnection(API_URL, "", "Galley", Slots(1, 1, patience_seconds=60))
    client = make_client()
    client.connection = connection
    with connection._slots.hold(), pytest.raises(WikiBusyError):
        client.stash(StashRequest(title="Harbour", text="x"))
    client.csrf_token = ""
    with connection._slots.hold(), pytest.raises(WikiBusyError):
        client.stash(StashRequest(title="Harbour", text="x"))
    assert wire.sent == []


def test_the_user_agent_is_sent(wire, connection):
    wire.answers({})
    connection.send("GET", API_URL, auth=NoAuth())
    assert wire.only.headers["User-Agent"] == "Galley/0.1 (tests)"


@pytest.mark.parametrize(
    ("contact", "base_url", "name"),
    [
        ("me@team.example", "https://g.example", "Galley/1.2 (https://g.example; me@team.example)"),
        ("", "https://g.example", "Galley/1.2 (https://g.example)"),
        ("a\r\nX-Evil: 1", "", "Galley/1.2 (a X-Evil: 1)"),
    ],
)
def test_who_asks(contact, base_url, name):
    assert user_agent("1.2", contact, base_url) == name


@pytest.mark.parametrize(
    ("reply", "call", "patience"),
    [
        ("user_info", lambda client: client.user_info(), ((3, 10), 25)),
        ("sections_of_text", lambda client: client.sections("Harbour", text="x"), ((3, 60), 65)),
        ("preview", lambda client: client.preview("Harbour", "x"), ((3, 60), 65)),
        ("stash", lambda client: client.stash(STASH), ((3, 60), 65)),
        ("edit", lambda client: client.edit(EDIT), ((3, 120), 125)),
    ],
)
def test_each_call_has_the_patience_it_needs(
    wire, connection, client, monkeypatch, reply, call, patience
):
    """To connect and for each wait; and in all. Too little, and a good edit counts as lost."""
    waits, totals = [], []
    request = connection._session.request

    def listening(*args, timeout, **kwargs):
        waits.append(timeout)
        return request(*args, timeout=timeout, **kwargs)

    def limited(seconds):
        totals.append(seconds)
        return time_limit(seconds)

    monkeypatch.setattr(connection._session, "request", listening)
    monkeypatch.setattr(connection_module, "time_limit", limited)
    wire.answers(reply)
    call(client)
    assert (*waits, *totals) == patience
