"""From "Quick add" to the editor, for what only the editor can ask and answer."""

from __future__ import annotations

from editor.actions.add import AdditionUnderWayError
from editor.actions.addition_place import followed_title, section_now, whole_with
from editor.actions.beginning import SUMMARY_LENGTH
from editor.actions.open_page import open_page
from editor.actions.save_draft import Fields, add_to_draft
from editor.credentials import client_for
from editor.models import Addition, Draft
from editor.wiki import PageAddress, WikiRejectedError


def move_to_draft(addition: Addition) -> Draft:
    """Put the text into a draft of the page, with the summary and the options.

    Raises AdditionUnderWayError, StaleDraftError and the errors of the wiki client; the addition
    stays then.
    """
    client = client_for(addition.owner)
    target = followed_title(client, addition)
    section = section_now(client, target, addition)
    opened = open_page(
        user=addition.owner, address=PageAddress(title=target or addition.title, section=section)
    )
    if opened.draft is None:
        raise WikiRejectedError("The user may not edit here.", messages=opened.reasons)
    moved = Addition.objects.filter(pk=addition.pk, state__in=Addition.READY)
    if not moved.exists():
        raise AdditionUnderWayError
    text = whole_with(opened.draft.text, opened.draft.section, addition)
    draft = add_to_draft(opened.draft, text, _fields(opened.draft, addition))
    moved.update(state=Addition.State.DISCARDED)
    return draft


def _fields(draft: Draft, addition: Addition) -> Fields:
    """What the draft has already stays: a summary of one's own is not replaced."""
    is_fresh = draft.summary == draft.fresh_summary
    summary = draft.fresh_summary + addition.summary if is_fresh else draft.summary
    return Fields(
        summary=summary[:SUMMARY_LENGTH],
        section_title=draft.section_title,
        is_minor=draft.is_minor or (addition.is_minor and not draft.is_new_page),
        is_watching=draft.is_watching if addition.is_watching is None else addition.is_watching,
    )
