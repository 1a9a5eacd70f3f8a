"""Who may come in, and who has to sign in again."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings

from editor.wiki import WikiAuthError


class SignInRequiredError(WikiAuthError):
    """The wiki does not take what Galley keeps of this user any more: sign in again."""


class NotAdmittedError(SignInRequiredError):
    """ALLOWED_USERS and ALLOWED_GROUPS do not (any more) name this account."""


def may_sign_in(username: str, groups: Iterable[str]) -> bool:
    """Whether ALLOWED_USERS and ALLOWED_GROUPS let this account of the wiki in."""
    if not settings.ALLOWED_USERS and not settings.ALLOWED_GROUPS:
        return True
    names = {name.replace("_", " ") for name in settings.ALLOWED_USERS}
    return username in names or not set(settings.ALLOWED_GROUPS).isdisjoint(groups)
