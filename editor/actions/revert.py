"""Putting an old text back: an old revision as it was, or the newest without some revisions.

Both become a draft on the newest revision, so that publishing them is an edit like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editor.actions.collide import record_collision_with
from editor.actions.content_models import is_code
from editor.actions.follow import follow_published, is_unsettled
from editor.actions.newest import PlaceText
from editor.actions.open_page import OpenedPage, open_page
from editor.actions.save_draft import PenElsewhereError, StaleDraftError
from editor.actions.settle import settle_draft
from editor.credentials import client_for
from editor.merge import merge, merge_lines
from editor.models import Draft, DraftRevert, DraftVersion, Text
from editor.wiki import (
    PageAddress,
    PageForEditing,
    Revision,
    WikiClient,
    WikiRejectedError,
    incoming,
    outgoing,
)


class Obstacle(StrEnum):
    """Why something cannot be put back; where the API has a code for it, that one."""

    NO_SUCH_REVISION = "nosuchrevid"
    WRONG_PAGE = "revwrongpage"
    FIRST_REVISION = "undo-first"
    WRONG_ORDER = "undo-order"
    OTHER_MODEL = "undofailure"
    NOTHING_TO_UNDO = "undo-nochange"


class NotRevertedError(Exception):
    """It cannot be put back. No draft has been changed."""

    def __init__(self, obstacle: Obstacle, revid: int) -> None:
        super().__init__(f"{obstacle} (revision {revid})")
        self.obstacle = obstacle
        self.revid = revid


class DraftInTheWayError(Exception):
    """There is an unpublished draft of this page, and only its owner can tell what is to become
    of it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"{draft} is not published")
        self.draft = draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Revert:
    """What is asked for: `oldid`, or `undo` with or without the revision to go back to."""

    oldid: int = 0
    undo: int = 0
    undoafter: int = 0

    @property
    def is_asked(self) -> bool:
        return bool(self.oldid or self.undo)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PutBack:
    """The text that is to be put into the draft; `clash` when it collides with the newest."""

    text: str
    summary: str
    of: Revision
    undoafter: int | None = None
    is_exact: bool = False
    is_single: bool = False
    clash: Text | None = None


def open_reverted(
    *, user: User, address: PageAddress, revert: Revert, over_version: int | None = None
) -> OpenedPage:
    """Open a page with an old text in its draft.

    An unpublished draft is replaced only where its version is named, and is kept as a version.
    Raises DraftInTheWayError, NotRevertedError, StaleDraftError, PenElsewhereError and the errors
    of the wiki client.
    """
    client = client_for(user)
    if not address.title and not address.curid:
        asked = _revision(client, revert.oldid or revert.undo)
        address = PageAddress(title=asked.info.title)
    opened = _opened(user, PageAddress(title=address.title, curid=address.curid))
    draft, page = opened.draft, opened.page
    if draft is None or (revert.oldid and revert.oldid == page.revid):
        return opened
    if _holds(draft, revert):
        return opened
    if draft.state == Draft.State.EDITING and draft.is_changed and over_version is None:
        raise DraftInTheWayError(draft)
    if over_version is not None and over_version != draft.version:
        raise StaleDraftError(draft)
    found = (
        _restored(client, page, revert) if revert.oldid else _undone(client, page, draft, revert)
    )
    draft = _put_in(user, draft, page, found)
    if found.clash:
        record_collision_with(user=user, draft=draft, base=found.clash, theirs=_newest(page))
    return OpenedPage(page=page, draft=draft, reasons=())


def _opened(user: User, address: PageAddress) -> OpenedPage:
    """The page, with a draft that stands on what was last published from it."""
    opened = open_page(user=user, address=address)
    if opened.draft is not None and opened.draft.pen_id != user.pk:
        raise PenElsewhereError(opened.draft)
    if opened.draft is None or not is_unsettled(opened.draft):
        return opened
    settle_draft(user=user, draft=opened.draft)
    follow_published(user=user, draft=opened.draft)
    return open_page(user=user, address=address)


def _holds(draft: Draft, revert: Revert) -> bool:
    """Whether the draft came from this very request: what was typed since stays."""
    known = DraftRevert.objects.standing(draft)
    if known is None or known.revid != (revert.oldid or revert.undo):
        return False
    if revert.oldid:
        return known.undoafter is None
    return known.undoafter is not None and revert.undoafter in (0, known.undoafter)


def _restored(client: WikiClient, page: PageForEditing, revert: Revert) -> _PutBack:
    old = _revision_of(client, page, revert.oldid)
    return _PutBack(
        text=incoming(old.text or ""),
        summary=_("Restore revision %(revid)s by %(user)s")
        % {"revid": old.info.revid, "user": old.info.user or _("a hidden user")},
        of=old,
    )


def _undone(client: WikiClient, page: PageForEditing, draft: Draft, revert: Revert) -> _PutBack:
    undone = _revision_of(client, page, revert.undo)
    parent = undone.info.parentid
    if not (revert.undoafter or parent):
        raise NotRevertedError(Obstacle.FIRST_REVISION, revert.undo)
    before = _revision_of(client, page, revert.undoafter or parent)
    if before.info.revid >= undone.info.revid:
        raise NotRevertedError(Obstacle.WRONG_ORDER, before.info.revid)
    base, theirs = incoming(undone.text or ""), incoming(before.text or "")
    current = incoming(page.text or "")
    by = merge_lines if is_code(page.content_model, page.content_format) else merge
    text = by(base, current, theirs).text
    if text is not None and outgoing(text) == outgoing(current):
        raise NotRevertedError(Obstacle.NOTHING_TO_UNDO, revert.undo)
    is_one = before.info.revid == parent
    return _PutBack(
        text=theirs if text is None else text,
        summary=client.undo_summary(
            revert.undo, undone.info.user, language=draft.wiki.site.language
        )
        if is_one
        else _("Undo the revisions after %(before)s up to %(last)s")
        % {"before": before.info.revid, "last": revert.undo},
        of=undone,
        undoafter=before.info.revid,
        is_exact=outgoing(base) == outgoing(current),
        is_single=is_one,
        clash=Text.objects.keep(base) if text is None else None,
    )


def _put_in(user: User, draft: Draft, page: PageForEditing, found: _PutBack) -> Draft:
    """Let the draft stand on the newest revision with that text; what it held is kept.

    While the wiki was asked, the pen may have gone elsewhere, and the draft out of use.
    """
    newest = incoming(page.text or "")
    columns: dict[str, Any] = {
        "text": found.text,
        "summary": found.summary,
        "version": draft.version + 1,
        "state": Draft.State.EDITING,
        "base_text": Text.objects.keep(newest),
        "base_revid": page.revid,
        "base_timestamp": page.timestamp,
        "start_timestamp": page.starttimestamp,
        "saved_at": timezone.now(),
    }
    with transaction.atomic():
        in_hand = Draft.objects.live().in_hand(user)
        if in_hand.filter(pk=draft.pk, version=draft.version).update(**columns):
            DraftVersion.objects.keep(draft, DraftVersion.Reason.RESTORE)
            # Decided on: the texts of an older collision stay, but ask nothing any more.
            draft.snapshots.filter(resolved_at=None).update(resolved_at=timezone.now())
            DraftRevert.objects.update_or_create(
                draft=draft,
                defaults={
                    "revid": found.of.info.revid,
                    "undoafter": found.undoafter,
                    "user": found.of.info.user,
                    "timestamp": found.of.info.timestamp,
                    "base_revid": page.revid,
                    "text": Text.objects.keep(found.text),
                    "is_exact": found.is_exact,
                    "is_single": found.is_single,
                },
            )
            draft = Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)
            return draft
    raise StaleDraftError(Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk))


def _revision_of(client: WikiClient, page: PageForEditing, revid: int) -> Revision:
    """A revision of this page whose text can be put into it."""
    revision = _revision(client, revid)
    if revision.pageid != page.pageid:
        raise NotRevertedError(Obstacle.WRONG_PAGE, revid)
    if revision.text is None:
        raise NotRevertedError(Obstacle.NO_SUCH_REVISION, revid)
    if revision.content_model != page.content_model:
        raise NotRevertedError(Obstacle.OTHER_MODEL, revid)
    return revision


def _revision(client: WikiClient, revid: int) -> Revision:
    try:
        return client.revision(revid)
    except WikiRejectedError as error:
        if error.has_code("nosuchrevid"):
            raise NotRevertedError(Obstacle.NO_SUCH_REVISION, revid) from error
        raise


def _newest(page: PageForEditing) -> PlaceText:
    if page.revision is None:
        raise ValueError("only a page that exists has a newest revision")
    return PlaceText(
        info=page.revision, page_id=page.pageid, section="", text=incoming(page.text or "")
    )
