"""The way to the wiki and back: Django's client for Galley, cookies for the wiki."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from tests.demowiki.visitor import Visitor

SIGN_IN = "/accounts/mediawiki/login/"
ALLAUTH = "allauth.socialaccount.providers.mediawiki.views.MediaWikiOAuth2Adapter"


def leave_for_the_wiki(browser: Client, way: str = SIGN_IN, **fields: str) -> str:
    """Presses "Sign in with the wiki"; the address on the wiki that it leads to."""
    return way_to_the_wiki(browser.post(way, fields))


def way_to_the_wiki(answer: Any) -> str:
    """Where the page leads on that stands between a form of Galley's and the wiki."""
    refresh = re.search(r'<meta http-equiv="refresh" content="0; url=([^"]+)">', page_of(answer))
    assert refresh
    assert f'href="{refresh[1]}"' in page_of(answer)
    return unescape(refresh[1])


def page_of(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


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
