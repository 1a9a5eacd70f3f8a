"""A new access token, or a new session of a bot password, when the old one ends."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from editor.credentials import reach
from editor.credentials.admission import NotAdmittedError, SignInRequiredError, may_sign_in
from editor.credentials.ciphers import decrypt, encrypt
from editor.credentials.keeping import NOTHING, forget_tokens
from editor.credentials.lease import LEASE, LEASE_POLL_SECONDS, settle_lease, take_lease
from editor.models import WikiCredential
from editor.wiki import (
    BearerAuth,
    BotPassword,
    Cookies,
    LoginRefusedError,
    NoAuth,
    RefreshRefusedError,
    WikiClient,
    WikiError,
    WikiUnavailableError,
    cookies_from_text,
    cookies_to_text,
    log_in,
    refresh_tokens,
)

# A token that ends within this time is renewed before it is used.
EXPIRY_MARGIN = timedelta(seconds=60)


def refreshed(stale: WikiCredential) -> WikiCredential:
    """The credential with newer tokens, or a newer session, than `stale` holds.

    One process renews, all others wait for what it brings: the wiki takes a refresh token only
    once, and revokes the old access token with it. Raises SignInRequiredError, and
    WikiUnavailableError when the wiki could not be asked (what there is is kept then).
    """
    deadline = time.monotonic() + LEASE.total_seconds() + 5
    while time.monotonic() < deadline:
        credential = WikiCredential.objects.get(pk=stale.pk)
        if credential.token_version != stale.token_version and credential.can_act:
            return credential
        if not credential.can_renew:
            raise SignInRequiredError("There is nothing left to renew the sign-in with.")
        if take_lease(credential):
            return _renewed(credential)
        time.sleep(LEASE_POLL_SECONDS)
    raise WikiUnavailableError("Another process took too long to renew the sign-in.")


def signature(credential: WikiCredential) -> tuple[BearerAuth | NoAuth, Cookies | None]:
    """How this user's requests say who sends them."""
    if credential.bot_password:
        return NoAuth(), cookies_from_text(decrypt(credential.cookies))
    return BearerAuth(decrypt(credential.access_token)), None


def _renewed(credential: WikiCredential) -> WikiCredential:
    try:
        columns = _log_in(credential) if credential.bot_password else _refresh(credential)
    except (RefreshRefusedError, LoginRefusedError) as error:
        settle_lease(credential, NOTHING)
        raise SignInRequiredError(str(error), messages=error.messages) from error
    except WikiError:
        settle_lease(credential, {}, is_new=False)
        raise
    settle_lease(credential, {"csrf_token": "", **columns})
    fresh = WikiCredential.objects.get(pk=credential.pk)
    if settings.ALLOWED_USERS or settings.ALLOWED_GROUPS:
        _check_admission(fresh)
    return fresh


def _refresh(credential: WikiCredential) -> dict[str, Any]:
    tokens = refresh_tokens(
        reach.connection(),
        settings.OAUTH_CLIENT_ID,
        settings.OAUTH_CLIENT_SECRET,
        decrypt(credential.refresh_token),
    )
    lifetime = tokens.expires_in
    return {
        "access_token": encrypt(tokens.access_token),
        "refresh_token": encrypt(tokens.refresh_token),
        "expires_at": timezone.now() + timedelta(seconds=lifetime) if lifetime else None,
    }


def _log_in(credential: WikiCredential) -> dict[str, Any]:
    bot_password = BotPassword.parse(credential.bot_name, decrypt(credential.bot_password))
    if bot_password is None:
        raise LoginRefusedError("The key of this bot password was taken away.")
    login = log_in(reach.connection(), bot_password)
    if login.username != credential.username:
        raise LoginRefusedError("This bot password belongs to another account now.")
    return {"cookies": encrypt(cookies_to_text(login.cookies))}


def _check_admission(credential: WikiCredential) -> None:
    """Groups change on the wiki, so they are asked for at each refresh, not only at sign-in."""
    auth, cookies = signature(credential)
    client = WikiClient(
        reach.connection(), username=credential.username, auth=auth, cookies=cookies
    )
    if not may_sign_in(credential.username, client.user_info().groups):
        forget_tokens(credential.user)
        raise NotAdmittedError("This account may not use this Galley any more.")
