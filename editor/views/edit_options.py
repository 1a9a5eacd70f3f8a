"""The options below the text, as this editor may use them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editor.actions.edit_options import earlier_summaries, offers_minor
from editor.actions.form_offer import known_offer
from editor.actions.open_page import OpenedPage
from editor.models import Draft, WikiProfile, profile_of
from editor.views.wiki_html import has_words, sanitised
from editor.wiki import ChangeTag, FormOffer, PageForEditing

# In the address at which the rest of the options follows by itself.
WATCHED, NO_END = "watched", "permanently"


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class Watched:
    """That the page is on the editor's watchlist, and until when; None: it does not end."""

    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreOptions:
    """What is chosen seldom. It needs to know what the wiki offers, which may come later."""

    watch_modes: tuple[Choice, ...]
    expiries: tuple[Choice, ...]
    tags: tuple[Choice, ...]
    copyright: SafeString
    # What the wiki shows below its own form; nothing where it has no words.
    tools: SafeString
    is_complete: bool

    @property
    def has_choices_made(self) -> bool:
        """Whether something is chosen in it that should not be out of sight."""
        chosen = (*self.watch_modes[1:], *self.expiries[1:], *self.tags)
        return any(choice.is_chosen for choice in chosen)


def options_context(user: User, draft: Draft, opened: OpenedPage | None) -> dict[str, Any]:
    """Nothing here waits for the wiki."""
    profile = profile_of(user)
    watched = _watched_in(opened.page) if opened else None
    return {
        "offer_url": offer_url(draft, watched),
        "profile": profile,
        "offers_minor": offers_minor(draft, profile),
        "offers_bot": profile.may("bot"),
        "warns_on_leaving": profile.wants("useeditwarning"),
        "summaries": earlier_summaries(user=user, draft=draft),
        "more": more_options(profile, draft, known_offer(draft), watched),
    }


def more_options(
    profile: WikiProfile, draft: Draft, offer: FormOffer | None, watched: Watched | None
) -> MoreOptions:
    mode = Draft.WatchMode
    words = {
        mode.AS_TICKED: _("As ticked"),
        mode.PREFERENCES: _("As my preferences say"),
        mode.NOCHANGE: _("Leave it as it is"),
    }
    return MoreOptions(
        watch_modes=tuple(
            Choice(value, label, draft.watch_mode == value) for value, label in words.items()
        ),
        expiries=_expiries(draft, offer, watched) if offer and offer.expiries else (),
        tags=_tags(draft, offer.tags) if offer and profile.may("applychangetags") else (),
        copyright=sanitised(offer.copyright_html) if offer else SafeString(),
        tools=_with_words(offer.tools_html) if offer else SafeString(),
        is_complete=offer is not None,
    )


def _watched_in(page: PageForEditing) -> Watched | None:
    return Watched(page.watchlist_expiry) if page.is_watched else None


def offer_url(draft: Draft, watched: Watched | None) -> str:
    """Where the rest of the options is, with what opening the page has told of them already."""
    address = reverse("draft_offer", kwargs={"draft_id": draft.pk})
    if watched is None:
        return address
    until = watched.until.isoformat() if watched.until else NO_END
    return f"{address}?{urlencode({WATCHED: until})}"


def asked_watched(request: HttpRequest) -> Watched | None:
    """What such an address tells."""
    told = request.GET.get(WATCHED, "")
    if told in ("", NO_END):
        return Watched(None) if told else None
    try:
        until = datetime.fromisoformat(told)
    except ValueError:
        return None
    return Watched(until) if until.tzinfo else None


def _with_words(html: str) -> SafeString:
    shown = sanitised(html)
    return shown if has_words(shown) else SafeString()


def _expiries(draft: Draft, offer: FormOffer, watched: Watched | None) -> tuple[Choice, ...]:
    known = {expiry.value: expiry.label for expiry in offer.expiries}
    if draft.watch_expiry:
        known.setdefault(draft.watch_expiry, draft.watch_expiry)
    as_it_is = Choice("", _how_long_now(watched), not draft.watch_expiry)
    chosen = (Choice(v, label, draft.watch_expiry == v) for v, label in known.items())
    return (as_it_is, *chosen)


def _how_long_now(watched: Watched | None) -> str:
    """In words, how the wiki has it: nothing is sent then, and nothing changes."""
    if watched is None:
        return _("As usual")
    if watched.until is None:
        return _("As now: permanently")
    return _("As now: until %(date)s") % {"date": date(watched.until, "DATE_FORMAT")}


def _tags(draft: Draft, offered: tuple[ChangeTag, ...]) -> tuple[Choice, ...]:
    known = {tag.name: tag for tag in offered}
    # One that was switched off since it was chosen can only be taken back where it is shown.
    names = dict.fromkeys([*known, *draft.tags])
    return tuple(
        Choice(
            name,
            known[name].label if name in known else name,
            name in draft.tags,
            known[name].description if name in known else "",
        )
        for name in names
    )
