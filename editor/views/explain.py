"""From an error to words: what happened, that the text is safe, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, field

import nh3
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editor.actions.collide import TextMovedError
from editor.actions.publish import AttemptUnderWayError, CollisionOpenError, TextTooLargeError
from editor.actions.save_draft import StaleDraftError
from editor.actions.settle import StillSettlingError
from editor.credentials import NotAdmittedError
from editor.wiki import (
    ApiMessage,
    CaptchaRequiredError,
    InvalidTitleError,
    PageDeletedError,
    PageExistsError,
    PageMissingError,
    SectionMissingError,
    WikiAuthError,
    WikiBusyError,
    WikiError,
    WikiRejectedError,
    WikiUnavailableError,
)

EXPLAINED = (
    WikiError,
    AttemptUnderWayError,
    CollisionOpenError,
    StaleDraftError,
    StillSettlingError,
    TextMovedError,
    TextTooLargeError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    headline: str
    next_step: str = ""
    # The wiki's own words, sanitised.
    details: tuple[SafeString, ...] = ()
    # "sign-in", "recreate", "retry" or "": which control helps.
    remedy: str = ""
    status: int = 409
    codes: tuple[str, ...] = field(default=())


def explain(error: Exception) -> Explanation:
    """In words, for an error of EXPLAINED."""
    if isinstance(error, WikiError):
        return _explain_wiki_error(error)
    if isinstance(error, TextTooLargeError):
        excess = error.size - error.limit
        return Explanation(
            headline=ngettext(
                "The text is %(excess)s byte larger than the wiki takes (%(limit)s bytes).",
                "The text is %(excess)s bytes larger than the wiki takes (%(limit)s bytes).",
                excess,
            )
            % {"excess": excess, "limit": error.limit},
            next_step=_("Your draft is saved. Shorten it, or split it into several pages."),
            status=413,
        )
    if isinstance(error, StillSettlingError):
        return Explanation(
            headline=_("The wiki's answer got lost, so nobody knows yet whether it published."),
            next_step=_(
                "Your text is safe. Galley looks for it on the wiki before anything is sent again. "
                "Publish again in %(seconds)s seconds to check."
            )
            % {"seconds": error.seconds_left},
            remedy="retry",
        )
    if isinstance(error, AttemptUnderWayError):
        return Explanation(
            headline=_("This draft is being published already."),
            next_step=_("Wait for the answer; what you typed meanwhile is saved."),
        )
    if isinstance(error, CollisionOpenError):
        return Explanation(
            headline=_("Somebody published a newer version, and there are passages to decide."),
            next_step=_("Decide them first; both texts are kept."),
            remedy="decide",
        )
    return Explanation(
        headline=_("This draft was changed in another tab or on another device."),
        next_step=_("Both texts are kept. Compare them under “Versions” and choose one."),
        remedy="versions",
    )


def sanitised(html: str) -> SafeString:
    """The wiki's HTML, safe to show in Galley's own pages; its links lead to the wiki."""
    clean = nh3.clean(
        html,
        tags=set(ALLOWED_TAGS),
        attributes={"a": {"href", "title"}, "*": {"dir", "lang", "title"}},
        attribute_filter=_to_wiki,
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just made it safe


# What a message of the wiki may be made of; nothing that embeds, runs or posts.
ALLOWED_TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br cite code dd del dfn div dl dt em h2 h3 h4 h5 h6 hr i ins kbd li
    ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var
    """.split()  # noqa: SIM905 - a list of these would be a page long
)


def said(messages: tuple[ApiMessage, ...]) -> tuple[SafeString, ...]:
    """All that the wiki said, each once."""
    return tuple(dict.fromkeys(sanitised(m.html) for m in messages if m.html))


def _to_wiki(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href" and value.startswith("/") and not value.startswith("//"):
        return settings.WIKI_ORIGIN + value
    return value


def _explain_wiki_error(error: WikiError) -> Explanation:
    headline, next_step, remedy, status = _words(error)
    return Explanation(
        headline=headline,
        next_step=next_step,
        details=said(error.messages),
        remedy=remedy,
        status=status,
        codes=tuple(message.code for message in error.messages),
    )


def _words(error: WikiError) -> tuple[str, str, str, int]:
    """Headline, next step, remedy and HTTP status, the most particular error first."""
    kept = _("Your text is safe in this draft.")
    for family, words in _table().items():
        if isinstance(error, family):
            headline, next_step, remedy, status = words
            return headline, f"{kept} {next_step}".strip(), remedy, status
    return _("The wiki gave an answer that Galley does not know."), kept, "retry", 502


def _table() -> dict[type[WikiError], tuple[str, str, str, int]]:
    return {
        NotAdmittedError: (
            _("This account may not use this Galley any more."),
            _("Ask the people who run it."),
            "",
            403,
        ),
        WikiAuthError: (
            _("Your sign-in with the wiki has expired."),
            _("Sign in again to go on where you were."),
            "sign-in",
            401,
        ),
        WikiBusyError: (
            _("The wiki is slow, and all of Galley's connections to it are in use."),
            _("Try again in a moment."),
            "retry",
            503,
        ),
        WikiUnavailableError: (
            _("The wiki can't be reached."),
            _("Galley keeps it until the wiki answers; try again in a moment."),
            "retry",
            503,
        ),
        CaptchaRequiredError: (
            _("The wiki asks a question before it publishes this, which Galley cannot show yet."),
            _("Change what set it off (often a new external link), or finish on the wiki itself."),
            "",
            409,
        ),
        PageExistsError: (
            _("Somebody created this page meanwhile."),
            _("Look at what they wrote, and merge the two texts."),
            "merge",
            409,
        ),
        PageDeletedError: (
            _("This page was deleted while you were editing."),
            _("You can create it again with your text."),
            "recreate",
            409,
        ),
        PageMissingError: (
            _("This page is not on the wiki any more."),
            _("You can create it again with your text."),
            "recreate",
            409,
        ),
        SectionMissingError: (
            _("This section is not on the page any more."),
            _("It may have been renamed or removed. Copy your text and edit the whole page."),
            "whole-page",
            409,
        ),
        InvalidTitleError: (
            _("The wiki has no page of this title."),
            _("Check the spelling; some characters cannot be in a title."),
            "",
            404,
        ),
        WikiRejectedError: (
            _("The wiki did not accept this."),
            _("Read what it says, change the text if you can, or ask an administrator."),
            "",
            409,
        ),
    }
