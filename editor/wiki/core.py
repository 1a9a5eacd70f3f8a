"""One call to `api.php`: what every request carries, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from requests.auth import AuthBase
from requests.cookies import RequestsCookieJar

from editor.wiki.answers import raise_errors, understood
from editor.wiki.auth import NoAuth
from editor.wiki.connection import READ, Timing, WikiConnection
from editor.wiki.encoding import Params, encoded_body, flattened
from editor.wiki.errors import WikiAuthError

# `+\` is the token of everybody who is not signed in: with it, an edit would be saved under the
# address of Galley's server.
ANONYMOUS_TOKEN = "+\\"  # noqa: S105

# The shortest limit on the length of an address that a common web server has is 8 kB.
LONGEST_QUERY = 4_000


class ApiCaller:
    """The wiki as one user sees it.

    `auth` signs each request; None is for reading as nobody, with an empty `username`.
    `cookies`, when given, are sent and filled; without them no cookie is sent or kept.
    """

    def __init__(
        self,
        connection: WikiConnection,
        *,
        username: str,
        auth: AuthBase | None,
        language: str = "en",
        csrf_token: str = "",
        on_csrf_token: Callable[[str], None] | None = None,
        cookies: RequestsCookieJar | None = None,
    ) -> None:
        self.connection = connection
        self.username = username
        self.language = language
        self.csrf_token = csrf_token
        self._auth = auth or NoAuth()
        self._on_csrf_token = on_csrf_token
        self._cookies = cookies

    def call(
        self,
        action: str,
        params: Params,
        *,
        timing: Timing = READ,
        wait: bool = True,
    ) -> dict[str, Any]:
        """A read. Goes as GET, which is retried, unless it is too long for an address."""
        fields = flattened({**self._common(action), **params})
        if len(urlencode(fields)) > LONGEST_QUERY:
            return self._answer("POST", timing, wait=wait, body=encoded_body(fields))
        return self._answer("GET", timing, wait=wait, query=fields)

    def write(
        self,
        action: str,
        params: Params,
        *,
        timing: Timing,
        is_saving: bool,
        wait: bool = True,
    ) -> dict[str, Any]:
        """With the CSRF token at its end; once more, with a new token, after `badtoken`."""
        if not self.csrf_token:
            self.fetch_csrf_token(wait=wait)
        try:
            return self._write_once(action, params, timing, is_saving=is_saving, wait=wait)
        except WikiAuthError as error:
            # The wiki checks the token before it does anything: nothing has been saved.
            if not error.has_code("badtoken"):
                raise
        self.fetch_csrf_token(wait=wait)
        return self._write_once(action, params, timing, is_saving=is_saving, wait=wait)

    def fetch_csrf_token(self, *, wait: bool = True) -> None:
        """Ask for a new token. https://www.mediawiki.org/wiki/API:Tokens"""
        self._take_csrf_token(self.call("query", {"meta": "tokens", "type": "csrf"}, wait=wait))

    def _take_csrf_token(self, answer: Mapping[str, Any]) -> None:
        """Keep the token that came with the answer to a query."""
        with understood():
            token = str(answer["query"]["tokens"]["csrftoken"])
        if token == ANONYMOUS_TOKEN:
            raise WikiAuthError("The wiki took the request for an anonymous one.")
        if token != self.csrf_token:
            self.csrf_token = token
            if self._on_csrf_token:
                self._on_csrf_token(token)

    def _common(self, action: str) -> dict[str, str]:
        common = {
            "action": action,
            "format": "json",
            "formatversion": "2",
            "errorformat": "html",
            "errorsuselocal": "1",
            "uselang": self.language,
        }
        if self.username:
            common["assertuser"] = self.username
        return common

    def _write_once(
        self, action: str, params: Params, timing: Timing, *, is_saving: bool, wait: bool
    ) -> dict[str, Any]:
        # Also a token that was kept from somewhere else, or a client made for nobody.
        if self.csrf_token == ANONYMOUS_TOKEN or not self.username:
            raise WikiAuthError("Nothing is ever written without an account.")
        # The token comes last: of a body that was cut short on its way nothing can be saved.
        fields = flattened({**self._common(action), **params, "token": self.csrf_token})
        body = encoded_body(fields)
        return self._answer("POST", timing, wait=wait, body=body, is_write=is_saving)

    def _answer(
        self,
        method: str,
        timing: Timing,
        *,
        wait: bool,
        query: Mapping[str, str] | None = None,
        body: tuple[bytes, str] | None = None,
        is_write: bool = False,
    ) -> dict[str, Any]:
        reply = self.connection.send(
            method,
            self.connection.api_url,
            query=query,
            body=body,
            auth=self._auth,
            cookies=self._cookies,
            timing=timing,
            wait=wait,
            is_write=is_write,
        )
        answer = reply.json_object()
        raise_errors(answer, is_write=is_write)
        reply.raise_for_status()
        return answer
