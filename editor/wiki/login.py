"""`action=login` with a bot password, for wikis without Extension:OAuth.

https://www.mediawiki.org/wiki/API:Login and https://www.mediawiki.org/wiki/Manual:Bot_passwords
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from requests.cookies import RequestsCookieJar, create_cookie

from editor.wiki.answers import understood
from editor.wiki.connection import Timing, WikiConnection
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params, encoded_body, flattened
from editor.wiki.errors import LoginRefusedError, LoginThrottledError, WikiUnavailableError
from editor.wiki.records import ApiMessage

Cookies = RequestsCookieJar

# Two of these are made in a row while a lease is held.
LOGIN = Timing(connect=3, answer=8, total=9)

# How the wiki itself tells a bot password from others, which Galley must neither send nor keep.
_PASSWORD = re.compile(r"[0-9a-w]{32,}")
_SEPARATOR = "@"


@dataclass(frozen=True, slots=True)
class BotPassword:
    """As Special:BotPasswords shows it: `Account@label`, and 32 letters and digits."""

    name: str
    password: str = field(repr=False)

    @classmethod
    def parse(cls, name: str, password: str) -> BotPassword | None:
        """From either form the wiki offers: `Account@label` with the password, or `Account` with
        `label@password`. None when it can be no bot password."""
        name, password = name.strip(), password.strip()
        if _SEPARATOR not in name and _SEPARATOR in password:
            label, _, password = password.rpartition(_SEPARATOR)
            name = f"{name}{_SEPARATOR}{label}"
        account, _, label = name.partition(_SEPARATOR)
        if not account or not label or not _PASSWORD.fullmatch(password):
            return None
        return cls(name, password)

    @property
    def account(self) -> str:
        """As it was typed: the wiki writes it its own way in its answer."""
        return self.name.partition(_SEPARATOR)[0]


@dataclass(frozen=True, slots=True)
class Login:
    username: str
    user_id: int
    cookies: Cookies = field(repr=False)


def log_in(connection: WikiConnection, bot_password: BotPassword) -> Login:
    """A new session of this account.

    Raises LoginRefusedError, LoginThrottledError, WikiUnavailableError.
    """
    cookies = Cookies()
    return LoggingIn(connection, username="", auth=None, cookies=cookies).log_in(bot_password)


class LoggingIn(ApiCaller):
    """Somebody who is nobody yet: no `assertuser`, and cookies of their own."""

    def log_in(self, bot_password: BotPassword) -> Login:
        params: Params = {
            "lgname": bot_password.name,
            "lgpassword": bot_password.password,
            "lgtoken": self._login_token(),
        }
        body = encoded_body(flattened({**self._common("login"), **params}))
        answer = self._answer("POST", LOGIN, wait=True, body=body)
        with understood():
            login: dict[str, Any] = answer["login"]
            if login["result"] != "Success":
                raise _refusal(login)
            username, user_id = str(login["lgusername"]), int(login["lguserid"])
        if _SEPARATOR in username:
            # The wiki took it for the password of an (old) account whose name holds an @.
            raise LoginRefusedError("This is the password of an account.")
        if self._cookies is None or not len(self._cookies):
            raise WikiUnavailableError("The wiki gave no session.")
        return Login(username, user_id, self._cookies)

    def has_account(self, name: str) -> bool:
        """https://www.mediawiki.org/wiki/API:Users"""
        answer = self.call("query", {"list": "users", "ususers": name})
        with understood():
            return "userid" in answer["query"]["users"][0]

    def has_bot_passwords(self) -> bool:
        """Whether they are switched on: without them, `action=login` itself is deprecated.

        https://www.mediawiki.org/wiki/Manual:$wgEnableBotPasswords
        """
        answer = self.call("paraminfo", {"modules": "login"})
        with understood():
            return not answer["paraminfo"]["modules"][0].get("deprecated")

    def _login_token(self) -> str:
        answer = self.call("query", {"meta": "tokens", "type": "login"}, timing=LOGIN)
        with understood():
            return str(answer["query"]["tokens"]["logintoken"])


def cookies_to_text(cookies: Cookies) -> str:
    return json.dumps(
        [
            {
                "name": cookie.name,
                "value": cookie.value,
                "domain": cookie.domain,
                "path": cookie.path,
                "secure": cookie.secure,
                "expires": cookie.expires,
            }
            for cookie in cookies
        ],
        sort_keys=True,
    )


def cookies_from_text(text: str) -> Cookies:
    jar = Cookies()
    for cookie in json.loads(text or "[]"):
        jar.set_cookie(create_cookie(**cookie))
    return jar


def _refusal(login: dict[str, Any]) -> LoginRefusedError | LoginThrottledError:
    reason = login.get("reason") or {}
    # `Aborted` (the wiki wants to show a form of its own), `WrongToken` and the like are all that
    # is said where there is no code.
    code = str(reason.get("code") or login["result"]).lower()
    messages = [ApiMessage(code, html=str(reason.get("html") or ""))]
    family = LoginThrottledError if code == "login-throttled" else LoginRefusedError
    return family(f"The wiki refused the login: {code}.", messages=messages)
