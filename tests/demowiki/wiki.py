"""One demo wiki: made from the template, started, stopped, looked into and changed."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.demowiki import abuse_filters, server
from tests.demowiki.acting import Acting
from tests.demowiki.errors import DemoWikiError
from tests.demowiki.mediawiki import MediaWiki, ensure_mediawiki, wanted_version
from tests.demowiki.oauth_state import Consumer, OAuthState, Tokens
from tests.demowiki.packages import ensure_wiki_packages
from tests.demowiki.template import (
    ACCOUNTS,
    SPARE_TEXT,
    SPARE_TITLES,
    Account,
    copy_template,
    ensure_spare_pages,
    ensure_template,
)

__all__ = ["Account", "Consumer", "DemoWiki"]

DEFAULT_CALLBACK = "http://127.0.0.1:8000/accounts/mediawiki/login/callback/"
OTHER_CALLBACK = "http://127.0.0.1:9/other-application/callback/"
ACCESS_SECONDS = 4 * 3600
REFRESH_SECONDS = 365 * 86400
# Written at each request, with a write-ahead log.
SHARED_DATABASES = ("oauth.sqlite", "wikicache.sqlite")


class DemoWiki(Acting):
    """A folder with a wiki's data and, while it runs, the processes that serve it."""

    def __init__(self, folder: Path, mediawiki: MediaWiki, port: int) -> None:
        self._server = server.Server(mediawiki, folder, port)
        super().__init__(f"{self.url}/api.php")
        self.folder = folder
        self._oauth = OAuthState(folder / "data", self.url)
        self._overrides: dict[str, Any] = {}
        self._spare: list[str] = []
        self._held: list[sqlite3.Connection] = []
        # What an earlier run has left in the folder is not known.
        self._is_changed = True
        self._access_seconds = ACCESS_SECONDS
        self._refresh_seconds = REFRESH_SECONDS

    @classmethod
    def create(
        cls,
        folder: str | os.PathLike[str],
        port: int = 0,
        galley_callbacks: list[str] | None = None,
        version: str | None = None,
        *,
        with_spare_pages: bool = False,
    ) -> DemoWiki:
        """Makes the wiki, or takes up the one in the folder; port 0 takes any free one.

        With spare pages, `spare_page` has some that need not be made first. A wiki made from an
        older recipe or another MediaWiki is made anew, its edits are lost.
        """
        path = Path(folder).resolve()
        if server.is_running(path):
            raise DemoWikiError(f"The demo wiki in {path} is running already; stop it first.")
        version = version or wanted_version()
        ensure_wiki_packages(version)
        mediawiki = ensure_mediawiki(version)
        template = (ensure_spare_pages if with_spare_pages else ensure_template)(mediawiki)
        _fill(path, template)
        wiki = cls(path, mediawiki, port or server.free_port())
        wiki._spare = list(SPARE_TITLES) if with_spare_pages else []
        wiki.reset()
        for callback in galley_callbacks or [DEFAULT_CALLBACK]:
            wiki.consumer_for(callback, "Galley")
        wiki.consumer_for(OTHER_CALLBACK, "Another application")
        wiki._remember()
        return wiki

    @classmethod
    def open(cls, folder: str | os.PathLike[str]) -> DemoWiki:
        """The wiki of a folder as it is, running or not; nothing is made or changed."""
        path = Path(folder).resolve()
        try:
            known = json.loads((path / "wiki.json").read_text())
        except FileNotFoundError:
            raise DemoWikiError(f"There is no demo wiki in {path}.") from None
        mediawiki = MediaWiki(version=known["version"], root=Path(known["root"]))
        return cls(path, mediawiki, known["port"])

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self, *, background: bool = False) -> None:
        """Returns when the wiki answers. Unless in the background, it ends with this process."""
        self._server.start(background=background)
        if not background:
            self._held = [_held_open(self.folder / "data" / name) for name in SHARED_DATABASES]

    def stop(self) -> None:
        """Ends every process; harmless when there is none."""
        self._server.stop()
        while self._held:
            self._held.pop().close()

    def wait(self) -> None:
        """Until the server ends by itself."""
        self._server.wait()

    @property
    def is_running(self) -> bool:
        return server.is_running(self.folder)

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def version(self) -> str:
        return self._server.mediawiki.version

    @property
    def url(self) -> str:
        return self._server.url

    @property
    def rest_url(self) -> str:
        return f"{self.url}/rest.php"

    @property
    def accounts(self) -> dict[str, Account]:
        return ACCOUNTS

    @property
    def consumers(self) -> list[Consumer]:
        """Galley's, one for each callback, and one of another application."""
        return self._oauth.consumers()

    @property
    def client_id(self) -> str:
        return self.consumers[0].client_id

    @property
    def client_secret(self) -> str:
        return self.consumers[0].client_secret

    def consumer_for(self, callback: str, name: str = "Galley") -> Consumer:
        """The consumer with exactly this callback, registered now if there is none."""
        for known in self.consumers:
            if known.callback == callback:
                return known
        return self._oauth.add_consumer(callback, name)

    def issue_tokens(
        self,
        user: str,
        consumer: Consumer | None = None,
        expires_in: int | None = None,
        refresh_expires_in: int | None = None,
    ) -> Tokens:
        """The user signs in without a browser: approval and tokens at once.

        The tokens last as long as `configure` says, unless something else is given here.
        """
        return self._oauth.issue(
            user,
            consumer or self.consumers[0],
            self._access_seconds if expires_in is None else expires_in,
            self._refresh_seconds if refresh_expires_in is None else refresh_expires_in,
        )

    def revoke_tokens(self, user: str) -> None:
        self._oauth.revoke_tokens(user)

    def expire_access_tokens(self, user: str) -> None:
        self._oauth.expire_access_tokens(user)

    def expire_refresh_tokens(self, user: str) -> None:
        self._oauth.expire_refresh_tokens(user)

    def withdraw_approvals(self, user: str) -> None:
        self._oauth.withdraw_approvals(user)

    def narrow_approvals(self, user: str, grants: list[str]) -> None:
        self._oauth.narrow_approvals(user, grants)

    def disable_consumer(self, consumer: Consumer | None = None) -> None:
        self._is_changed = True
        self._oauth.set_enabled(consumer or self.consumers[0], enabled=False)

    def enable_consumer(self, consumer: Consumer | None = None) -> None:
        self._oauth.set_enabled(consumer or self.consumers[0], enabled=True)

    def user_id(self, user: str) -> int:
        """The wiki's number for the account: the `sub` of its profile."""
        return self._oauth.user_id(user)

    def spare_page(self) -> str:
        """The title of a page that nobody was given before: three lines, by Bob."""
        if self._spare:
            return self._spare.pop()
        title = f"Spare page {secrets.token_hex(4)}"
        self.edit(title, SPARE_TEXT)
        return title

    def configure(
        self,
        *,
        captcha_on_links: bool | None = None,
        readonly: str | None = None,
        rate_limits: dict[str, dict[str, list[int]]] | None = None,
        max_article_kilobytes: int | None = None,
        access_token_seconds: int | None = None,
        refresh_token_seconds: int | None = None,
        **settings: Any,
    ) -> None:
        """Changes settings of the running wiki, from its next request on.

        Any setting of MediaWiki can be given by its name (wgSomething). Arrays are merged.
        """
        named = {
            "wgCaptchaTriggers": None if captcha_on_links is None else {"addurl": captcha_on_links},
            "wgReadOnly": readonly,
            "wgRateLimits": rate_limits,
            "wgMaxArticleSize": max_article_kilobytes,
            "wgOAuth2GrantExpirationInterval": _duration(access_token_seconds),
            "wgOAuth2RefreshTokenTTL": _duration(refresh_token_seconds),
        }
        wrong = [name for name in settings if not name.startswith("wg")]
        if wrong:
            raise TypeError(f"No such settings: {', '.join(wrong)}")
        self._overrides |= {name: value for name, value in named.items() if value is not None}
        self._overrides |= settings
        self._access_seconds = access_token_seconds or self._access_seconds
        self._refresh_seconds = refresh_token_seconds or self._refresh_seconds
        self._is_changed = True
        self._write_overrides()

    def hide_revision(self, revid: int, *, is_suppressed: bool = False) -> None:
        """Text, author and summary of a revision that is not the newest: that one cannot be hidden.

        `is_suppressed`: from administrators too. It is one of the changes that `reset` takes back
        as far as it is a setting; the revision stays hidden.
        """
        rights = {"deleterevision": True, "suppressrevision": True}
        self.configure(wgGroupPermissions={"sysop": rights})
        answer = self.session("Admin").post(
            action="revisiondelete",
            type="revision",
            ids=revid,
            hide="content|user|comment",
            suppress="yes" if is_suppressed else "no",
            reason="A test",
        )["revisiondelete"]
        if answer["items"][0].get("errors"):
            raise DemoWikiError(f"Revision {revid} was not hidden: {answer}")

    def add_abuse_filter(
        self, pattern: str, action: str = "disallow", description: str = "A test's filter"
    ) -> int:
        """For example `'casino' in added_lines` with "disallow" or "warn"; its number."""
        self._is_changed = True
        return abuse_filters.add(self.folder / "data", pattern, action, description)

    def reset(self) -> None:
        """Takes back what `configure` changed; enables the consumers, disables the filters."""
        if not self._is_changed:
            return
        self._overrides = {}
        self._access_seconds, self._refresh_seconds = ACCESS_SECONDS, REFRESH_SECONDS
        abuse_filters.disable_all(self.folder / "data")
        self._write_overrides()
        for consumer in self.consumers:
            self._oauth.set_enabled(consumer, enabled=True)
        self._is_changed = False

    def log(self, group: str) -> list[str]:
        """The lines of a debug log: StashEdit, api, exception, error, fatal; php, server."""
        try:
            return self._log_file(group).read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def clear_log(self, group: str) -> None:
        self._log_file(group).unlink(missing_ok=True)

    def _log_file(self, group: str) -> Path:
        return self.folder / "logs" / f"{group}.log"

    def _write_overrides(self) -> None:
        """Renamed into place: a request must never read half of it."""
        written = self.folder / "overrides.json.new"
        written.write_text(json.dumps(self._overrides))
        written.replace(self.folder / "overrides.json")

    def _remember(self) -> None:
        mediawiki = self._server.mediawiki
        known = {"port": self.port, "version": mediawiki.version, "root": str(mediawiki.root)}
        (self.folder / "wiki.json").write_text(json.dumps(known))


def _held_open(database: Path) -> sqlite3.Connection:
    """Who closes an SQLite file last folds its log in and removes it, at each request otherwise."""
    connection = sqlite3.connect(database, timeout=10, check_same_thread=False)
    connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    return connection


def _duration(seconds: int | None) -> str | None:
    return None if seconds is None else f"PT{seconds}S"


def _fill(folder: Path, template: Path) -> None:
    """Copies the template into a new folder, or again when the recipe has changed."""
    origin = folder / "template"
    if origin.exists() and origin.read_text() == template.name:
        return
    if folder.exists() and any(folder.iterdir()) and not origin.exists():
        raise DemoWikiError(
            f"{folder} holds something else than a demo wiki; choose another folder."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    copy_template(template, folder)
    origin.write_text(template.name)
