"""What an account of the demo wiki has chosen in its preferences there, for the time of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.demowiki import DemoWiki


@contextmanager
def preferring(wiki: DemoWiki, user: str = "Alice", **options: Any) -> Iterator[None]:
    """Options by their names on the wiki, such as minordefault=1."""
    session = wiki.session(user)
    for name, value in options.items():
        session.post(action="options", optionname=name, optionvalue=value)
    try:
        yield
    finally:
        # Without a value an option is reset to the wiki's default.
        for name in options:
            session.post(action="options", optionname=name)


def change_tag(wiki: DemoWiki, name: str) -> str:
    """A tag that editors may choose, made if it is not there."""
    admin = wiki.session("Admin")
    known = admin.get(action="query", list="tags", tglimit="max")["query"]["tags"]
    if name not in {tag["name"] for tag in known}:
        admin.post(action="managetags", operation="create", tag=name, ignorewarnings=1)
    return name
