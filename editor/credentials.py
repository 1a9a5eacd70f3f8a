"""From a user to a ready client of the wiki. The only place that sees tokens in clear.

No transaction and no row lock is ever held across a call to the wiki: who refreshes takes a lease,
with a compare-and-set UPDATE that is committed before the request leaves.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language

from editor.models import Wiki, WikiCredential
from editor.wiki import (
    BearerAuth,
    RefreshRefusedError,
    SiteInfo,
    Slots,
    Tokens,
    WikiAuthError,
    WikiClient,
    WikiConnection,
    WikiUnavailableError,
    refresh_tokens,
)

# A token that ends within this time is renewed before it is used.
EXPIRY_MARGIN = timedelta(seconds=60)
# Longer than a refresh may take; a process killed while it refreshes blocks the others this long.
LEASE = timedelta(seconds=20)
LEASE_POLL_SECONDS = 0.1


class SignInRequiredError(WikiAuthError):
    """The wiki does not take this user's tokens any more (or there are none): sign in again."""


class NotAdmittedError(SignInRequiredError):
    """ALLOWED_USERS and ALLOWED_GROUPS do not (any more) name this account."""


def may_sign_in(username: str, groups: Iterable[str]) -> bool:
    """Whether ALLOWED_USERS and ALLOWED_GROUPS let this account of the wiki in."""
    if not settings.ALLOWED_USERS and not settings.ALLOWED_GROUPS:
        return True
    names = {name.replace("_", " ") for name in settings.ALLOWED_USERS}
    return username in names or not set(settings.ALLOWED_GROUPS).isdisjoint(groups)


@cache
def connection() -> WikiConnection:
    """This process's pool of connections to the wiki."""
    return WikiConnection(
        settings.WIKI_API_URL,
        settings.WIKI_REST_URL,
        settings.USER_AGENT,
        Slots(settings.WIKI_SLOTS, settings.WIKI_QUEUE, patience_seconds=5),
    )


def encrypt(token: str) -> str:
    return _fernet().encrypt(token.encode()).decode() if token else ""


def decrypt(ciphertext: str) -> str:
    """The token in clear; empty when there is none, or when its key was taken away."""
    try:
        return _fernet().decrypt(ciphertext).decode() if ciphertext else ""
    except InvalidToken:
        return ""


def rotate(ciphertext: str) -> str:
    """The same token under the newest key; empty when no key opens it."""
    try:
        return _fernet().rotate(ciphertext).decode() if ciphertext else ""
    except InvalidToken:
        return ""


def keep_tokens(
    user: User,
    wiki: Wiki,
    username: str,
    *,
    access_token: str,
    refresh_token: str,
    expires_at: datetime | None,
) -> None:
    """Keep what a sign-in brought. The tokens of an earlier one are forgotten: two live access
    tokens of one user would spoil each other's CSRF token with every request."""
    credential, _ = WikiCredential.objects.get_or_create(
        user=user, defaults={"wiki": wiki, "username": username}
    )
    WikiCredential.objects.filter(pk=credential.pk).update(
        username=username,
        access_token=encrypt(access_token),
        refresh_token=encrypt(refresh_token),
        csrf_token="",
        expires_at=expires_at,
        token_version=F("token_version") + 1,
        lease_until=None,
    )


def forget_tokens(user: AbstractBaseUser) -> None:
    WikiCredential.objects.filter(user_id=user.pk).update(
        access_token="",
        refresh_token="",
        csrf_token="",
        expires_at=None,
        token_version=F("token_version") + 1,
        lease_until=None,
    )


def wiki_username(user: AbstractBaseUser | AnonymousUser) -> str:
    """The user's name on the wiki, which is the one Galley shows."""
    credential = getattr(user, "credential", None)
    return credential.username if credential else user.get_username()


def remember_edit_count(user: AbstractBaseUser, edit_count: int) -> None:
    WikiCredential.objects.filter(user_id=user.pk).update(edit_count=edit_count)


def client_for(user: User) -> UserClient:
    """A client that acts as this user. Raises SignInRequiredError when there are no tokens."""
    credential = WikiCredential.objects.filter(user=user).first()
    if credential is None or not credential.access_token:
        raise SignInRequiredError("There is no access to the wiki for this user.")
    expires_at = credential.expires_at
    if expires_at and expires_at - timezone.now() < EXPIRY_MARGIN:
        try:
            credential = refreshed(credential)
        except WikiUnavailableError:
            # The last seconds of the old token may do; if not, the call itself will say so.
            if expires_at <= timezone.now():
                raise
    return UserClient(credential)


class UserClient(WikiClient):
    """The wiki as one user, with a fresh access token fetched when the wiki asks for one."""

    def __init__(self, credential: WikiCredential) -> None:
        super().__init__(
            connection(),
            username=credential.username,
            auth=BearerAuth(decrypt(credential.access_token)),
            language=get_language() or settings.LANGUAGE_CODE,
            csrf_token=decrypt(credential.csrf_token),
            on_csrf_token=self._keep_csrf_token,
        )
        self._credential = credential

    def _keep_csrf_token(self, token: str) -> None:
        # Held against the version: a token fetched with an access token that was replaced
        # meanwhile is worthless.
        WikiCredential.objects.filter(
            pk=self._credential.pk, token_version=self._credential.token_version
        ).update(csrf_token=encrypt(token))

    def _answer(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            return super()._answer(*args, **kwargs)
        except WikiAuthError as error:
            if not error.is_refreshable:
                raise
        # The wiki looks at the token before it does anything, so the failed call changed nothing.
        self._credential = refreshed(self._credential)
        self._auth = BearerAuth(decrypt(self._credential.access_token))
        try:
            return super()._answer(*args, **kwargs)
        except WikiAuthError as error:
            if not error.is_refreshable:
                raise
            # A fresh token that is refused too will never be taken: the approval behind it is gone.
            forget_tokens(self._credential.user)
            raise SignInRequiredError(str(error), messages=error.messages) from error


def site_reader() -> WikiClient:
    """A client for what anybody may ask the wiki."""
    return WikiClient(connection(), username="", auth=None)


def current_wiki() -> Wiki:
    """The wiki of the settings, as it described itself in the last hours.

    Raises WikiUnavailableError when it has never been reached and cannot be now.
    """
    wiki: Wiki | None = Wiki.objects.current()
    if wiki is not None and not wiki.is_stale:
        return wiki
    try:
        site: SiteInfo = site_reader().site_info()
    except WikiUnavailableError:
        if wiki is None:
            raise
        return wiki
    return Wiki.objects.learn(site)


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
        if _take_lease(credential):
            return _refresh(credential)
        time.sleep(LEASE_POLL_SECONDS)
    raise WikiUnavailableError("Another process took too long to renew the sign-in.")


def _take_lease(credential: WikiCredential) -> bool:
    now = timezone.now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    mine = WikiCredential.objects.filter(free, pk=credential.pk)
    return bool(mine.filter(token_version=credential.token_version).update(lease_until=now + LEASE))


def _refresh(credential: WikiCredential) -> WikiCredential:
    try:
        tokens = refresh_tokens(
            connection(),
            settings.OAUTH_CLIENT_ID,
            settings.OAUTH_CLIENT_SECRET,
            decrypt(credential.refresh_token),
        )
    except RefreshRefusedError as error:
        _settle_lease(credential, {"access_token": "", "refresh_token": "", "csrf_token": ""})
        raise SignInRequiredError(str(error)) from error
    except WikiUnavailableError:
        _settle_lease(credential, {}, is_new=False)
        raise
    _settle_lease(credential, _columns(tokens))
    fresh = WikiCredential.objects.get(pk=credential.pk)
    if settings.ALLOWED_USERS or settings.ALLOWED_GROUPS:
        _check_admission(fresh)
    return fresh


def _check_admission(credential: WikiCredential) -> None:
    """Groups change on the wiki, so they are asked for at each refresh, not only at sign-in."""
    if not may_sign_in(credential.username, UserClient(credential).user_info().groups):
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


def _settle_lease(
    credential: WikiCredential, columns: Mapping[str, Any], *, is_new: bool = True
) -> None:
    """Write the outcome, unless a sign-in has brought other tokens meanwhile."""
    WikiCredential.objects.filter(pk=credential.pk, token_version=credential.token_version).update(
        **columns, token_version=credential.token_version + int(is_new), lease_until=None
    )


@cache
def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.TOKEN_KEYS])
