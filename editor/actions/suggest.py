"""Titles as one types."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.wiki import TitleSuggestion

# Longer than any title, and an address is not looked up.
LONGEST_QUERY = 255


def suggest_titles(*, user: User, query: str) -> tuple[TitleSuggestion, ...]:
    """What the wiki suggests for the beginning of a title. Raises the errors of the wiki client."""
    if len(query) > LONGEST_QUERY or "://" in query:
        return ()
    return client_for(user).search_titles(query)
