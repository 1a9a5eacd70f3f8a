"""Alice owns the draft, Bob edits the same page, Carol is a stranger to both."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import cache

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from editor.credentials import keep_tokens, site_reader
from editor.models import Wiki, WikiCredential
from editor.wiki import SiteInfo
from tests.demowiki import DemoWiki


@cache
def site_as_set_up() -> SiteInfo:
    """What the demo wiki says of itself, asked once for all tests of this process."""
    return site_reader().site_info()


def known_wiki() -> Wiki:
    """The demo wiki as a Galley knows it in which somebody has signed in before."""
    return Wiki.objects.current() or Wiki.objects.learn(site_as_set_up())


def signed_up(wiki: DemoWiki, name: str) -> User:
    """The user that a sign-in with the wiki's account makes, with tokens that the wiki takes."""
    known = known_wiki()
    user, is_new = User.objects.get_or_create(username=name)
    if is_new:
        SocialAccount.objects.create(
            user=user,
            provider="mediawiki",
            uid=f"{known.wiki_id}:{wiki.user_id(name)}",
            extra_data={"username": name, "groups": []},
        )
    tokens = wiki.issue_tokens(name)
    keep_tokens(
        user,
        known,
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
