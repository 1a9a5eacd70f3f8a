"""What an editor may choose beside the text: how the edit is marked, tagged and watched."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import User

from editor.actions.confirming import REDIRECT
from editor.credentials import wiki_username
from editor.models import Draft, PublishAttempt, Wiki, WikiProfile, automatic_summary, profile_of
from editor.wiki import Watchlist, is_own_user_page, outgoing

SECTION_LINK = re.compile(r"\A/\*.*?\*/\s*")
EARLIER_SUMMARIES = 10
# Of how many of the last publishes: the same summary comes again and again.
LOOKED_THROUGH = 60


class SummaryWantedError(Exception):
    """This editor's preference is to be asked for a summary, and there is none of their own."""


class HeadingWantedError(SummaryWantedError):
    """The same of a new section, whose heading is its summary."""


def check_summary(*, user: User, draft: Draft) -> None:
    """Ask, as the wiki's own form does, before something is published without a summary.

    https://www.mediawiki.org/wiki/Help:Edit_summary. Raises SummaryWantedError.
    """
    if draft.is_new_page or not wants_summaries(user, draft.wiki, draft.title):
        return
    if draft.section == "new":
        if not draft.section_title.strip():
            raise HeadingWantedError
        return
    headings = (draft.section_heading, draft.widened_heading)
    automatic = {outgoing(automatic_summary(heading)) for heading in headings}
    is_untouched = outgoing(draft.summary) in automatic
    # The wiki's redirects need no summary: it writes one itself.
    if is_untouched and draft.is_changed and not REDIRECT.match(draft.text):
        raise SummaryWantedError


def wants_summaries(user: User, wiki: Wiki, title: str) -> bool:
    """Whether this user asks to be reminded, of a page that is there and is not their own."""
    is_own = is_own_user_page(title, wiki.site, wiki_username(user))
    return not is_own and profile_of(user).wants("forceeditsummary")


def edit_options(*, user: User, draft: Draft) -> dict[str, Any]:
    """What of the draft's options goes to the wiki: nothing that it does not let this user say."""
    profile = profile_of(user)
    watchlist: Watchlist
    match draft.watch_mode:
        case Draft.WatchMode.NOCHANGE:
            watchlist = "nochange"
        case Draft.WatchMode.PREFERENCES:
            watchlist = "preferences"
        case _ if _leaves_watching(draft):
            # By then the page may have been starred elsewhere. What the box showed is what the
            # wiki makes of "preferences": watched where it is or where they say so.
            watchlist = "preferences"
        case _:
            watchlist = "watch" if draft.is_watching else "unwatch"
    return {
        "is_minor": draft.is_minor and offers_minor(draft, profile),
        "is_bot": draft.is_bot and profile.may("bot"),
        "watchlist": watchlist,
        "watchlist_expiry": draft.watch_expiry if watchlist == "watch" else "",
        "tags": tuple(draft.tags) if profile.may("applychangetags") else (),
    }


def _leaves_watching(draft: Draft) -> bool:
    """Whether nobody has touched the box, nor said for how long."""
    says_how_long = draft.is_watching and draft.watch_expiry
    return draft.is_watching == draft.found_watching and not says_how_long


def offers_minor(draft: Draft, profile: WikiProfile) -> bool:
    """The wiki knows no minor edit that makes a page or a section."""
    return profile.may("minoredit") and not (draft.is_new_page or draft.section == "new")


def earlier_summaries(*, user: User, draft: Draft) -> tuple[str, ...]:
    """This editor's own last summaries, as they would stand in this draft."""
    attempts = PublishAttempt.objects.published().filter(author=user, draft__wiki=draft.wiki)
    used = attempts.exclude(summary="").order_by("-started_at").values_list("summary", flat=True)
    words = (SECTION_LINK.sub("", summary).strip() for summary in used[:LOOKED_THROUGH])
    prefix = automatic_summary(draft.section_heading)
    return tuple(prefix + summary for summary in dict.fromkeys(filter(None, words)))[
        :EARLIER_SUMMARIES
    ]
