"""Abuse filters, written straight into the wiki's database: its API cannot make them."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

# What each action says to the user: a message of the wiki.
MESSAGES = {"warn": b"abusefilter-warning", "disallow": b"abusefilter-disallowed"}


def add(data: Path, pattern: str, action: str, description: str) -> int:
    """Makes a filter in the language of AbuseFilter and returns its number."""
    with closing(sqlite3.connect(data / "demo.sqlite", timeout=10)) as database, database:
        known = {row[1] for row in database.execute("PRAGMA table_info(abuse_filter)")}
        values = {
            "af_pattern": pattern.encode(),
            "af_timestamp": time.strftime("%Y%m%d%H%M%S", time.gmtime()).encode(),
            "af_comments": b"",
            "af_public_comments": description.encode(),
            "af_actions": action,
            # The author: by number and name in 1.39, by one number since.
            "af_user": 1,
            "af_user_text": b"Admin",
            "af_actor": 1,
        }
        columns = [name for name in values if name in known]
        marks = ", ".join("?" * len(columns))
        # The names of the columns are those above; the values are bound.
        statement = f"INSERT INTO abuse_filter ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608
        number = database.execute(statement, [values[name] for name in columns]).lastrowid
        assert number
        database.execute(
            "INSERT INTO abuse_filter_action VALUES (?, ?, ?)", (number, action, MESSAGES[action])
        )
    return number


def disable_all(data: Path) -> None:
    with closing(sqlite3.connect(data / "demo.sqlite", timeout=10)) as database, database:
        database.execute("UPDATE abuse_filter SET af_enabled = 0")
