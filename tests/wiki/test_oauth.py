from __future__ import annotations

import json

import pytest
import requests

from editor.wiki import (
    ConsumerCheck,
    ConsumerNotApprovedError,
    RefreshRefusedError,
    Tokens,
    WikiApiError,
    WikiConnection,
    WikiUnavailableError,
    check_consumer,
    refresh_tokens,
)

from .conftest import REST_URL, Answer, captured

GOOD = {"token_type": "Bearer", "expires_in": 3600, "access_token": "new", "refresh_token": "next"}
NOT_THERE = {"messageTranslations": {"en": "…"}, "httpCode": 404, "httpReason": "Not Found"}


def error(status: int, code: str, hint: str = "why") -> Answer:
    return status, {}, json.dumps({"error": code, "error_description": "d", "hint": hint})


def refresh(connection: WikiConnection) -> Tokens:
    return refresh_tokens(connection, "key", "secret", "old")


def check(connection: WikiConnection) -> ConsumerCheck:
    return check_consumer(connection, "key", "secret", "https://galley.example/callback/")


def test_tokens_are_renewed(wire, connection):
    wire.answers((200, {"Content-Type": "text/html"}, json.dumps(GOOD)))
    tokens = refresh(connection)
    assert (tokens.access_token, tokens.refresh_token, tokens.expires_in) == ("new", "next", 3600)
    assert "new" not in repr(tokens)
    sent = wire.only
    assert (sent.method, sent.url) == ("POST", f"{REST_URL}/oauth2/access_token")
    assert sent.content_type == "application/x-www-form-urlencoded"
    assert sent.fields == {
        "grant_type": "refresh_token",
        "refresh_token": "old",
        "client_id": "key",
        "client_secret": "secret",
    }
    assert "Authorization" not in sent.headers


@pytest.mark.parametrize(
    "answer",
    [
        (401, {}, json.dumps(captured("refresh_refused"))),
        error(400, "invalid_grant", "Token has been revoked"),
    ],
)
def test_a_refresh_that_is_refused(wire, connection, answer):
    wire.answers(answer)
    with pytest.raises(RefreshRefusedError) as caught:
        refresh(connection)
    assert not caught.value.is_refreshable
    assert caught.value.messages[0].html in ("Token has been revoked", "why")


@pytest.mark.parametrize(
    ("code", "is_void"),
    [("invalid_client", False), ("unauthorized_client", False), ("access_denied", True)],
)
def test_a_refresh_that_is_refused_to_the_application(wire, connection, code, is_void):
    wire.answers(error(401, code))
    with pytest.raises(ConsumerNotApprovedError) as caught:
        refresh(connection)
    assert caught.value.has_voided_tokens == is_void


def test_a_scope_too_wide_is_no_reason_to_sign_in_again(wire, connection):
    wire.answers(error(400, "invalid_scope"))
    with pytest.raises(WikiApiError):
        refresh(connection)


@pytest.mark.parametrize(
    "answer",
    [
        error(500, "server_error"),
        (502, {}, "<h1>Bad gateway</h1>"),
        (401, {}, "<h1>Authorization required</h1>"),
        (400, {}, '{"message": "?"}'),
        (200, {}, '{"access_token": "new"'),
        (200, {}, '{"access_token": "new"}'),
        (404, {}, json.dumps(NOT_THERE)),
        requests.ReadTimeout("slow"),
        requests.ConnectionError("reset"),
    ],
)
def test_a_wiki_that_is_down_costs_no_sign_in(wire, connection, answer):
    wire.answers(answer)
    with pytest.raises(WikiUnavailableError):
        refresh(connection)
    assert len(wire.sent) == 1


def test_a_consumer_that_is_right(wire, connection):
    wire.answers(error(400, "invalid_request", "Cannot decrypt the authorization code"))
    assert check(connection) is ConsumerCheck.ALL_RIGHT
    assert wire.only.fields["redirect_uri"] == "https://galley.example/callback/"
    assert wire.only.fields["grant_type"] == "authorization_code"


def test_a_wrong_callback(wire, connection):
    wire.answers(error(401, "invalid_client"), error(400, "invalid_request"))
    assert check(connection) is ConsumerCheck.WRONG_CALLBACK
    assert "redirect_uri" not in wire.sent[1].fields


def test_a_wrong_key_or_secret(wire, connection):
    wire.answers(error(401, "invalid_client"), error(401, "invalid_client"))
    assert check(connection) is ConsumerCheck.WRONG_KEY_OR_SECRET


@pytest.mark.parametrize(
    "answer",
    [
        (404, {}, json.dumps(NOT_THERE)),
        (404, {}, "<h1>Not found</h1>"),
        (405, {}, json.dumps({**NOT_THERE, "httpCode": 405})),
        (200, {}, "<title>Main Page</title>"),
        (301, {"Location": "https://elsewhere.example/"}, ""),
    ],
)
def test_no_oauth_there(wire, connection, answer):
    wire.answers(answer)
    assert check(connection) is ConsumerCheck.NO_OAUTH


@pytest.mark.parametrize(
    "answer",
    [
        (502, {}, "<h1>Bad gateway</h1>"),
        (401, {}, "<h1>Authorization required</h1>"),
        (403, {}, "No robots"),
        requests.ConnectTimeout("nobody there"),
    ],
)
def test_a_consumer_that_cannot_be_asked_about(wire, connection, answer):
    wire.answers(answer)
    with pytest.raises(WikiUnavailableError):
        check(connection)
