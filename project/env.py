"""Readers of environment variables.

A missing or malformed value stops the start with a sentence that names the variable: a server that
starts half configured is found out by its users.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from cryptography.fernet import Fernet
from dj_database_url import DBConfig
from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str | None = None) -> str:
    """The variable's text; `default=None` makes it required."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise ImproperlyConfigured(f"the variable {name} is not set (see .env.example).")
    return default


def secret(name: str, default: str | None = None) -> str:
    """A secret, from NAME or from the file that NAME_FILE points to."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return text(name, default)
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ImproperlyConfigured(f"{name}_FILE cannot be read: {error}.") from error
    if not value:
        raise ImproperlyConfigured(f"the file that {name}_FILE names is empty.")
    return value


def flag(name: str, *, default: bool) -> bool:
    value = text(name, "on" if default else "off").lower()
    if value in {"1", "on", "true", "yes"}:
        return True
    if value in {"0", "off", "false", "no"}:
        return False
    raise ImproperlyConfigured(f"{name} must be on or off, not “{value}”.")


def choice(name: str, default: str, *others: str) -> str:
    value = text(name, default).lower()
    if value not in (default, *others):
        values = ", ".join((default, *others))
        raise ImproperlyConfigured(f"{name} must be one of {values}, not “{value}”.")
    return value


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    value = text(name, str(default))
    if value.isascii() and value.isdigit() and most is not None and int(value) > most:
        raise ImproperlyConfigured(f"{name} must be {most} at most, not “{value}”.")
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} up, not “{value}”.")
    return int(value)


def contact(name: str) -> str:
    """What is sent in the header of each call, where a browser's letters have no place."""
    value = text(name, "")
    if not value.isascii() or not value.isprintable():
        raise ImproperlyConfigured(
            f"{name} must be an e-mail or web address in plain letters (ASCII), not “{value}”."
        )
    return value


def names(name: str) -> list[str]:
    """A list separated by commas; wiki user names may hold spaces, so only commas separate."""
    return [item for item in (part.strip() for part in text(name, "").split(",")) if item]


def address(name: str, default: str | None = None) -> str:
    """An http(s) address without a trailing slash."""
    value = text(name, default).rstrip("/")
    try:
        parts = urlsplit(value)
        is_address = parts.scheme in {"http", "https"} and bool(parts.hostname)
        # Reading a wrong port raises.
        is_address = is_address and parts.port != 0
    except ValueError:
        is_address = False
    if not is_address:
        raise ImproperlyConfigured(
            f"{name} must be an address that begins with http:// or https://, not “{value}”."
        )
    return value


def site(name: str, default: str) -> str:
    """An address without a path: Galley has a host of its own."""
    value = address(name, default)
    if urlsplit(value)._replace(scheme="", netloc="").geturl():
        raise ImproperlyConfigured(
            f"{name} must end after the host and its port: Galley cannot stand below a path, not "
            f"“{value}”."
        )
    return value


def hosts(name: str) -> list[str]:
    """Names of hosts as Django's ALLOWED_HOSTS takes them, which have neither scheme nor port."""
    found = names(name)
    for host in found:
        if "/" in host or re.search(r":\d*$", host):
            raise ImproperlyConfigured(
                f"{name} must hold names of hosts, without http:// and a port, not “{host}”."
            )
    return found


def database(name: str, default: str) -> DBConfig:
    """Django's settings of a database, from its address."""
    value = text(name, default)
    try:
        return dj_database_url.parse(value, conn_max_age=600, conn_health_checks=True)
    except ValueError as error:
        # Not the value itself: it may hold a password.
        raise ImproperlyConfigured(
            f"{name} must be the address of a database, such as sqlite:////srv/galley.sqlite3 or "
            "postgres://user:password@host/name."
        ) from error


def fernet_keys(name: str) -> list[str]:
    """Fernet keys, newest first; the first encrypts, all of them decrypt."""
    keys = [key.strip() for key in secret(name).split(",") if key.strip()]
    if not keys:
        raise ImproperlyConfigured(f"{name} holds no key at all.")
    for key in keys:
        try:
            Fernet(key)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"{name} must hold Fernet keys (32 bytes, URL-safe base64) separated by commas; "
                "make one with: python manage.py make_token_key"
            ) from error
    return keys
