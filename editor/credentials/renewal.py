"""A new access token when the old one ends."""

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
    RefreshRefusedError,
    Tokens,
    WikiClient,
    WikiUnavailableError,
    refresh_tokens,
)

# A token that ends within this time is renewed before it is used.
EXPIRY_MARGIN = timedelta(seconds=60)


def refreshed(stale: WikiCredential) -> WikiCredential:
    """The credential with newer tokens than `stale` holds.

    One process refreshes, all others wait for what it brings: the wiki takes a refresh token only
    once, and revokes the old access token with it. Raises SignInRequiredError, and
    WikiUnavailableError when the wiki could not be asked (the tokens are kept then).
    """
    deadline = time.monotonic() + LEASE.total_seconds() + 5
    while time.monotonic() < deadline:
        credential = WikiCredential.objects.get(pk=stale.pk)
        if credential.token_version != stale.token_version and credential.access_token:
            return credential
        if not credential.refresh_token:
            raise SignInRequiredError("There is nothing left to renew the sign-in with.")
        if take_lease(credential):
            return _refresh(credential)
        time.sleep(LEASE_POLL_SECONDS)
    raise WikiUnavailableError("Another process took too long to renew the sign-in.")


def _refresh(credential: WikiCredential) -> WikiCredential:
    try:
        tokens = refresh_tokens(
            reach.connection(),
            settings.OAUTH_CLIENT_ID,
            settings.OAUTH_CLIENT_SECRET,
            decrypt(credential.refresh_token),
        )
    except RefreshRefusedError as error:
        settle_lease(credential, NOTHING)
        raise SignInRequiredError(str(error)) from error
    except WikiUnavailableError:
        settle_lease(credential, {}, is_new=False)
        raise
    settle_lease(credential, _columns(tokens))
    fresh = WikiCredential.objects.get(pk=credential.pk)
    if settings.ALLOWED_USERS or settings.ALLOWED_GROUPS:
        _check_admission(fresh)
    return fresh


def _check_admission(credential: WikiCredential) -> None:
    """Groups change on the wiki, so they are asked for at each refresh, not only at sign-in."""
    client = WikiClient(
        reach.connection(),
        username=credential.username,
        auth=BearerAuth(decrypt(credential.access_token)),
    )
    if not may_sign_in(credential.username, client.user_info().groups):
        forget_tokens(credential.user)
        raise NotAdmittedError("This account may not use this Galley any more.")


def _columns(tokens: Tokens) -> dict[str, Any]:
    lifetime = tokens.expires_in
    return {
        "access_token": encrypt(tokens.access_token),
        "refresh_token": encrypt(tokens.refresh_token),
        "csrf_token": "",
        "expires_at": timezone.now() + timedelta(seconds=lifetime) if lifetime else None,
    }
