"""The way to the wiki and back: Django's client for Galley, cookies for the wiki."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.demowiki.visitor import Visitor

SIGN_IN = "/accounts/mediawiki/login/"
ALLAUTH = "allauth.socialaccount.providers.mediawiki.views.MediaWikiOAuth2Adapter"


def leave_for_the_wiki(browser: Client, **fields: str) -> str:
    """Presses "Sign in with the wiki"; the address on the wiki that it leads to."""
    answer = browser.post(SIGN_IN, fields)
    assert answer.status_code == 302
    return str(answer["Location"])


def come_back(wiki, browser: Client, to_wiki: str, *, user: str = "Alice", button: str = "accept"):
    """Logs in on the wiki, presses the button there, and follows the way back to Galley."""
    visitor = Visitor(wiki, user)
    back = visitor.press(visitor.log_in(visitor.follow(to_wiki)), button)
    assert back.startswith("http://testserver/")
    return browser.get(back.removeprefix("http://testserver"))


def sign_in(wiki, browser: Client, user: str = "Alice", **fields: str):
    return come_back(wiki, browser, leave_for_the_wiki(browser, **fields), user=user)


def with_profile(profile: dict[str, Any]) -> Any:
    """In place of allauth's own, a sign-in to which the wiki gives this profile."""

    def complete_login(self, request, app, token, **kwargs):
        return self.get_provider().sociallogin_from_response(request, profile)

    return complete_login
