"""Titles as one types."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.wiki import TitleSuggestion, normalize

# Longer than any title, and an address is not looked up.
LONGEST_QUERY = 255


def suggest_titles(*, user: User, query: str) -> tuple[TitleSuggestion, ...]:
    """What the wiki suggests for the beginning of a title. Raises the errors of the wiki client.

    A redirect is named only where the page it leads to is called otherwise than what was typed:
    browsers hide what does not have the typed letters.
    """
    if len(query) > LONGEST_QUERY or "://" in query:
        return ()
    return tuple(
        replace(found, redirected_from="") if _begins(found.title, query) else found
        for found in client_for(user).search_titles(query)
    )


def _begins(title: str, query: str) -> bool:
    return title.casefold().startswith(normalize(query).casefold())
