"""The wiki as one user."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import get_language

from editor.credentials import reach
from editor.credentials.admission import SignInRequiredError, sign_in_required
from editor.credentials.ciphers import decrypt, encrypt
from editor.credentials.keeping import NOTHING
from editor.credentials.lease import settle_lease
from editor.credentials.renewal import EXPIRY_MARGIN, admitted, refreshed, signature
from editor.models import WikiCredential
from editor.wiki import WikiAuthError, WikiClient, WikiUnavailableError, cookies_to_text


def client_for(user: User) -> UserClient:
    """A client that acts as this user.

    Raises SignInRequiredError, NotAdmittedError or ConsumerNotApprovedError when nothing lets it,
    and WikiUnavailableError while it cannot be told.
    """
    credential = WikiCredential.objects.filter(user=user).first()
    if credential is None or not credential.can_act:
        raise sign_in_required(credential)
    expires_at = credential.expires_at
    if expires_at and expires_at - timezone.now() < EXPIRY_MARGIN:
        try:
            credential = refreshed(credential)
        except WikiUnavailableError:
            # The last seconds of the old token may do; if not, the call itself will say so.
            if expires_at <= timezone.now():
                raise
    return UserClient(admitted(credential))


class UserClient(WikiClient):
    """The wiki as one user; when it asks for a fresh token or session, that is fetched, once."""

    def __init__(self, credential: WikiCredential) -> None:
        auth, cookies = signature(credential)
        super().__init__(
            reach.connection(),
            username=credential.username,
            auth=auth,
            cookies=cookies,
            language=get_language() or settings.LANGUAGE_CODE,
            csrf_token=decrypt(credential.csrf_token),
            on_csrf_token=self._keep_csrf_token,
        )
        self._credential = credential

    def _keep_csrf_token(self, token: str) -> None:
        self._update(csrf_token=encrypt(token))

    def _answer(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            return self._answer_once(*args, **kwargs)
        except WikiAuthError as error:
            if not self._is_curable(error):
                raise
        # The wiki looks at who asks before it does anything, so the failed call changed nothing.
        self._credential = refreshed(self._credential)
        self._auth, self._cookies = signature(self._credential)
        try:
            return self._answer_once(*args, **kwargs)
        except WikiAuthError as error:
            if not self._is_curable(error):
                raise
            # What is fresh and refused too will never be taken: the approval behind it is gone.
            settle_lease(self._credential, NOTHING)
            raise SignInRequiredError(str(error), messages=error.messages) from error

    def _answer_once(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        before = None if self._cookies is None else cookies_to_text(self._cookies)
        answer = super()._answer(*args, **kwargs)
        if self._cookies is not None and cookies_to_text(self._cookies) != before:
            self._update(cookies=encrypt(cookies_to_text(self._cookies)))
        return answer

    def _is_curable(self, error: WikiAuthError) -> bool:
        return error.is_session_lost if self._cookies is not None else error.is_refreshable

    def _update(self, **columns: str) -> None:
        # Held against the version: what came with a token or session that was replaced meanwhile
        # is worthless.
        WikiCredential.objects.filter(
            pk=self._credential.pk, token_version=self._credential.token_version
        ).update(**columns)
