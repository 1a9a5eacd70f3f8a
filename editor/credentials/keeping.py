"""What a sign-in brings, kept until the last sign-out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.db.models import F

from editor.credentials.ciphers import encrypt
from editor.models import Wiki, WikiCredential
from editor.wiki import BotPassword, Login, cookies_to_text

NOTHING: dict[str, Any] = {
    "access_token": "",
    "refresh_token": "",
    "bot_name": "",
    "bot_password": "",
    "cookies": "",
    "csrf_token": "",
    "expires_at": None,
    "needs_admission": False,
    "is_consumer_refused": False,
}


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
    columns = {
        "access_token": encrypt(access_token),
        "refresh_token": encrypt(refresh_token),
        "expires_at": expires_at,
    }
    _keep(user, wiki, username, columns)


def keep_bot_password(user: User, wiki: Wiki, login: Login, bot_password: BotPassword) -> None:
    """Keep what signed in, and the session it has now."""
    columns = {
        "bot_name": bot_password.name,
        "bot_password": encrypt(bot_password.password),
        "cookies": encrypt(cookies_to_text(login.cookies)),
    }
    _keep(user, wiki, login.username, columns)


def forget_tokens(user: AbstractBaseUser) -> None:
    """Forget all that lets Galley act for this user, a bot password too."""
    WikiCredential.objects.filter(user_id=user.pk).update(
        **NOTHING, token_version=F("token_version") + 1, lease_until=None
    )


def wiki_username(user: AbstractBaseUser | AnonymousUser) -> str:
    """The user's name on the wiki, which is the one Galley shows."""
    credential = getattr(user, "credential", None)
    return credential.username if credential else user.get_username()


def remember_edit_count(user: AbstractBaseUser, edit_count: int) -> None:
    WikiCredential.objects.filter(user_id=user.pk).update(edit_count=edit_count)


def count_edit(user: AbstractBaseUser) -> None:
    """The wiki has counted one more, by which it judges the age of the user's stashes."""
    WikiCredential.objects.filter(user_id=user.pk).update(edit_count=F("edit_count") + 1)


def _keep(user: User, wiki: Wiki, username: str, columns: dict[str, Any]) -> None:
    credential, _ = WikiCredential.objects.get_or_create(
        user=user, defaults={"wiki": wiki, "username": username}
    )
    WikiCredential.objects.filter(pk=credential.pk).update(
        **(NOTHING | columns),
        username=username,
        token_version=F("token_version") + 1,
        lease_until=None,
    )
