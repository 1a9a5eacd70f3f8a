"""Quick add: a line or paragraph to the top or the end of a page, without opening it.

With the promises of a draft: kept before it is sent, sent once, looked up when the answer is lost.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid5

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone

from editor.actions.headings import heading_at, heading_of
from editor.actions.newest import plain_heading
from editor.actions.open_page import open_page
from editor.actions.save_draft import add_to_draft
from editor.actions.settle_addition import settle_addition
from editor.credentials import client_for, current_wiki
from editor.models import Addition, Draft, WikiCredential
from editor.wiki import (
    ApiMessage,
    EditConflictError,
    EditRequest,
    PageAddress,
    PageExistsError,
    PageForEditing,
    PageMissingError,
    SectionMissingError,
    WikiClient,
    WikiError,
    WikiRejectedError,
    incoming,
)

# The page may change between looking at it and adding to it; then it is looked at again.
ROUNDS = 3


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
    is_watching: bool = False
    follows_redirect: bool = True
    may_create: bool = True


def keep_addition(*, user: User, key: UUID, added: Added) -> Addition:
    """Keep what was typed, before anything is sent.

    What was sent already stays as it was; another text from the same form is kept beside it.
    """
    columns = {name: getattr(added, name) for name in Added.__slots__}
    addition, is_new = Addition.objects.get_or_create(
        owner=user,
        key=key,
        defaults={"wiki": current_wiki(), "kept_at": timezone.now(), **columns},
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


def send_addition(addition: Addition) -> Addition:
    """Send what is kept, once; what is published already is not sent again.

    Raises AdditionUnderWayError, StillAddingError and the errors of the wiki client.
    """
    addition = settle_addition(addition)
    if addition.state == Addition.State.PUBLISHED:
        return addition
    client = client_for(addition.owner)
    for is_last_round in [False] * (ROUNDS - 1) + [True]:
        try:
            return _send_once(client, addition)
        except (EditConflictError, PageExistsError):
            # Refused, so nothing was added: the next look at the page knows better.
            if is_last_round:
                raise
    raise AssertionError("the last round returns or raises")


def move_to_draft(addition: Addition) -> Draft:
    """Put the text into a draft of the page, for what only the editor can ask and answer.

    Raises AdditionUnderWayError, StaleDraftError and the errors of the wiki client; the addition
    stays then.
    """
    client = client_for(addition.owner)
    target = _target(client, addition)
    section = _section(client, target, addition)
    opened = open_page(
        user=addition.owner, address=PageAddress(title=target or addition.title, section=section)
    )
    if opened.draft is None:
        raise WikiRejectedError("The user may not edit here.", messages=opened.reasons)
    moved = Addition.objects.filter(pk=addition.pk, state__in=Addition.READY)
    if not moved.exists():
        raise AdditionUnderWayError
    draft = add_to_draft(opened.draft, _whole(opened.draft.text, opened.draft.section, addition))
    moved.update(state=Addition.State.DISCARDED)
    return draft


def discard_addition(addition: Addition) -> None:
    Addition.objects.filter(pk=addition.pk, state__in=Addition.READY).update(
        state=Addition.State.DISCARDED
    )


def _send_once(client: WikiClient, addition: Addition) -> Addition:
    request, sent_to = _prepare(client, addition)
    taken = Addition.objects.filter(pk=addition.pk, state__in=Addition.READY).update(
        state=Addition.State.SENDING, started_at=timezone.now(), sent_to=sent_to, closed_at=None
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
        addition.closed_at = None if is_lost else timezone.now()
        addition.save(update_fields=["state", "code", "closed_at"])
        raise
    addition.state = Addition.State.PUBLISHED
    addition.oldrevid, addition.newrevid = result.oldrevid, result.newrevid
    addition.sent_to = result.title
    addition.closed_at = timezone.now()
    addition.save(update_fields=["state", "oldrevid", "newrevid", "sent_to", "closed_at"])
    # By that count the wiki judges the age of the user's stashes.
    WikiCredential.objects.filter(user=addition.owner_id).update(edit_count=F("edit_count") + 1)
    return addition


def _prepare(client: WikiClient, addition: Addition) -> tuple[EditRequest, str]:
    """What to ask of the wiki, of the page as it is now, and which page that will be."""
    target = _target(client, addition)
    page = client.open_page(target or addition.title, section=_section(client, target, addition))
    if page.edit_errors:
        # Never sent for somebody who may not: a blocked user's try would block Galley's address.
        raise WikiRejectedError("The user may not edit here.", messages=page.edit_errors)
    if page.is_section_missing:
        raise SectionMissingError(f"“{page.title}” has no section {addition.section}.")
    if page.is_missing and not addition.may_create:
        raise PageMissingError(
            f"“{page.title}” is not on the wiki.", messages=[ApiMessage("missingtitle")]
        )
    request = EditRequest(
        title=addition.title,
        section=page.section,
        summary=addition.summary,
        starttimestamp=page.starttimestamp,
        is_minor=addition.is_minor,
        watchlist="watch" if addition.is_watching else "nochange",
        createonly=page.is_missing,
        nocreate=not page.is_missing,
        follows_redirect=bool(target),
    )
    return _with_text(request, page, addition), page.title


def _with_text(request: EditRequest, page: PageForEditing, addition: Addition) -> EditRequest:
    """Put the text where it belongs.

    The wiki puts what it prepends to a section before its heading; below the heading, the whole
    section has to be sent, on its revision.
    """
    text = incoming(addition.text).strip("\n")
    there = incoming(page.text or "")
    if addition.place == Addition.Place.END:
        return replace(request, append=_gap(there, addition) + text)
    if not heading_of(page.section, there):
        return replace(request, prepend=text + _gap(there, addition))
    whole = _whole(there, page.section, addition)
    return replace(request, title=page.title, text=whole, baserevid=page.revid)


def _whole(there: str, section: str, addition: Addition) -> str:
    """What is there with the addition in its place; at the top of a section, below its heading."""
    text, gap = incoming(addition.text).strip("\n"), _gap(there, addition)
    if addition.place == Addition.Place.END:
        return there.rstrip("\n") + gap + text
    heading = heading_at(there) if heading_of(section, there) else None
    if heading is None:
        return text + gap + there
    rest = there[heading.end :].strip("\n")
    return f"{there[: heading.end]}\n{text}" + (gap + rest if rest else "")


def _gap(there: str, addition: Addition) -> str:
    if not there.strip():
        return ""
    return "\n\n" if addition.is_paragraph else "\n"


def _target(client: WikiClient, addition: Addition) -> str:
    """Where the page leads, if it is a redirect that is to be followed."""
    if not addition.follows_redirect:
        return ""
    return client.redirect_target(addition.title).partition("#")[0]


def _section(client: WikiClient, target: str, addition: Addition) -> str:
    """The number the section has now: its heading finds it where others came before it."""
    if not addition.section.isdigit() or addition.section == "0":
        return addition.section
    page = client.open_page(target or addition.title, section=addition.section)
    wanted = plain_heading(addition.section_heading)
    heading = heading_of(addition.section, incoming(page.text or ""))
    if not wanted or plain_heading(heading) == wanted:
        return addition.section
    same = [
        section.index
        for section in client.sections(target or addition.title)
        if section.index.isdigit() and section.heading == wanted
    ]
    if len(same) != 1:
        raise SectionMissingError(f"“{addition.where}” is not to be found any more.")
    return same[0]
