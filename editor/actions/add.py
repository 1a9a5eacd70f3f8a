"""Quick add: a line or paragraph to the top or the end of a page, without opening it.

With the promises of a draft: kept before it is sent, sent once, looked up when the answer is lost.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.contrib.auth.models import User
from django.utils import timezone

from editor.actions.addition_place import followed_title, gap_before, section_now, whole_with
from editor.actions.beginning import SUMMARY_LENGTH
from editor.actions.captchas import NO_ANSWER, CaptchaAnswer
from editor.actions.confirming import NOTHING_CONFIRMED, Confirmation
from editor.actions.edit_options import SummaryWantedError, wants_summaries
from editor.actions.headings import heading_of
from editor.actions.settle_addition import settle_addition
from editor.actions.standing import note_refused
from editor.credentials import client_for, count_edit, current_wiki
from editor.models import Addition, Wiki, profile_of
from editor.wiki import (
    ApiMessage,
    EditConflictError,
    EditRequest,
    PageExistsError,
    PageForEditing,
    PageMissingError,
    SectionMissingError,
    Watchlist,
    WikiClient,
    WikiError,
    WikiRejectedError,
    incoming,
    outgoing,
)

# The page may change between looking at it and adding to it; then it is looked at again.
ROUNDS = 3
# A box that was left alone showed what the user's list and preferences say of the page, and this
# is what the wiki goes by then, of whichever page it turns out to be.
WATCHLIST: dict[bool | None, Watchlist] = {True: "watch", False: "unwatch", None: "preferences"}


class AdditionUnderWayError(Exception):
    """This very addition is being sent right now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What was typed into the form, as it is kept."""

    title: str
    text: str
    section: str = ""
    section_heading: str = ""
    place: str = Addition.Place.END
    is_paragraph: bool = True
    summary: str = ""
    is_minor: bool = False
    is_watching: bool | None = None
    follows_redirect: bool = True
    may_create: bool = True


def keep_addition(*, user: User, key: UUID, added: Added) -> Addition:
    """Keep what was typed, before anything is sent.

    What was sent already stays as it was; another text from the same form is kept beside it.
    """
    columns = {name: getattr(added, name) for name in Added.__slots__}
    # Nothing is asked of the wiki before, unless Galley has never heard of it.
    wiki = Wiki.objects.current() or current_wiki()
    addition, is_new = Addition.objects.get_or_create(
        owner=user,
        key=key,
        defaults={"wiki": wiki, "kept_at": timezone.now(), **columns},
    )
    if not is_new:
        Addition.objects.filter(pk=addition.pk, state=Addition.State.DISCARDED).update(
            state=Addition.State.KEPT
        )
        ready = Addition.objects.filter(pk=addition.pk, state__in=Addition.READY)
        is_kept = ready.update(kept_at=timezone.now(), **columns)
        if not is_kept and addition.text != added.text:
            keep_addition(user=user, key=uuid5(key, added.text), added=added)
    kept: Addition = Addition.objects.select_related("wiki", "owner").get(pk=addition.pk)
    return kept


def send_addition(
    addition: Addition,
    answer: CaptchaAnswer = NO_ANSWER,
    *,
    confirmed: Set[Confirmation] = NOTHING_CONFIRMED,
) -> Addition:
    """Send what is kept, once; what is published already is not sent again.

    `answer` is to what the wiki asked the last time; sent again, a warning counts as confirmed.

    Raises AdditionUnderWayError, StillAddingError, SummaryWantedError unless `confirmed`, and the
    errors of the wiki client.
    """
    addition = settle_addition(addition)
    if addition.state == Addition.State.PUBLISHED:
        return addition
    client = client_for(addition.owner)
    for is_last_round in [False] * (ROUNDS - 1) + [True]:
        try:
            return _send_once(client, addition, answer, confirmed)
        except (EditConflictError, PageExistsError):
            # Refused, so nothing was added: the next look at the page knows better.
            if is_last_round:
                raise
    raise AssertionError("the last round returns or raises")


def discard_addition(addition: Addition) -> None:
    Addition.objects.filter(pk=addition.pk, state__in=Addition.READY).update(
        state=Addition.State.DISCARDED
    )


def _send_once(
    client: WikiClient, addition: Addition, answer: CaptchaAnswer, confirmed: Set[Confirmation]
) -> Addition:
    request, sent_to = _prepare(client, addition, confirmed)
    request = replace(request, captcha_id=answer.id, captcha_word=answer.word)
    taken = Addition.objects.filter(pk=addition.pk, state__in=Addition.READY).update(
        state=Addition.State.SENDING,
        started_at=timezone.now(),
        sent_to=sent_to,
        lost_at=None,
        closed_at=None,
    )
    addition.refresh_from_db()
    if not taken:
        raise AdditionUnderWayError
    try:
        result = client.edit(request)
    except WikiError as error:
        is_lost = error.may_have_been_saved
        addition.state = Addition.State.UNKNOWN if is_lost else Addition.State.REFUSED
        addition.code = (error.code or type(error).__name__)[:200]
        ended_at = "lost_at" if is_lost else "closed_at"
        setattr(addition, ended_at, timezone.now())
        addition.save(update_fields=["state", "code", ended_at])
        note_refused(user=addition.owner, draft=None, error=error)
        raise
    addition.state = Addition.State.PUBLISHED
    addition.oldrevid, addition.newrevid = result.oldrevid, result.newrevid
    addition.sent_to = result.title
    addition.closed_at = timezone.now()
    addition.save(update_fields=["state", "oldrevid", "newrevid", "sent_to", "closed_at"])
    if not result.is_nochange:
        count_edit(addition.owner)
    return addition


def _prepare(
    client: WikiClient, addition: Addition, confirmed: Set[Confirmation]
) -> tuple[EditRequest, str]:
    """What to ask of the wiki, of the page as it is now, and which page that will be."""
    target = followed_title(client, addition)
    page = client.open_page(target or addition.title, section=section_now(client, target, addition))
    if page.edit_errors:
        # Never sent for somebody who may not: a blocked user's try would block Galley's address.
        raise WikiRejectedError("The user may not edit here.", messages=page.edit_errors)
    if page.is_section_missing:
        raise SectionMissingError(f"“{page.title}” has no section {addition.section}.")
    if page.is_missing and not addition.may_create:
        raise PageMissingError(
            f"“{page.title}” is not on the wiki.", messages=[ApiMessage("missingtitle")]
        )
    profile_of(addition.owner).learn(page.user)
    if Confirmation.NO_SUMMARY not in confirmed:
        _check_summary(addition, page)
    request = EditRequest(
        title=addition.title,
        section=page.section,
        summary=addition.full_summary[:SUMMARY_LENGTH],
        starttimestamp=page.starttimestamp,
        is_minor=addition.is_minor,
        watchlist=WATCHLIST[addition.is_watching],
        createonly=page.is_missing,
        nocreate=not page.is_missing,
        follows_redirect=bool(target),
    )
    return _with_text(request, page, addition), page.title


def _check_summary(addition: Addition, page: PageForEditing) -> None:
    """Ask, as the wiki's own form does, where there would be none but the link to the section."""
    is_missing = outgoing(addition.full_summary) == outgoing(addition.automatic_summary)
    is_wanted = wants_summaries(addition.owner, addition.wiki, page.title)
    if is_missing and is_wanted and not page.is_missing:
        raise SummaryWantedError


def _with_text(request: EditRequest, page: PageForEditing, addition: Addition) -> EditRequest:
    """Put the text where it belongs.

    What the wiki adds to a section goes to the one that has this number by then, and before its
    heading where it is prepended. So the whole section is sent, on its revision.
    """
    text = incoming(addition.text).strip("\n")
    there = incoming(page.text or "")
    if heading_of(page.section, there):
        whole = whole_with(there, page.section, addition)
        return replace(
            request, title=page.title, text=whole, baserevid=page.revid, follows_redirect=False
        )
    if addition.place == Addition.Place.END:
        return replace(request, append=gap_before(there, addition) + text)
    return replace(request, prepend=text + gap_before(there, addition))
