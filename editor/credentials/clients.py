"""The wiki as one user."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import get_language

from editor.credentials import reach
from editor.credentials.admission import SignInRequiredError
from editor.credentials.ciphers import decrypt, encrypt
from editor.credentials.keeping import forget_tokens
from editor.credentials.renewal import EXPIRY_MARGIN, refreshed
from editor.models import WikiCredential
from editor.wiki import BearerAuth, WikiAuthError, WikiClient, WikiUnavailableError


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
            reach.connection(),
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
