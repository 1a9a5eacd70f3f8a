"""A new access token, or a new session of a bot password, when the old one ends."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from editor.credentials import reach
from editor.credentials.admission import (
    NotAdmittedError,
    SignInRequiredError,
    may_sign_in,
    sign_in_required,
)
from editor.credentials.ciphers import decrypt, encrypt
from editor.credentials.keeping import NOTHING
from editor.credentials.lease import LEASE, LEASE_POLL_SECONDS, settle_lease, take_lease
from editor.models import WikiCredential
from editor.wiki import (
    BearerAuth,
    BotPassword,
    ConsumerNotApprovedError,
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
    once, and revokes the old access token with it. Raises SignInRequiredError,
    ConsumerNotApprovedError, and WikiUnavailableError when the wiki could not be asked (what there
    is is kept then), WikiBusyError when too many wait for it already.
    """
    return admitted(_refreshed(stale))


def _refreshed(stale: WikiCredential) -> WikiCredential:
    credential, is_ours_to_renew = _looked_up(stale) or _waited_for(stale)
    return _renewed(credential) if is_ours_to_renew else credential


def _looked_up(stale: WikiCredential) -> tuple[WikiCredential, bool] | None:
    """The credential as somebody has renewed it, or with the lease to do so; else None."""
    credential = WikiCredential.objects.get(pk=stale.pk)
    if credential.token_version != stale.token_version and credential.can_act:
        return credential, False
    if not credential.can_renew:
        raise sign_in_required(credential)
    return (credential, True) if take_lease(credential) else None


def _waited_for(stale: WikiCredential) -> tuple[WikiCredential, bool]:
    deadline = time.monotonic() + LEASE.total_seconds() + 5
    # While the wiki hangs, so does who renews: the threads that save drafts stay free. The place is
    # kept from look to look, or somebody who came later would take it.
    with reach.connection().waiting():
        while time.monotonic() < deadline:
            time.sleep(LEASE_POLL_SECONDS)
            if found := _looked_up(stale):
                return found
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
    except ConsumerNotApprovedError as error:
        if error.has_voided_tokens:
            settle_lease(credential, NOTHING | {"is_consumer_refused": True})
        else:
            settle_lease(credential, {}, is_new=False)
        raise
    except WikiError:
        settle_lease(credential, {}, is_new=False)
        raise
    settle_lease(credential, {"csrf_token": "", "needs_admission": True, **columns})
    return WikiCredential.objects.get(pk=credential.pk)


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


def admitted(credential: WikiCredential) -> WikiCredential:
    """The credential, once the lists were held against what its last renewal brought.

    Groups change on the wiki, so they are asked for at each renewal, not only at sign-in. While
    the wiki does not tell them, nothing is done in this user's name; their drafts stay open.
    Raises NotAdmittedError and the errors of the wiki client.
    """
    if not credential.needs_admission or not (settings.ALLOWED_USERS or settings.ALLOWED_GROUPS):
        return credential
    auth, cookies = signature(credential)
    client = WikiClient(
        reach.connection(), username=credential.username, auth=auth, cookies=cookies
    )
    if not may_sign_in(credential.username, client.user_info().groups):
        settle_lease(credential, NOTHING)
        raise NotAdmittedError("This account may not use this Galley any more.")
    WikiCredential.objects.filter(pk=credential.pk, token_version=credential.token_version).update(
        needs_admission=False
    )
    credential.needs_admission = False
    return credential
