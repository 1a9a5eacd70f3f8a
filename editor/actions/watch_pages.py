"""Learning what happens on the wiki to the pages that people have open.

One process asks for all of them at once, with the credentials of whoever's turn it is; everybody
else is told what is known. So a hundred editors cost the wiki as much as one, and a wiki that hangs
holds up one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction

from editor.actions.standing import hear_of_blocks
from editor.credentials import client_for
from editor.models import Draft, PageCheck, PageState, Presence, Wiki
from editor.wiki import (
    PageForEditing,
    PageNow,
    WikiAuthError,
    WikiClient,
    WikiError,
)

CHECK_EVERY = timedelta(seconds=10)
# Longer than several questions may take, at 40 s each.
LEASE = timedelta(seconds=180)
# How many pages are asked about at once, and how many logs are read besides.
MOST_PAGES = 200
MOST_LOGS = 5


def watch_page(*, user: User, draft: Draft) -> PageState | None:
    """What is known of the draft's page, once all open pages were asked about where that is due.

    A wiki that does not answer is no error: there is then nothing newer to tell.
    """
    wiki: Wiki = draft.wiki
    PageState.objects.see(wiki, draft.title)
    if PageCheck.objects.take(wiki, every=CHECK_EVERY, lease=LEASE):
        has_asked = True
        try:
            client = client_for(user)
            _ask(client, wiki)
            hear_of_blocks(client, wiki)
        except WikiAuthError:
            # Not allowed to ask: somebody else's turn, at once.
            has_asked = False
        except WikiError:
            pass
        finally:
            PageCheck.objects.done(wiki, has_asked=has_asked)
    state: PageState | None = PageState.objects.of(wiki, draft.title)
    return state


def note_page(wiki: Wiki, page: PageForEditing) -> None:
    """Keep what opening a page has told of it."""
    newest = page.revision if page.revid == page.latest_revid else None
    PageState.objects.note(
        wiki,
        PageNow(
            title=page.title,
            pageid=page.pageid,
            revid=page.latest_revid,
            user=newest.user if newest else "",
            comment=newest.comment if newest else "",
            timestamp=newest.timestamp if newest else None,
            content_model=page.content_model,
            is_redirect=page.is_redirect,
            level=page.level,
        ),
    )


def _ask(client: WikiClient, wiki: Wiki) -> None:
    PageState.objects.forget_old(wiki)
    titles = PageState.objects.open(wiki).order_by("-seen_at").values_list("title", flat=True)
    asked = list(titles[:MOST_PAGES])
    found = client.pages_now(asked).values()
    # Together: one by one, each page would be waited for on the disk.
    with transaction.atomic():
        for page in found:
            PageState.objects.note(wiki, page)
    _read_departures(client, wiki, asked)
    _read_protections(client, wiki, asked)


def _read_departures(client: WikiClient, wiki: Wiki, titles: Iterable[str]) -> None:
    """What became of pages that drafts are about, and that are not under their title any more.

    Of drafts that are open: there may be others from years ago, of one page that was under the
    title after the other. One such page is kept; it is not looked up anew for another's sake.
    """
    drafts = Draft.objects.live().filter(
        wiki=wiki, title__in=titles, pk__in=Presence.objects.standing().values("draft")
    )
    wanted = {(title, pageid) for title, pageid in drafts.values_list("title", "page_id") if pageid}
    states = PageState.objects.filter(wiki=wiki, title__in=[title for title, _ in wanted])
    known = {state.title: (state.pageid, state.gone_pageid) for state in states}
    # What another process has forgotten meanwhile is nobody's business here.
    gone = [
        (title, pageid)
        for title, pageid in wanted
        if title in known and pageid not in known[title] and (title, known[title][1]) not in wanted
    ]
    for title, pageid in gone[:MOST_LOGS]:
        moved_to = client.title_of(pageid)
        entry = client.deletion_log(title)
        PageState.objects.note_departure(wiki, title, pageid, moved_to, entry)


def _read_protections(client: WikiClient, wiki: Wiki, titles: Iterable[str]) -> None:
    unread = PageState.objects.filter(wiki=wiki, title__in=titles, protection__isnull=True)
    for state in unread.exclude(level="")[:MOST_LOGS]:
        PageState.objects.note_protection(state, client.protection_log(state.title))
