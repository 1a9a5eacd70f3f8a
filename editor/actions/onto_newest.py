"""Bringing a draft onto the wiki's newest revision: merged, or recorded as a collision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from editor.actions.collide import (
    keep_merge,
    merge_for,
    record_collision_with,
    theirs_columns,
)
from editor.actions.content_models import InvalidJsonError, check_content, unseen_text
from editor.actions.newest import PlaceText
from editor.actions.page_fate import refuse_moved_page
from editor.actions.rebase import rebase_draft, widen_draft
from editor.actions.whose_edits import edits_between
from editor.actions.wider import meet_newest
from editor.credentials import client_for
from editor.merge import Merge
from editor.merge.packing import packed
from editor.merge.replacing import replaced
from editor.merge.taken import passages_taken
from editor.models import ConflictSnapshot, Draft, DraftVersion, Text
from editor.wiki import outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtUp:
    """The draft where it stands now, with what brought it there, or keeps it from going there."""

    draft: Draft
    merge: ConflictSnapshot | None = None
    collision: ConflictSnapshot | None = None


def bring_onto_newest(
    *,
    user: User,
    draft: Draft,
    newest: PlaceText | None = None,
    unseen: bool = False,
    is_declined: bool = False,
) -> CaughtUp:
    """Merge what is newer on the wiki into the draft, or record what collides.

    `newest`: what the wiki has now, where that was just read. `unseen`: nobody looks at the text
    before it is published, so only merges that need no look are made. `is_declined`: somebody has
    taken this merge back, so it is asked about. A section that does not hold the draft's words
    together any more makes it a draft of the whole page.

    Raises PageMissingError, PageMovedError, SectionMissingError, SectionAmbiguousError,
    StaleDraftError, and the errors of the wiki client.
    """
    client = client_for(user)
    newest, wider = meet_newest(client, draft, newest=newest)
    if newest.revid == draft.base_revid:
        return CaughtUp(draft=draft)
    if draft.page_id and newest.page_id != draft.page_id:
        refuse_moved_page(user=user, draft=draft)
    if wider:
        draft = widen_draft(draft=draft, wider=wider)
    is_other_page = bool(draft.page_id) and newest.page_id != draft.page_id
    base, mine, theirs = draft.base_text.content, draft.text, newest.text
    is_other_model = newest.content_model != draft.content_model
    is_replaced = is_other_model or replaced(base, theirs) is not None
    if outgoing(mine) == outgoing(base) and not (draft.is_new_page or is_other_model):
        # No text of one's own is in it, at most a summary: it is theirs, whatever they did.
        return CaughtUp(draft=rebase_draft(draft=draft, onto=newest, text=theirs, keeps_state=True))
    merged = merge_for(draft, base, mine, theirs, is_replaced=is_replaced)
    text = unseen_text(draft, merged) if unseen else merged.text
    is_sure = text is not None and _is_sound(draft, text)
    is_odd = is_declined or is_replaced or is_other_page
    if text is None or not is_sure or is_odd:
        DraftVersion.objects.keep(draft, DraftVersion.Reason.CONFLICT)
        collision = record_collision_with(
            user=user,
            draft=draft,
            base=draft.base_text,
            theirs=newest,
            edits=edits_between(client, draft, newest),
        )
        keep_merge(collision, merged)
        return CaughtUp(draft=draft, collision=collision)
    taken_in = [] if theirs == base else edits_between(client, draft, newest)
    near = sum(passage.is_near for passage in passages_taken(merged))
    with transaction.atomic():
        moved = rebase_draft(draft=draft, onto=newest, text=text)
        snapshot = None
        if theirs != base:
            snapshot = _record(user, draft, newest, moved, taken_in, merged, near)
    return CaughtUp(draft=moved, merge=snapshot)


def _is_sound(draft: Draft, text: str) -> bool:
    """Whether a text that was put together is still one of its kind."""
    try:
        check_content(draft, text)
    except InvalidJsonError:
        return False
    return True


def _record(
    user: User,
    draft: Draft,
    newest: PlaceText,
    moved: Draft,
    taken_in: list[dict[str, Any]],
    merged: Merge,
    near: int,
) -> ConflictSnapshot:
    """Keep all the texts of a merge, so that it can be shown and taken back."""
    snapshot: ConflictSnapshot = ConflictSnapshot.objects.create(
        draft=draft,
        author=user,
        kind=ConflictSnapshot.Kind.MERGE,
        base_text=draft.base_text,
        base_revid=draft.base_revid,
        base_section=draft.section,
        base_timestamp=draft.base_timestamp,
        mine_text=Text.objects.keep(draft.text),
        mine_version=draft.version,
        **theirs_columns(newest),
        result_text=Text.objects.keep(moved.text),
        taken_in=taken_in,
        is_doubtful=unseen_text(draft, merged) is None,
        merge=packed(merged),
        near_passages=near,
        resolved_at=timezone.now(),
    )
    return snapshot
