"""Special:BotPasswords, by its form and in the account's own session."""

from __future__ import annotations

import re
import secrets

from tests.demowiki.acting import TIMEOUT
from tests.demowiki.errors import DemoWikiError
from tests.demowiki.visitor import Visitor, form_fields
from tests.demowiki.wiki import DemoWiki

# What Galley's own page tells people to tick.
GRANTS = ("editpage", "createeditmovepage", "editprotected", "viewmywatchlist", "editmywatchlist")


def bot_password(wiki: DemoWiki, user: str, grants: tuple[str, ...] = GRANTS) -> tuple[str, str]:
    """A new one, as the wiki shows it once: its name and its password."""
    label = f"galley-{secrets.token_hex(4)}"
    fields = {"wpgrants[]": [f"grant-{grant}" for grant in grants]}
    page = _send(wiki, user, label, fields, "create")
    found = re.search(r"<strong>([0-9a-w]{32,})</strong>", page)
    if not found:
        raise DemoWikiError(f"{user} got no bot password")
    return f"{user}@{label}", found[1]


def revoke_bot_password(wiki: DemoWiki, name: str) -> None:
    user, _, label = name.partition("@")
    _send(wiki, user, label, {}, "delete")


def _send(wiki: DemoWiki, user: str, label: str, fields: dict[str, list[str]], do: str) -> str:
    visitor = Visitor(wiki, user)
    address = f"{wiki.url}/index.php?title=Special:BotPasswords/{label}"
    form = visitor.log_in(visitor.follow(address))
    posted: dict[str, str | list[str]] = {
        **form_fields(form.text, "mw-botpasswords-form"),
        **fields,
        "wprestrictions": "0.0.0.0/0\n::/0",
        "op": do,
    }
    answer = visitor.http.post(address, data=posted, timeout=TIMEOUT)
    answer.raise_for_status()
    return str(answer.text)
