"""Ask the wiki whether a bot password is good, before anything of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from editor.credentials import reach
from editor.wiki import (
    BotPassword,
    LoggingIn,
    Login,
    LoginRefusedError,
    LoginThrottledError,
    WikiClient,
    WikiError,
    log_in,
)


class Refusal(StrEnum):
    NO_ACCOUNT = "no account"
    SWITCHED_OFF = "switched off"
    WRONG = "wrong"
    NEEDS_RESET = "needs reset"
    LOCKED = "locked"
    THROTTLED = "throttled"
    ABORTED = "aborted"
    MAY_NOT_EDIT = "may not edit"


class BotPasswordRefusedError(Exception):
    """The wiki does not take it, or it is no use."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"The bot password was refused: {refusal}.")
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class CheckedBotPassword:
    """What a sign-in needs to know; `profile` is of the shape that OAuth's has."""

    bot_password: BotPassword
    login: Login
    profile: dict[str, Any]


def check_bot_password(bot_password: BotPassword) -> CheckedBotPassword:
    """Log in with it. Raises BotPasswordRefusedError, WikiError."""
    try:
        login = log_in(reach.connection(), bot_password)
    except LoginThrottledError as error:
        raise BotPasswordRefusedError(Refusal.THROTTLED) from error
    except LoginRefusedError as error:
        raise BotPasswordRefusedError(_refusal(error, bot_password)) from error
    client = WikiClient(
        reach.connection(), username=login.username, auth=None, cookies=login.cookies
    )
    # A private wiki describes itself to its members only, and this may be the first one.
    reach.current_wiki(lambda: client)
    user = client.user_info()
    if "edit" not in user.rights:
        raise BotPasswordRefusedError(Refusal.MAY_NOT_EDIT)
    profile = {
        "sub": _number(client, login),
        "username": login.username,
        "groups": list(user.groups),
    }
    return CheckedBotPassword(bot_password, login, profile)


def _number(client: WikiClient, login: Login) -> int:
    """What OAuth calls `sub`: on a farm that shares its accounts, not the wiki's own number."""
    ids = client.account_ids(login.username)
    return (ids and ids.central) or login.user_id


def _refusal(error: LoginRefusedError, bot_password: BotPassword) -> Refusal:
    """The wiki says “wrong” of nearly everything, so it is asked what may be the matter."""
    if error.has_code("botpasswords-needs-reset"):
        return Refusal.NEEDS_RESET
    if error.has_code("botpasswords-locked"):
        return Refusal.LOCKED
    nobody = LoggingIn(reach.connection(), username="", auth=None)
    try:
        if not nobody.has_bot_passwords():
            return Refusal.SWITCHED_OFF
        if not nobody.has_account(bot_password.account):
            return Refusal.NO_ACCOUNT
    except WikiError:
        # A private wiki tells nobody; then it is what it said it is.
        pass
    return Refusal.ABORTED if error.has_code("aborted") else Refusal.WRONG
