"""The watchlist of an account of the demo wiki, as its own page would change and show it."""

from __future__ import annotations

from typing import Any

from tests.demowiki import DemoWiki


def star(wiki: DemoWiki, title: str, user: str = "Alice", **options: Any) -> None:
    """Options as `action=watch` takes them, such as unwatch=1 or expiry="1 month"."""
    wiki.session(user).post(action="watch", titles=title, **options)


def is_starred(wiki: DemoWiki, title: str, user: str = "Alice") -> bool:
    page = wiki.session(user).get(action="query", titles=title, prop="info", inprop="watched")
    return bool(page["query"]["pages"][0]["watched"])
