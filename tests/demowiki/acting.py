"""Doing things on the wiki itself, past Galley: as the other editor, or as an administrator."""

from __future__ import annotations

from typing import Any

import requests

from tests.demowiki.errors import DemoWikiError
from tests.demowiki.template import ACCOUNTS

TIMEOUT = 60


class WikiSession:
    """One account logged in to the API with its password and cookies, as in a browser."""

    def __init__(self, api_url: str, user: str) -> None:
        self._api_url = api_url
        self._user = user
        self._http = requests.Session()
        self._http.headers["User-Agent"] = "Galley's tests"
        self._csrf = ""

    def get(self, **parameters: Any) -> dict[str, Any]:
        return self._call("GET", parameters)

    def post(self, **parameters: Any) -> dict[str, Any]:
        """A writing request; logs in and fetches the token first when that is due."""
        if not self._csrf:
            self._log_in()
        # These have tokens of their own.
        kind = parameters["action"]
        token = self._token(kind) if kind in ("userrights", "watch") else self._csrf
        return self._call("POST", parameters | {"assertuser": self._user, "token": token})

    def _log_in(self) -> None:
        token = self._token("login")
        login = {
            "action": "login",
            "lgname": self._user,
            "lgpassword": ACCOUNTS[self._user].password,
            "lgtoken": token,
        }
        answer = self._call("POST", login)
        if answer["login"]["result"] != "Success":
            raise DemoWikiError(f"{self._user} cannot log in: {answer['login']}")
        self._csrf = self._token("csrf")

    def _token(self, kind: str) -> str:
        answer = self.get(action="query", meta="tokens", type=kind)
        return str(answer["query"]["tokens"][f"{kind}token"])

    def _call(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        fields = {"format": "json", "formatversion": "2"} | parameters
        query, body = (fields, None) if method == "GET" else (None, fields)
        response = self._http.request(
            method, self._api_url, params=query, data=body, timeout=TIMEOUT
        )
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        if "error" in answer:
            raise DemoWikiError(f"{answer['error']['code']}: {answer['error']['info']}")
        return answer


class Acting:
    """What tests and helpers do on the wiki; the base of `DemoWiki`."""

    def __init__(self, api_url: str) -> None:
        self.api_url = api_url
        self._sessions: dict[str, WikiSession] = {}

    def session(self, user: str = "Bob") -> WikiSession:
        """The account's own session, logged in once and kept."""
        return self._sessions.setdefault(user, WikiSession(self.api_url, user))

    def edit(
        self,
        title: str,
        text: str,
        user: str = "Bob",
        summary: str = "",
        section: str | int | None = None,
    ) -> int:
        """Saves the text and returns the page's latest revision; 0 for an unwritten page."""
        which = {} if section is None else {"section": section}
        answer = self.session(user).post(
            action="edit", title=title, text=text, summary=summary, notminor=1, **which
        )["edit"]
        if answer["result"] != "Success":
            raise DemoWikiError(f"{title} was not saved: {answer}")
        if "newrevid" in answer:
            return int(answer["newrevid"])
        history = self.history(title)
        return int(history[0]["revid"]) if history else 0

    def text(self, title: str, revid: int | None = None) -> str:
        """The wikitext of a page, or of one of its revisions. KeyError when there is none."""
        which = {"revids": revid} if revid else {"titles": title}
        revisions = self._revisions(rvprop="content", rvslots="main", **which)
        if not revisions:
            raise KeyError(f"No page {title!r} on the demo wiki")
        return str(revisions[0]["slots"]["main"]["content"])

    def history(self, title: str) -> list[dict[str, Any]]:
        """The revisions, newest first: revid, parentid, user, comment, tags, flags, size."""
        fields = "ids|timestamp|user|comment|tags|flags|size|sha1"
        return self._revisions(titles=title, rvprop=fields, rvlimit="max")

    def protect(self, title: str, level: str = "sysop") -> None:
        """'autoconfirmed', 'sysop', or 'all' to lift it; a missing page is protected too."""
        kind = "edit" if self.history(title) else "create"
        self.session("Admin").post(
            action="protect", title=title, protections=f"{kind}={level}", reason="A test"
        )

    def delete(self, title: str, reason: str = "A test") -> None:
        self.session("Admin").post(action="delete", title=title, reason=reason)

    def delete_all_but_newest(self, title: str) -> None:
        """The page is deleted, and comes back with its newest revision only."""
        newest = self.history(title)[0]["timestamp"]
        self.delete(title)
        self.session("Admin").post(
            action="undelete", title=title, timestamps=newest, reason="A test"
        )

    def move(self, title: str, to: str, user: str = "Admin", *, redirect: bool = True) -> None:
        options = {} if redirect else {"noredirect": 1}
        self.session(user).post(
            action="move", reason="A test", to=to, movetalk=1, **options, **{"from": title}
        )

    def block(self, user: str, expiry: str = "never", reason: str = "A test") -> None:
        """Without the autoblock, which would stop everybody on this machine."""
        self.session("Admin").post(
            action="block", user=user, expiry=expiry, reason=reason, reblock=1, nocreate=1
        )

    def unblock(self, user: str) -> None:
        self.session("Admin").post(action="unblock", user=user, reason="A test")

    def set_groups(self, user: str, *, add: str = "", remove: str = "") -> None:
        """Only while the group of administrators has the right `userrights`."""
        change = {"user": user, "add": add, "remove": remove, "reason": "A test"}
        self.session("Admin").post(action="userrights", **change)

    def _revisions(self, **parameters: Any) -> list[dict[str, Any]]:
        answer = self.session("Admin").get(action="query", prop="revisions", **parameters)
        page = answer["query"]["pages"][0]
        return list(page.get("revisions", []))
