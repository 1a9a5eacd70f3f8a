"""Tokens and bot passwords come with a sign-in and go with the last sign-out. Who signs out is not
here any more, in no tab."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from editor.adapter import KeptWithSignIn
from editor.credentials import current_wiki, forget_tokens, keep_bot_password, keep_tokens
from editor.models import Presence


@receiver(user_logged_in)
def keep_tokens_of_sign_in(
    sender: type[User], user: User, sociallogin: SocialLogin | None = None, **kwargs: Any
) -> None:
    if sociallogin is None:
        return
    kept: KeptWithSignIn | None = getattr(sociallogin, "kept", None)
    if kept:
        keep_bot_password(user, current_wiki(), kept.login, kept.bot_password)
    token = sociallogin.token
    if token is None:
        return
    keep_tokens(
        user,
        current_wiki(),
        sociallogin.account.extra_data["username"],
        access_token=token.token,
        refresh_token=token.token_secret,
        expires_at=token.expires_at,
    )


@receiver(user_logged_in)
def keep_session_of_sign_in(sender: type[User], request: HttpRequest, **kwargs: Any) -> None:
    """One that held a text for somebody who was not signed in was to end soon."""
    request.session.set_expiry(None)


@receiver(user_logged_out)
def forget_tokens_with_last_session(
    sender: type[User], request: HttpRequest, user: User | None, **kwargs: Any
) -> None:
    if user is None:
        return
    # Another browser of theirs is back with its next pulse.
    Presence.objects.filter(user=user).delete()
    # Django says so before it flushes the session, which therefore still counts itself.
    UserSession.objects.filter(session_key=request.session.session_key).delete()
    if not UserSession.objects.purge_and_list(user):
        forget_tokens(user)
