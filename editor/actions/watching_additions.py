"""Whether "Quick add" begins with the page ticked to be watched, as the editor's form does."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.actions.beginning import watches_if_saved
from editor.credentials import client_for
from editor.models import profile_of


def watching_offered(*, user: User, title: str) -> bool | None:
    """None for who may not see the watchlist: a tick would say nothing.

    Raises the errors of the wiki client.
    """
    # The lead alone: it is not the text that is asked for.
    page = client_for(user).open_page(title, section="0")
    profile = profile_of(user)
    profile.learn(page.user)
    return watches_if_saved(page, profile) if profile.may("viewmywatchlist") else None
