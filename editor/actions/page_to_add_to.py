"""What "Quick add" says of the page before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.actions.beginning import watches_if_saved
from editor.actions.outline import outline_of
from editor.actions.redirects import redirect_target
from editor.credentials import client_for
from editor.models import profile_of
from editor.wiki import Section


@dataclass(frozen=True, slots=True, kw_only=True)
class PageToAddTo:
    is_missing: bool
    # The page a redirect leads to, whose sections these are.
    leads_to: str
    sections: tuple[Section, ...]
    # Ticked as the editor's form is; None for who may not see the watchlist: it would say nothing.
    is_watching: bool | None


def page_to_add_to(*, user: User, title: str) -> PageToAddTo:
    """Raises the errors of the wiki client."""
    # The lead alone: it is not the text that is asked for.
    page = client_for(user).open_page(title, section="0")
    profile = profile_of(user)
    profile.learn(page.user)
    may_watch = profile.may("viewmywatchlist")
    leads_to = redirect_target(user=user, title=title) if page.is_redirect else ""
    return PageToAddTo(
        is_missing=page.is_missing,
        leads_to=leads_to,
        sections=outline_of(user=user, title=leads_to or title),
        is_watching=watches_if_saved(page, profile) if may_watch else None,
    )
