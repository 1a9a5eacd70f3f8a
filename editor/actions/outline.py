"""The sections of a page, as the wiki counts them."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.wiki import PageMissingError, Section

# Only of this can the wiki edit a part.
HAS_SECTIONS = frozenset({"wikitext"})


def outline_of(*, user: User, title: str) -> tuple[Section, ...]:
    """The outline of the newest revision; empty for a page that does not exist.

    Raises the errors of the wiki client.
    """
    try:
        return client_for(user).sections(title)
    except PageMissingError:
        return ()
