"""Putting a kept text back into its draft, which may stand on a newer revision by now.

Laid over that as it is, it would take back what others have published since it was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from editor.actions.collide import keep_merge, merge_for, record_collision_with
from editor.actions.content_models import InvalidJsonError, check_content, unseen_text
from editor.actions.newest import PlaceText
from editor.actions.save_draft import Change, fields_of, save_draft
from editor.merge import Merge
from editor.merge.replacing import replaced
from editor.models import ConflictSnapshot, Draft, DraftVersion, Text
from editor.wiki import RevisionInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """What a kept text comes to where its draft stands now: as it is, or merged.

    `text` is None where somebody has to be asked; `base` is what the text was written on, where
    others have published since.
    """

    text: str | None
    base: Text | None = None
    merge: Merge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    draft: Draft
    collision: ConflictSnapshot | None = None


class VersionOfSectionError(Exception):
    """The draft is of the whole page by now: this text of a section would replace all of it."""


def fitting(draft: Draft, version: DraftVersion) -> Fitting:
    """What putting this text back into the draft comes to."""
    text = version.text.content
    base = _overtaken_base(draft, version)
    if base is None:
        return Fitting(text=text)
    theirs = draft.base_text.content
    is_replaced = replaced(base.content, theirs) is not None
    merged = merge_for(draft, base.content, text, theirs, is_replaced=is_replaced)
    return Fitting(text=sound_text(draft, merged), base=base, merge=merged)


def restore_version(*, draft: Draft, author: User, version: DraftVersion) -> Restored:
    """Put a kept text back into the draft; what it replaces is kept in its turn.

    Written on an older revision, it is merged with what was published since. What does not fit is
    a collision, and nothing is published before that is decided. Raises StaleDraftError when
    somebody saved in between, and VersionOfSectionError.
    """
    if version.is_of_section:
        raise VersionOfSectionError
    found = fitting(draft, version)
    collision = None
    with transaction.atomic():
        DraftVersion.objects.keep(draft, DraftVersion.Reason.RESTORE)
        text = version.text.content if found.text is None else found.text
        change = Change(version=draft.version, text=text)
        draft = save_draft(draft=draft, author=author, change=change, fields=fields_of(draft)).draft
        if found.text is None and found.base and found.merge:
            theirs, edits = _published_since(draft, version)
            collision = record_collision_with(
                user=author, draft=draft, base=found.base, theirs=theirs, edits=edits
            )
            keep_merge(collision, found.merge)
    return Restored(draft=draft, collision=collision)


def sound_text(draft: Draft, merged: Merge) -> str | None:
    """What came of a merge that nobody has to look at; None where somebody has to."""
    text = unseen_text(draft, merged)
    try:
        check_content(draft, text or "")
    except InvalidJsonError:
        return None
    return text


def _overtaken_base(draft: Draft, version: DraftVersion) -> Text | None:
    """What a text was written on, where others have published since; None where nobody has.

    One's own edits in between are no reason: who puts back a text from before them wants that.
    """
    revid, newest = version.base_revid, draft.base_revid or 0
    while (revid or 0) < newest:
        own = draft.attempts.published().filter(
            base_revid=revid, newrevid__gt=revid or 0, newrevid__lte=newest
        )
        attempt = own.order_by("-newrevid").first()
        if attempt is None or attempt.was_merged_by_wiki:
            is_its_own = revid == version.base_revid and version.base_text is not None
            return version.base_text if is_its_own else _text_of_base(draft, revid)
        revid = attempt.newrevid
    return None


def _text_of_base(draft: Draft, revid: int | None) -> Text:
    """The draft's place as it was in a revision on which it stood; nothing where that is not known
    any more, so that all that differs is asked about."""
    for kept in (draft.versions.exclude(base_text=None), draft.snapshots):
        found = kept.filter(base_revid=revid).select_related("base_text").order_by("pk").first()
        if found is not None and found.base_text is not None:
            return found.base_text
    return Text.objects.keep("")


def _published_since(draft: Draft, version: DraftVersion) -> tuple[PlaceText, list[dict[str, Any]]]:
    """The revision on which the draft stands, and the edits that are in it since the version's."""
    standing = ConflictSnapshot.objects.merges().filter(
        draft=draft,
        undone_at=None,
        theirs_revid__gt=version.base_revid or 0,
        theirs_revid__lte=draft.base_revid or 0,
    )
    merges = list(standing.defer("merge").order_by("theirs_revid", "pk"))
    newest = merges[-1] if merges and merges[-1].theirs_revid == draft.base_revid else None
    theirs = PlaceText(
        info=RevisionInfo(
            title=draft.title,
            revid=draft.base_revid or 0,
            timestamp=draft.base_timestamp,
            user=newest.theirs_user if newest else "",
            comment=newest.theirs_comment if newest else "",
        ),
        page_id=draft.page_id or 0,
        section=draft.section,
        text=draft.base_text.content,
        content_model=draft.content_model,
    )
    return theirs, [edit for merged in merges for edit in merged.taken_in]
