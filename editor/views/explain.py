"""From an error to words: what happened, that the text is safe, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editor.actions.catch_up import MergeBuiltUponError
from editor.actions.collide import TextMovedError
from editor.actions.confirming import BlankPageError, Confirmation, SelfRedirectError
from editor.actions.content_models import InvalidJsonError
from editor.actions.edit_options import HeadingWantedError, SummaryWantedError
from editor.actions.merged_passages import PassageOvertakenError
from editor.actions.newest import SectionAmbiguousError
from editor.actions.page_fate import PageMovedError, TitleTakenError
from editor.actions.pressed import TypedOverError
from editor.actions.publish import CollisionOpenError, PageTooFastError, TextTooLargeError
from editor.actions.save_draft import DraftDiscardedError, PenElsewhereError, StaleDraftError
from editor.actions.settle import AttemptUnderWayError, StillSettlingError
from editor.credentials import NotAdmittedError, wiki_username
from editor.templatetags.clock import clock
from editor.views.wiki_html import sanitised
from editor.views.words import Kept, Remedy, Words, words_of, words_of_code
from editor.wiki import (
    ApiMessage,
    InvalidTitleError,
    WikiAuthError,
    WikiError,
    WikiRejectedError,
    WikiUnavailableError,
)
from editor.wiki.answers import moment_or_none

EXPLAINED = (
    WikiError,
    AttemptUnderWayError,
    BlankPageError,
    CollisionOpenError,
    InvalidJsonError,
    MergeBuiltUponError,
    PageMovedError,
    PageTooFastError,
    PassageOvertakenError,
    SectionAmbiguousError,
    SelfRedirectError,
    StaleDraftError,
    StillSettlingError,
    SummaryWantedError,
    TextMovedError,
    TextTooLargeError,
    TitleTakenError,
    TypedOverError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    headline: str
    next_step: str = ""
    # What else the wiki found, in Galley's words: of several errors none is kept back.
    also: tuple[str, ...] = ()
    # The wiki's own words, sanitised.
    details: tuple[SafeString, ...] = ()
    # Which control helps.
    remedy: Remedy = Remedy.NONE
    # The field by which the same again counts as confirmed, where it takes one.
    confirms: str = ""
    status: int = 409
    codes: tuple[str, ...] = field(default=())
    # Whether the wiki did it is not known yet: nobody may be told that it did not.
    is_open: bool = False


def explain(error: Exception, kept: Kept = Kept.DRAFT) -> Explanation:
    """In words, for an error of EXPLAINED. `kept` is where the text is that it is about."""
    if isinstance(error, WikiError):
        return _explain_wiki_error(error, kept)
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
    if isinstance(error, SummaryWantedError):
        return _explain_wanted_summary(error)
    if isinstance(error, BlankPageError | SelfRedirectError):
        return _explain_unusual(error)
    if isinstance(error, StillSettlingError):
        return Explanation(
            headline=_("The wiki's answer got lost, so nobody knows yet whether it published."),
            next_step=_(
                "Your text is safe. Galley looks for it on the wiki before anything is sent again. "
                "Publish again in %(seconds)s seconds to check."
            )
            % {"seconds": error.seconds_left},
            remedy=Remedy.RETRY,
            is_open=True,
        )
    if isinstance(error, AttemptUnderWayError):
        return Explanation(
            headline=_("This draft is being published already."),
            next_step=_under_way(error.seconds_left),
            is_open=True,
        )
    if isinstance(error, CollisionOpenError):
        return Explanation(
            headline=_("Somebody published a newer version, and there are passages to decide."),
            next_step=_("Decide them first; both texts are kept."),
            remedy=Remedy.DECIDE,
        )
    if isinstance(error, InvalidJsonError):
        return _explain_invalid_json(error)
    if isinstance(error, PageTooFastError):
        return Explanation(
            headline=_("The page is moving too fast: others publish on it again and again."),
            next_step=_(
                "Your text is safe, and what they wrote is merged into it. Publish again in a "
                "moment."
            ),
            remedy=Remedy.RETRY,
        )
    if isinstance(error, TypedOverError):
        return Explanation(
            headline=_("You went on typing where newer edits of the page came in."),
            next_step=_(
                "Your text is safe, with what you typed since. Look at it, and publish again."
            ),
            remedy=Remedy.RETRY,
        )
    if isinstance(error, MergeBuiltUponError):
        return Explanation(
            headline=_("You have written on since this was merged: it cannot be taken back alone."),
            next_step=_("Your text is safe. Change it by hand; “Show” has all the texts."),
        )
    if isinstance(error, PassageOvertakenError):
        return Explanation(
            headline=_("This passage has changed since it was merged: it cannot be undone alone."),
            next_step=_("Your text is safe. Change it by hand; this merge keeps all the texts."),
        )
    if isinstance(error, SectionAmbiguousError):
        return _explain_namesakes(error)
    if isinstance(error, PageMovedError):
        return Explanation(
            headline=_("This page was moved to “%(title)s” while you were editing.")
            % {"title": error.fate.moved_to},
            next_step=_("Your text is safe. The draft can go there with it, just as it is."),
            remedy=Remedy.MOVE,
        )
    if isinstance(error, TitleTakenError):
        return Explanation(
            headline=_("You have another draft under the new title already."),
            next_step=_("Both are kept. Publish or discard one of them first."),
        )
    if isinstance(error, PenElsewhereError | DraftDiscardedError):
        return _explain_shared(error)
    return Explanation(
        headline=_("This draft was changed in another tab or on another device."),
        next_step=_("Both texts are kept. Compare them under “Versions” and choose one."),
        remedy=Remedy.VERSIONS,
    )


def explain_refusals(messages: tuple[ApiMessage, ...], kept: Kept) -> Explanation:
    """Why somebody may not publish here, which the wiki says before anything is sent."""
    return _explain_wiki_error(WikiRejectedError("Not to be edited.", messages=messages), kept)


def _explain_shared(error: PenElsewhereError | DraftDiscardedError) -> Explanation:
    name = wiki_username(error.draft.writer)
    return Explanation(
        headline=_("This draft has been discarded.")
        if isinstance(error, DraftDiscardedError)
        else _("%(name)s has the pen now.") % {"name": name},
        next_step=_("What you typed is kept under “Versions”, as it is on this page."),
        remedy=Remedy.VERSIONS,
    )


def _under_way(seconds_left: int) -> str:
    if not seconds_left:
        return _("Wait for the answer; what you typed meanwhile is saved.")
    words = _(
        "Wait for the answer; what you typed meanwhile is saved. If none comes, publish again in "
        "%(seconds)s seconds: Galley looks for your text on the wiki first."
    )
    return words % {"seconds": seconds_left}


def _explain_invalid_json(error: InvalidJsonError) -> Explanation:
    return Explanation(
        headline=_("This is not valid JSON: look at line %(line)s, column %(column)s.")
        % {"line": error.line, "column": error.column},
        next_step=_("Your text is safe in this draft. Correct it there, and publish again."),
        # What the reader of JSON says, which is English in every language.
        also=(error.reason,),
        remedy=Remedy.EDIT,
        status=422,
    )


def _explain_namesakes(error: SectionAmbiguousError) -> Explanation:
    return Explanation(
        headline=_("Somebody edited the page, and several sections are called “%(heading)s” now.")
        % {"heading": error.draft.section_heading},
        next_step=_("Your text is safe in this draft. Say which section it is about."),
        remedy=Remedy.SECTION,
    )


def said(messages: tuple[ApiMessage, ...]) -> tuple[SafeString, ...]:
    """All that the wiki said, each once; why it is closed comes beside its message."""
    words = [html for m in messages for html in (m.html, str(m.data.get("readonlyreason", "")))]
    return tuple(dict.fromkeys(sanitised(html) for html in words if html))


def _blocks(messages: tuple[ApiMessage, ...]) -> tuple[SafeString, ...]:
    """Who blocked, and why: the message alone does not always tell.

    https://www.mediawiki.org/wiki/API:Block
    """
    blocks = [message.data.get("blockinfo") for message in messages]
    return tuple(
        dict.fromkeys(
            format_html(
                _("Blocked by {by}: {reason} (ends: {end})"),
                by=block.get("blockedby") or "?",
                reason=block.get("blockreason") or "…",
                end=_end_of(block),
            )
            for block in blocks
            if isinstance(block, dict)
        )
    )


def _end_of(block: dict[str, Any]) -> str:
    try:
        end = moment_or_none(block.get("blockexpiry"))
    except ValueError:
        return "?"
    return clock(end, "dated") if end else _("never")


def _explain_wanted_summary(error: SummaryWantedError) -> Explanation:
    headline = (
        _("This section has no heading.")
        if isinstance(error, HeadingWantedError)
        else _("There is no summary of your own yet.")
    )
    return Explanation(
        headline=headline,
        next_step=_(
            "Your preferences on the wiki say to be reminded. Write one, or press “Publish” "
            "again to publish without it."
        ),
        remedy=Remedy.SUMMARY,
        confirms=Confirmation.NO_SUMMARY,
    )


def _explain_unusual(error: BlankPageError | SelfRedirectError) -> Explanation:
    """As on the wiki, it is published when "Publish" is pressed once more."""
    if isinstance(error, BlankPageError):
        return Explanation(
            headline=_("You are about to create a page with nothing on it."),
            next_step=_("Write something, or publish again to create it blank."),
            remedy=Remedy.CONFIRM,
            confirms=Confirmation.BLANK_PAGE,
        )
    return Explanation(
        headline=_("With this text the page would be a redirect to itself."),
        next_step=_(
            "Your draft is saved. Correct where it leads, or publish again to leave it like that."
        ),
        remedy=Remedy.CONFIRM,
        confirms=Confirmation.SELF_REDIRECT,
    )


def _explain_wiki_error(error: WikiError, kept: Kept) -> Explanation:
    deciding = words_of(error)
    others = (words_of_code(message.code) for message in error.messages)
    return Explanation(
        headline=str(deciding.headline),
        next_step=_next_step(deciding, kept),
        also=tuple(
            dict.fromkeys(str(words.headline) for words in others if words and words != deciding)
        ),
        details=(*said(error.messages), *_blocks(error.messages)),
        remedy=deciding.remedy,
        status=next(code for family, code in _STATUSES.items() if isinstance(error, family)),
        codes=tuple(message.code for message in error.messages),
        is_open=error.may_have_been_saved,
    )


def _next_step(words: Words, kept: Kept) -> str:
    if kept is Kept.NOTHING:
        return str(words.reading or words.next_step)
    is_safe = (
        _("Your text is safe in this draft.") if kept is Kept.DRAFT else _("Your text is kept.")
    )
    return f"{is_safe} {words.next_step}"


# The most particular first.
_STATUSES: dict[type[WikiError], int] = {
    NotAdmittedError: 403,
    WikiAuthError: 401,
    WikiUnavailableError: 503,
    InvalidTitleError: 404,
    WikiRejectedError: 409,
    WikiError: 502,
}
