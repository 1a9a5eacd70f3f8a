"""The sections of a page, as the wiki counts them."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.wiki import PageMissingError, Section, normalize


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


def sections_at(*, user: User, title: str, anchor: str) -> tuple[Section, ...]:
    """The sections of a page that `anchor` may mean, as somebody types it or an address has it.

    By the heading, in whatever case; and only where none is like it, by the wiki's own anchor.
    Raises the errors of the wiki client.
    """
    outline = outline_of(user=user, title=title)
    sections = [section for section in outline if section.index.isdigit()]
    by_heading = tuple(one for one in sections if normalize(one.heading) == anchor)
    folded = anchor.casefold()
    by_words = tuple(one for one in sections if normalize(one.heading).casefold() == folded)
    by_anchor = tuple(one for one in sections if normalize(one.anchor) == anchor)
    return by_heading or by_words or by_anchor
