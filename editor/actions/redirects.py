"""Where a redirect leads."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.credentials import client_for


def redirect_target(*, user: User, title: str) -> str:
    """The title of the page at the end of a redirect; empty when the page is none.

    Raises InvalidTitleError for a redirect to another wiki, and the errors of the wiki client.
    """
    return client_for(user).redirect_target(title).partition("#")[0]
