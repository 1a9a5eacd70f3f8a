"""A person with a browser, as far as signing in needs one: redirects, cookies and two forms."""

from __future__ import annotations

from html.parser import HTMLParser

import requests

from tests.demowiki.acting import TIMEOUT
from tests.demowiki.oauth_state import Consumer
from tests.demowiki.wiki import DemoWiki


class Visitor:
    """Logs in on the wiki, and allows or refuses the application that asks."""

    def __init__(self, wiki: DemoWiki, user: str) -> None:
        self._wiki = wiki
        self._user = user
        self.http = requests.Session()

    def follow(self, address: str) -> requests.Response:
        """Goes where a client's "sign in" leads: the login page, or the approval page."""
        return self.http.get(address, timeout=TIMEOUT)

    def authorize(self, consumer: Consumer | None = None, **query: str) -> requests.Response:
        """As `follow`, for the query that a client would send."""
        consumer = consumer or self._wiki.consumers[0]
        fields = {
            "client_id": consumer.client_id,
            "redirect_uri": consumer.callback,
            "scope": "",
            "response_type": "code",
            "state": "the-state",
        }
        address = f"{self._wiki.rest_url}/oauth2/authorize"
        return self.http.get(address, params=fields | query, timeout=TIMEOUT)

    def log_in(self, page: requests.Response) -> requests.Response:
        """Fills in the login page; answers the page that comes after it."""
        fields = form_fields(page.text, "userlogin") | {
            "wpName": self._user,
            "wpPassword": self._wiki.accounts[self._user].password,
        }
        return self.http.post(page.url, data=fields, timeout=TIMEOUT)

    def press(self, page: requests.Response, button: str) -> str:
        """Presses "accept" or "cancel"; answers the client's address, which is not fetched."""
        fields = form_fields(page.text, "mw-mwoauth-authorize-form") | {button: "1"}
        address = f"{self._wiki.url}/index.php?title=Special:OAuth/approve"
        answer = self.http.post(address, data=fields, timeout=TIMEOUT, allow_redirects=False)
        while answer.headers["Location"].startswith(self._wiki.url):
            address = answer.headers["Location"]
            answer = self.http.get(address, timeout=TIMEOUT, allow_redirects=False)
        return answer.headers["Location"]


def form_fields(html: str, form: str) -> dict[str, str]:
    """The hidden fields of the form with this id or name."""
    parser = _FormParser(form)
    parser.feed(html)
    return parser.fields


class _FormParser(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._form = form
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self._inside = self._form in (found.get("id"), found.get("name"))
        elif self._inside and tag == "input" and found.get("type") == "hidden":
            self.fields[found.get("name") or ""] = found.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
