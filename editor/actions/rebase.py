"""Moving a draft onto another revision: its base changes, and its text with it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from editor.actions.headings import heading_of
from editor.actions.newest import PlaceText
from editor.actions.save_draft import StaleDraftError
from editor.actions.wider import Wider
from editor.models import ConflictSnapshot, Draft, DraftVersion, Text
from editor.wiki import outgoing


def rebase_draft(
    *,
    draft: Draft,
    onto: PlaceText,
    text: str,
    keeps_state: bool = False,
    is_by_hand: bool = False,
) -> Draft:
    """Let `draft` stand on `onto` with `text`; its old text is kept as a version.

    With the text that is published it begins anew, unless it `keeps_state`. Only what is done by
    hand is a save: who is silent while the page moves on under them stays silent.

    Raises StaleDraftError when it was saved or discarded, or has changed hands, since `draft` was
    read; nothing has changed then.
    """
    is_published = draft.section != "new" and outgoing(text) == outgoing(onto.text)
    timestamp = onto.info.timestamp
    return _moved(
        draft,
        text,
        base_text=Text.objects.keep(onto.text),
        base_revid=onto.revid,
        base_timestamp=timestamp,
        start_timestamp=max(draft.start_timestamp, timestamp or draft.start_timestamp),
        # Both are others where the page was deleted and created anew, or changed in kind.
        page_id=onto.page_id or draft.page_id,
        content_model=onto.content_model or draft.content_model,
        content_format=onto.content_format or draft.content_format,
        section=onto.section,
        section_heading=heading_of(onto.section, onto.text),
        state=draft.state if keeps_state else _state(is_published=is_published),
        saved_at=timezone.now() if is_by_hand else draft.saved_at,
    )


def widen_draft(*, draft: Draft, wider: Wider) -> Draft:
    """Let the draft of a section be one of the whole page, on the same base.

    Raises StaleDraftError as `rebase_draft` does.
    """
    return _moved(
        draft,
        wider.mine,
        base_text=Text.objects.keep(wider.base),
        section="",
        section_heading="",
        widened_heading=draft.section_heading,
        widened_version=draft.version + (wider.mine != draft.text),
    )


def move_back(*, draft: Draft, snapshot: ConflictSnapshot, text: str) -> Draft:
    """Let `draft` stand with `text` on the base that it had before the merge of a snapshot.

    Raises StaleDraftError as `rebase_draft` does.
    """
    section = snapshot.base_section or draft.section
    return _moved(
        draft,
        text,
        base_text=snapshot.base_text,
        base_revid=snapshot.base_revid,
        base_timestamp=snapshot.base_timestamp or draft.base_timestamp,
        section=section,
        section_heading=heading_of(section, snapshot.base_text.content),
        state=Draft.State.EDITING,
    )


def put_back(*, draft: Draft, before: Draft) -> Draft:
    """Let `draft` stand where and as it stood before it was moved back.

    Raises StaleDraftError as `rebase_draft` does.
    """
    return _moved(
        draft,
        before.text,
        base_text=before.base_text,
        base_revid=before.base_revid,
        base_timestamp=before.base_timestamp,
        section=before.section,
        section_heading=before.section_heading,
        state=before.state,
    )


def _moved(draft: Draft, text: str, **columns: Any) -> Draft:
    """Compare-and-set on the version and on whose turn it is, as they were read."""
    with transaction.atomic():
        if text != draft.text:
            DraftVersion.objects.keep(draft, DraftVersion.Reason.REBASE)
        moved = (
            Draft.objects.live()
            .filter(
                pk=draft.pk,
                version=draft.version,
                owner=draft.owner_id,
                pen_holder=draft.pen_holder_id,
            )
            .update(
                text=text,
                # Only a new text is a new version: a tab that holds this one may go on saving.
                version=draft.version + (text != draft.text),
                **columns,
            )
        )
        # Read before anybody else can write: what comes back is what was moved.
        current: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)
    if not moved:
        raise StaleDraftError(current)
    return current


def _state(*, is_published: bool) -> Draft.State:
    return Draft.State.OPENED if is_published else Draft.State.EDITING
