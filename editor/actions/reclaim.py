"""What a collision took out of somebody's text, and bringing it back."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.actions.collide import merge_for
from editor.actions.decide import NoSuchPassageError
from editor.actions.newest import SectionAmbiguousError, fetch_newest
from editor.actions.open_page import open_page
from editor.actions.save_draft import add_to_draft, fields_of
from editor.credentials import client_for
from editor.merge.lost import Lost, lost, packed, unpacked
from editor.models import ConflictSnapshot, Draft
from editor.wiki import PageAddress, PageStateError, WikiClient, WikiRejectedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclaimed:
    draft: Draft
    # Whether the passage stands where it stood; else it is at the end.
    is_in_place: bool


def lost_passages(snapshot: ConflictSnapshot) -> list[Lost]:
    """What of mine is not in what came of the collision; nothing while it is being decided.

    Found once: in two large pages that takes seconds.
    """
    if snapshot.resolved_at is None:
        return []
    mine, result = snapshot.mine_text.content, _result(snapshot)
    if snapshot.lost is None:
        snapshot.lost = packed(lost(snapshot.base_text.content, mine, result))
        snapshot.save(update_fields=["lost"])
    return unpacked(snapshot.lost, mine, result)


def reclaim_passage(*, user: User, snapshot: ConflictSnapshot, number: int) -> Reclaimed:
    """Put a lost passage into the user's draft of that page, a new one or the one there is: what it
    held is kept as a version.

    Raises NoSuchPassageError, StaleDraftError, and the errors of the wiki client.
    """
    found = lost_passages(snapshot)
    if not 0 <= number < len(found):
        raise NoSuchPassageError
    draft = _draft_of(user, snapshot.draft)
    result = _result(snapshot)
    again = found[number].put_back(result)
    merged = merge_for(draft, result, again, draft.text).text if draft.text else None
    text = merged or _at_end(draft.text, found[number].mine)
    return Reclaimed(
        draft=add_to_draft(draft, text, fields_of(draft)), is_in_place=merged is not None
    )


def _result(snapshot: ConflictSnapshot) -> str:
    """What came of it; a collision that another one took up came to what was on the wiki."""
    return (snapshot.result_text or snapshot.theirs_text).content


def _draft_of(user: User, about: Draft) -> Draft:
    """The user's draft of the place that a draft is about, wherever that is on the wiki now."""
    client = client_for(user)
    title = (client.title_of(about.page_id) if about.page_id else "") or about.title
    address = PageAddress(title=title, section=_section_now(client, about))
    opened = open_page(user=user, address=address)
    if opened.draft is None:
        raise WikiRejectedError("The user may not edit here.", messages=opened.reasons)
    return opened.draft


def _section_now(client: WikiClient, about: Draft) -> str:
    """The number of the section today; the whole page where nobody can tell."""
    if not about.section.isdigit():
        return about.section
    try:
        return fetch_newest(client, about).section
    except (PageStateError, SectionAmbiguousError):
        return ""


def _at_end(text: str, passage: str) -> str:
    return f"{text.rstrip()}\n\n{passage}" if text.strip() else passage
