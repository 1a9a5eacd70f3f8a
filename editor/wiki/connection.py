"""The way to one wiki: kept-alive connections, time-outs, retries, and what is no JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any

from requests import RequestException, Response, Session
from requests.auth import AuthBase
from requests.cookies import RequestsCookieJar, extract_cookies_to_jar
from urllib3.exceptions import HTTPError

from editor.wiki.errors import WikiRejectedError, WikiUnavailableError
from editor.wiki.records import ApiMessage
from editor.wiki.slots import Slots
from editor.wiki.transport import BoundedAdapter, ReadRetry, may_have_arrived, time_limit

LARGEST_ANSWER = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds: to connect, for each wait on the answer, and for all of it with its retries."""

    connect: float
    answer: float
    total: float


READ = Timing(connect=3, answer=10, total=25)
# A preview and a stash have the wiki parse the text, however long that is.
PARSE = Timing(connect=3, answer=60, total=65)
# The wiki itself may wait 30 s for a stash in the making before it saves.
EDIT = Timing(connect=3, answer=120, total=125)


def user_agent(version: str, contact: str, base_url: str) -> str:
    """https://foundation.wikimedia.org/wiki/Policy:Wikimedia_Foundation_User-Agent_Policy"""
    about = "; ".join(part for part in (base_url, contact) if part)
    # A line end in a header would be a header of its own.
    return " ".join(f"Galley/{version} ({about})".split())


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whatever it is."""

    status: int
    body: bytes
    location: str
    is_write: bool

    def json_object(self) -> dict[str, Any]:
        """Whatever its content type says. Raises WikiUnavailableError when it is none."""
        try:
            answer = json.loads(self.body)
        # RecursionError: thousands of brackets, which is no answer of a wiki either.
        except (ValueError, RecursionError) as error:
            raise self._error("no JSON") from error
        if not isinstance(answer, dict):
            raise self._error("JSON of another shape")
        return answer

    def raise_for_status(self) -> None:
        """A good answer has 200. Asked only after the errors in it: those say more."""
        if self.status != 200:
            raise self._error("no result")

    def _error(self, what: str) -> WikiUnavailableError | WikiRejectedError:
        if self.status == 413:
            message = ApiMessage("contenttoobig")
            return WikiRejectedError("The wiki's server takes no such length.", messages=[message])
        reason = f"The wiki answered {self.status} with {what}."
        if self.location:
            reason = f"The wiki's address has moved to {self.location}."
        # Below 500, a server in front of the wiki has turned the request away.
        is_turned_away = 300 <= self.status < 500
        return WikiUnavailableError(
            reason, may_have_been_saved=self.is_write and not is_turned_away
        )


class WikiConnection:
    """One per process and wiki, for all users: it holds connections, but nobody's cookies."""

    def __init__(self, api_url: str, rest_url: str, user_agent: str, slots: Slots) -> None:
        self.api_url = api_url
        self.rest_url = rest_url.rstrip("/")
        self._slots = slots
        self._session = Session()
        self._session.headers["User-Agent"] = user_agent
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        retry = ReadRetry(
            total=2,
            allowed_methods={"GET"},
            status_forcelist={429, 502, 503, 504},
            backoff_factor=0.2,
            retry_after_max=5,
            raise_on_status=False,
        )
        adapter = BoundedAdapter(pool_maxsize=slots.limit, max_retries=retry)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)

    def close(self) -> None:
        """Close the idle connections. It can be used on."""
        self._session.close()

    def waiting(self) -> AbstractContextManager[None]:
        """Around a wait for what another's call brings: it counts like a wait for a slot.

        Raises WikiBusyError when too many wait.
        """
        return self._slots.waiting()

    def send(
        self,
        method: str,
        url: str,
        *,
        auth: AuthBase,
        timing: Timing = READ,
        query: Mapping[str, str] | None = None,
        body: tuple[bytes, str] | None = None,
        cookies: RequestsCookieJar | None = None,
        wait: bool = True,
        is_write: bool = False,
    ) -> Reply:
        """One request, GETs retried. Raises WikiUnavailableError, WikiBusyError."""
        content, content_type = body or (None, "")
        with self._slots.hold(wait=wait), time_limit(timing.total):
            try:
                with self._session.request(
                    method,
                    url,
                    params=query,
                    data=content,
                    headers={"Content-Type": content_type} if body else None,
                    auth=auth,
                    cookies=cookies,
                    timeout=(timing.connect, timing.answer),
                    allow_redirects=False,
                    stream=True,
                ) as response:
                    _keep_cookies(response, cookies)
                    return _reply(response, is_write=is_write)
            # Of what urllib3 raises, requests leaves some as it is.
            except (RequestException, HTTPError) as error:
                raise WikiUnavailableError(
                    f"The wiki could not be reached: {type(error).__name__}.",
                    may_have_been_saved=is_write and may_have_arrived(error),
                ) from error


def _reply(response: Response, *, is_write: bool) -> Reply:
    location = response.headers.get("Location", "") if response.is_redirect else ""
    body = _bounded_body(response, is_write=is_write)
    return Reply(response.status_code, body, location, is_write)


def _keep_cookies(response: Response, cookies: RequestsCookieJar | None) -> None:
    # The session's own jar takes none, so each answer's go to the jar of whom they are for.
    if cookies is not None:
        extract_cookies_to_jar(cookies, response.request, response.raw)


def _bounded_body(response: Response, *, is_write: bool) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(64 * 1024):
        body += chunk
        if len(body) > LARGEST_ANSWER:
            raise WikiUnavailableError(
                f"The wiki's answer is longer than {LARGEST_ANSWER} bytes.",
                may_have_been_saved=is_write,
            )
    return bytes(body)
