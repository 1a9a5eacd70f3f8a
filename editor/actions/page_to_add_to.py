"""What "Quick add" says of the page before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.actions.beginning import watches_if_saved
from editor.actions.outline import outline_of
from editor.actions.redirects import redirect_target
from editor.credentials import client_for
from editor.models import profile_of
from editor.wiki import ApiMessage, PageAddress, PageForEditing, PageMissingError, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class PageToAddTo:
    # The one that what is added goes to: where this is a redirect, the page that it leads to.
    page: PageForEditing
    leads_to: str
    sections: tuple[Section, ...]
    # Ticked as the editor's form is; None for who may not see the watchlist: it would say nothing.
    is_watching: bool | None


def page_to_add_to(*, user: User, title: str) -> PageToAddTo:
    """Raises the errors of the wiki client."""
    client = client_for(user)
    # The lead alone: it is not the text that is asked for.
    page = client.open_page(title, section="0")
    leads_to = redirect_target(user=user, title=title) if page.is_redirect else ""
    if leads_to:
        page = client.open_page(leads_to, section="0")
    profile = profile_of(user)
    profile.learn(page.user)
    may_watch = profile.may("viewmywatchlist")
    return PageToAddTo(
        page=page,
        leads_to=leads_to,
        sections=outline_of(user=user, title=page.title),
        is_watching=watches_if_saved(page, profile) if may_watch else None,
    )


def title_to_add_to(*, user: User, address: PageAddress) -> str:
    """Of an address that has only a number, the title; empty where nothing is asked for.

    Raises PageMissingError and the other errors of the wiki client.
    """
    # As on the wiki, the number of a page goes before a title beside it.
    if address.curid:
        title = client_for(user).title_of(address.curid)
        if not title:
            raise PageMissingError("No such page.", messages=[ApiMessage("nosuchpageid")])
        return title
    if address.oldid and not address.title:
        return client_for(user).revision(address.oldid).info.title
    return address.title
