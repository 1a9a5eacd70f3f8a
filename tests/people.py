"""Alice owns the draft, Bob edits the same page, Carol is a stranger to both."""

from __future__ import annotations

import secrets
from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from editor.credentials import current_wiki, keep_tokens
from editor.models import WikiCredential
from tests.demowiki import DemoWiki


def signed_up(wiki: DemoWiki, name: str) -> User:
    """The user that a sign-in with the wiki's account makes, with tokens that the wiki takes."""
    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        SocialAccount.objects.create(
            user=user,
            provider="mediawiki",
            uid=f"{current_wiki().wiki_id}:{wiki.user_id(name)}",
            extra_data={"username": name, "groups": []},
        )
    tokens = wiki.issue_tokens(name)
    keep_tokens(
        user,
        current_wiki(),
        name,
        access_token=tokens["access_token"],
        refresh_token=tokens["refresh_token"],
        expires_at=timezone.now() + timedelta(seconds=tokens["expires_in"]),
    )
    return User.objects.select_related("credential").get(pk=user.pk)


def credential_of(user: User) -> WikiCredential:
    """What Galley keeps of the user's sign-in, as it is now."""
    credential: WikiCredential = WikiCredential.objects.get(user=user)
    return credential


def browser_of(user: User) -> Client:
    """A browser in which this user is signed in."""
    client = Client(enforce_csrf_checks=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def new_title(words: str = "Page") -> str:
    """A title that no other test uses."""
    return f"{words} {secrets.token_hex(4)}"
