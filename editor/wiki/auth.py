"""How a request says who sends it.

Always a callable, also for nobody: where `auth=` is empty, requests takes what a .netrc of the
server's account has for that host, and overwrites an Authorization header with it.
"""

from __future__ import annotations

from requests import PreparedRequest
from requests.auth import AuthBase


class BearerAuth(AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        # The wiki compares the word with its case: "bearer" would be silently anonymous.
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def __repr__(self) -> str:
        return "BearerAuth(…)"


class NoAuth(AuthBase):
    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        return request
