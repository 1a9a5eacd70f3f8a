"""The sections of a page, as the wiki counts them."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.wiki import PageMissingError, Section


def outline_of(*, user: User, title: str) -> tuple[Section, ...]:
    """The outline of the newest revision; empty for a page that does not exist.

    Raises the errors of the wiki client.
    """
    try:
        return client_for(user).sections(title)
    except PageMissingError:
        return ()


def sections_called(
    *, user: User, title: str, heading: str
) -> tuple[tuple[Section, ...], tuple[Section, ...]]:
    """The sections of a page that have this heading, and all of them.

    Raises the errors of the wiki client.
    """
    outline = outline_of(user=user, title=title)
    found = tuple(
        section for section in outline if section.heading == heading and section.index.isdigit()
    )
    return found, outline
