"""What became of a draft's page, where it is not as the draft left it: who did it, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction

from editor.actions.settle import AttemptUnderWayError
from editor.credentials import client_for
from editor.models import Draft, PageState, Stash
from editor.wiki import LogEntry, PageForEditing


class TitleTakenError(Exception):
    """The user has another draft under the title already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFate:
    """`entry` is None when the wiki's logs do not tell; `moved_to` is where the page is now."""

    entry: LogEntry | None
    moved_to: str = ""
    # Another page has the title now: the redirect of a move, or one that was created anew.
    is_replaced: bool = False

    @property
    def is_moved(self) -> bool:
        return bool(self.moved_to)


class PageMovedError(Exception):
    """The page is under another title now; `fate` says which, who moved it, and why."""

    def __init__(self, fate: PageFate) -> None:
        super().__init__(f"the page was moved to “{fate.moved_to}”")
        self.fate = fate


def page_fate(*, user: User, draft: Draft) -> PageFate | None:
    """None when the page is where it was, or was never there. Raises errors of the client."""
    client = client_for(user)
    title = client.title_of(draft.page_id) if draft.page_id else ""
    if title == draft.title:
        return None
    entry = client.deletion_log(draft.title)
    if title:
        return PageFate(entry=entry, moved_to=title)
    return PageFate(entry=entry) if entry else None


def fate_in(*, user: User, draft: Draft, page: PageForEditing) -> PageFate | None:
    """The same, when the wiki has just shown what stands under the draft's title now.

    Where that is still the page of the draft, nothing more is asked.
    """
    if not draft.page_id or page.pageid == draft.page_id:
        return None
    fate = page_fate(user=user, draft=draft)
    if fate is None:
        return None
    PageState.objects.note_departure(
        draft.wiki, draft.title, draft.page_id, fate.moved_to, fate.entry
    )
    return replace(fate, is_replaced=not page.is_missing)


def refuse_moved_page(*, user: User, draft: Draft) -> None:
    """Raises PageMovedError: the redirect that was left behind is no newer version of a page."""
    fate = page_fate(user=user, draft=draft)
    if fate and fate.is_moved:
        raise PageMovedError(fate)


def move_draft(*, user: User, draft: Draft) -> Draft:
    """Let the draft follow its page to the title it has now. Nothing else of it changes: the page
    keeps its number and its revisions.

    Raises TitleTakenError, AttemptUnderWayError, and the errors of the wiki client.
    """
    fate = page_fate(user=user, draft=draft)
    if fate is None or not fate.is_moved:
        return draft
    if live := draft.attempts.live().first():
        raise AttemptUnderWayError(live)
    others = Draft.objects.at_place_of(draft, title=fate.moved_to)
    if others.unpublished().exists():
        raise TitleTakenError
    with transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(title=fate.moved_to)
        # What is prepared, or refused to be, is so for the old title; what is being prepared too.
        Stash.objects.filter(draft=draft).update(
            stashed_at=None, status="", version=None, lease_until=None
        )
    draft.title = fate.moved_to
    return draft
