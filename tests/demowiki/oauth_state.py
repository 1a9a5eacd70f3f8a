"""The wiki's OAuth consumers, approvals and tokens, read and changed from outside.

The stand-in extension keeps them in an SQLite file. Writing there instead of going through the
wiki makes a signed-in user in a millisecond.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

GRANTS = (
    "basic",
    "highvolume",
    "editpage",
    "editprotected",
    "createeditmovepage",
    "viewmywatchlist",
    "editmywatchlist",
)


@dataclass(frozen=True)
class Consumer:
    """An application registered on the wiki. `id` is the number in its change tag."""

    id: int
    name: str
    client_id: str
    client_secret: str
    callback: str


class Tokens(TypedDict):
    """The answer of the wiki's token endpoint."""

    token_type: str
    expires_in: int
    access_token: str
    refresh_token: str


class OAuthState:
    """The SQLite files of one wiki: `oauth.sqlite` to change, `demo.sqlite` to look users up."""

    def __init__(self, data: Path, issuer: str) -> None:
        self._data = data
        self._issuer = issuer
        self._user_ids: dict[str, int] = {}

    def consumers(self) -> list[Consumer]:
        with self._database() as database:
            rows = database.execute(
                "SELECT id, name, client_key, secret, callback FROM consumers ORDER BY id"
            )
            return [Consumer(*row) for row in rows]

    def add_consumer(self, callback: str, name: str) -> Consumer:
        """Registers and approves an application: a callback belongs to exactly one."""
        values = (name, secrets.token_hex(16), secrets.token_hex(20), callback, json.dumps(GRANTS))
        with self._database() as database:
            database.execute(
                "INSERT INTO consumers (name, client_key, secret, callback, grants)"
                " VALUES (?, ?, ?, ?, ?)",
                values,
            )
        return next(known for known in self.consumers() if known.client_id == values[1])

    def set_enabled(self, consumer: Consumer, enabled: bool) -> None:
        self._change("UPDATE consumers SET enabled = ? WHERE id = ?", enabled, consumer.id)

    def issue(
        self, user: str, consumer: Consumer, expires_in: int, refresh_expires_in: int
    ) -> Tokens:
        """Approves the consumer in the user's name and makes a pair of tokens."""
        user_id, now = self.user_id(user), time.time()
        access = self._access_token(user_id, consumer, expires_in)
        refresh = secrets.token_hex(430)
        grants = json.dumps(GRANTS)
        with self._database() as database:
            database.execute(
                "INSERT INTO approvals (user_id, consumer_id, grants, accepted)"
                " VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET grants = excluded.grants",
                (user_id, consumer.id, grants, int(now)),
            )
            database.execute(
                "INSERT INTO tokens (access_hash, refresh_hash, user_id, consumer_id, scopes,"
                " access_expires, refresh_expires) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (_hash(access), _hash(refresh), user_id, consumer.id, grants,
                 now + expires_in, now + refresh_expires_in),
            )  # fmt: skip
        return {
            "token_type": "Bearer",
            "expires_in": expires_in,
            "access_token": access,
            "refresh_token": refresh,
        }

    def revoke_tokens(self, user: str) -> None:
        """Every token of the user is dead, the approvals stay."""
        self._change("UPDATE tokens SET revoked = 1 WHERE user_id = ?", self.user_id(user))

    def expire_access_tokens(self, user: str) -> None:
        """As if their hours had passed; the refresh tokens are still good."""
        self._change("UPDATE tokens SET access_expires = 0 WHERE user_id = ?", self.user_id(user))

    def expire_refresh_tokens(self, user: str) -> None:
        self._change("UPDATE tokens SET refresh_expires = 0 WHERE user_id = ?", self.user_id(user))

    def withdraw_approvals(self, user: str) -> None:
        """What the user does at Special:OAuthManageMyGrants: the tokens die with the approvals."""
        self.revoke_tokens(user)
        self._change("DELETE FROM approvals WHERE user_id = ?", self.user_id(user))

    def narrow_approvals(self, user: str, grants: list[str]) -> None:
        """What the user allowed becomes less than what the tokens were made for."""
        self._change(
            "UPDATE approvals SET grants = ? WHERE user_id = ?",
            json.dumps(grants),
            self.user_id(user),
        )

    def user_id(self, name: str) -> int:
        if name not in self._user_ids:
            with self._database("demo.sqlite") as database:
                query = "SELECT user_id FROM user WHERE CAST(user_name AS TEXT) = ?"
                row = database.execute(query, (name,)).fetchone()
            if row is None:
                raise KeyError(f"No account {name!r} on the demo wiki")
            self._user_ids[name] = int(row[0])
        return self._user_ids[name]

    def _change(self, statement: str, *values: str | int) -> None:
        with self._database() as database:
            database.execute(statement, values)

    @contextmanager
    def _database(self, name: str = "oauth.sqlite") -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._data / name, timeout=10)) as database, database:
            # As in the wiki itself: nothing here need outlive a power cut.
            database.execute("PRAGMA synchronous=OFF")
            yield database

    def _access_token(self, user_id: int, consumer: Consumer, expires_in: int) -> str:
        """In the shape and length of a signed JWT, like those the extension makes itself."""
        now = time.time()
        claims = {
            "aud": consumer.client_id,
            "jti": secrets.token_hex(40),
            "iat": now,
            "nbf": now,
            "exp": now + expires_in,
            "sub": str(user_id),
            "iss": self._issuer,
            "scopes": GRANTS,
        }
        header = {"typ": "JWT", "alg": "RS256"}
        parts = [json.dumps(header).encode(), json.dumps(claims).encode(), secrets.token_bytes(256)]
        return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
