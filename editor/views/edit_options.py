"""The options below the text, as this editor may use them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.template.defaultfilters import date
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editor.actions.edit_options import earlier_summaries, offers_minor
from editor.actions.form_offer import known_offer
from editor.actions.open_page import OpenedPage
from editor.models import Draft, WikiProfile, profile_of
from editor.views.explain import has_words, sanitised
from editor.wiki import ChangeTag, FormOffer, PageForEditing


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool
    note: str = ""


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
    return {
        "profile": profile,
        "offers_minor": offers_minor(draft, profile),
        "offers_bot": profile.may("bot"),
        "warns_on_leaving": profile.wants("useeditwarning"),
        "summaries": earlier_summaries(user=user, draft=draft),
        "more": more_options(profile, draft, known_offer(draft), opened.page if opened else None),
    }


def more_options(
    profile: WikiProfile, draft: Draft, offer: FormOffer | None, page: PageForEditing | None
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
        expiries=_expiries(draft, offer, page) if offer and offer.expiries else (),
        tags=_tags(draft, offer.tags) if offer and profile.may("applychangetags") else (),
        copyright=sanitised(offer.copyright_html) if offer else SafeString(),
        tools=_with_words(offer.tools_html) if offer else SafeString(),
        is_complete=offer is not None,
    )


def _with_words(html: str) -> SafeString:
    shown = sanitised(html)
    return shown if has_words(shown) else SafeString()


def _expiries(draft: Draft, offer: FormOffer, page: PageForEditing | None) -> tuple[Choice, ...]:
    known = {expiry.value: expiry.label for expiry in offer.expiries}
    if draft.watch_expiry:
        known.setdefault(draft.watch_expiry, draft.watch_expiry)
    as_it_is = Choice("", _how_long_now(page), not draft.watch_expiry)
    chosen = (Choice(v, label, draft.watch_expiry == v) for v, label in known.items())
    return (as_it_is, *chosen)


def _how_long_now(page: PageForEditing | None) -> str:
    """In words, how the wiki has it: nothing is sent then, and nothing changes."""
    if page is None or not page.is_watched:
        return _("As usual")
    if page.watchlist_expiry is None:
        return _("As now: permanently")
    return _("As now: until %(date)s") % {"date": date(page.watchlist_expiry, "DATE_FORMAT")}


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
