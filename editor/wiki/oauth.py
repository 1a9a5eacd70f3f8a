"""The two calls that go to Extension:OAuth itself instead of the API.

https://www.mediawiki.org/wiki/OAuth/For_Developers#OAuth_2
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from urllib.parse import urlencode

from editor.wiki.answers import understood
from editor.wiki.auth import NoAuth
from editor.wiki.connection import Reply, WikiConnection
from editor.wiki.errors import (
    ConsumerNotApprovedError,
    RefreshRefusedError,
    WikiApiError,
    WikiError,
    WikiUnavailableError,
)
from editor.wiki.records import ApiMessage

# Said of the application itself, whoever it asks for.
OF_THE_CONSUMER = frozenset({"access_denied", "invalid_client", "unauthorized_client"})

# A page, a redirect to one, or another endpoint.
_SOMETHING_ELSE = {200, 301, 302, 303, 307, 308, 404, 405}


@dataclass(frozen=True, slots=True)
class Tokens:
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    """In seconds."""


class ConsumerCheck(StrEnum):
    ALL_RIGHT = "all right"
    WRONG_CALLBACK = "wrong callback"
    WRONG_KEY_OR_SECRET = "wrong key or secret"  # noqa: S105
    NO_OAUTH = "no OAuth at this address"


def refresh_tokens(
    connection: WikiConnection, client_id: str, client_secret: str, refresh_token: str
) -> Tokens:
    """New tokens. The old ones, both of them, are void from then on.

    Raises RefreshRefusedError: a new sign-in is needed. ConsumerNotApprovedError: the application
    is refused. WikiUnavailableError: keep the tokens and try later. WikiApiError: the request
    itself was wrong.
    """
    reply = _post(
        connection,
        {
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
            "client_id": client_id,
            "client_secret": client_secret,
        },
    )
    answer = reply.json_object()
    if reply.status in (400, 401) and "error" in answer:
        raise _refusal(answer)
    reply.raise_for_status()
    with understood():
        return Tokens(
            str(answer["access_token"]), str(answer["refresh_token"]), int(answer["expires_in"])
        )


def check_consumer(
    connection: WikiConnection, client_id: str, client_secret: str, callback_url: str
) -> ConsumerCheck:
    """Find what is wrong with the consumer, by asking tokens for a code that is none.

    The wiki looks at the consumer first and at the code last. From MediaWiki 1.46 on it looks at
    the callback after the code: a wrong one is all right here and is found at the first sign-in.
    Raises WikiUnavailableError.
    """
    fields = {
        "grant_type": "authorization_code",
        "code": "0",
        "client_id": client_id,
        "client_secret": client_secret,
    }
    status = _status(connection, {**fields, "redirect_uri": callback_url})
    if status == 400:
        return ConsumerCheck.ALL_RIGHT
    if status == 404:
        return ConsumerCheck.NO_OAUTH
    if _status(connection, fields) == 400:
        return ConsumerCheck.WRONG_CALLBACK
    return ConsumerCheck.WRONG_KEY_OR_SECRET


def _status(connection: WikiConnection, fields: Mapping[str, str]) -> int:
    """400 or 401 from the extension, or 404 where something else is at its address."""
    reply = _post(connection, fields)
    if reply.status in (400, 401) and "error" in reply.json_object():
        return reply.status
    if reply.status in _SOMETHING_ELSE:
        return 404
    raise WikiUnavailableError(f"The wiki answered {reply.status} about the consumer.")


def _post(connection: WikiConnection, fields: Mapping[str, str]) -> Reply:
    # In the body: the endpoint reads neither JSON nor, behind some servers, the header.
    return connection.send(
        "POST",
        f"{connection.rest_url}/oauth2/access_token",
        auth=NoAuth(),
        body=(urlencode(fields).encode(), "application/x-www-form-urlencoded"),
    )


def _refusal(answer: Mapping[str, object]) -> WikiError:
    code = str(answer["error"])
    words = str(answer.get("hint") or answer.get("error_description") or "")
    messages = [ApiMessage(code, html=escape(words))]
    if code == "invalid_scope":
        return WikiApiError("The refresh asked for too much.", messages=messages)
    if code in OF_THE_CONSUMER:
        return ConsumerNotApprovedError("The wiki refuses this application.", messages=messages)
    return RefreshRefusedError("The wiki refuses to renew the sign-in.", messages=messages)
