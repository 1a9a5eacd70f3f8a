"""The record of a publish: committed before its request leaves, closed with what came back."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from editor.actions.pressed import has_typed_on
from editor.actions.save_draft import DraftDiscardedError, PenElsewhereError, StaleDraftError
from editor.actions.settle import AttemptUnderWayError, begin_anew
from editor.credentials import count_edit, wiki_username
from editor.models import (
    Draft,
    DraftVersion,
    PageState,
    Presence,
    PublishAttempt,
    Text,
    profile_of,
)
from editor.wiki import EditRequest, EditResult, WikiClient, WikiError


def begin_attempt(
    *,
    user: User,
    draft: Draft,
    text: str,
    summary: str,
    is_of_draft: bool = True,
    seen: Draft | None = None,
) -> PublishAttempt:
    """Record what is about to be sent; `is_of_draft`: it is the draft's text, which follows it.

    `seen` is the draft as it stood last, where `user` may have typed on since.

    Raises AttemptUnderWayError, and StaleDraftError, DraftDiscardedError or PenElsewhereError when
    the draft was saved, discarded or handed on since it was read.
    """
    DraftVersion.objects.keep(draft, DraftVersion.Reason.PUBLISH)
    try:
        with transaction.atomic():
            # Locks the draft: nobody saves it or takes the pen until the attempt can be seen.
            if not _is_locked(user, seen or draft, may_be_typed_on=seen is not None):
                raise _moved_on(user, draft)
            attempt: PublishAttempt = PublishAttempt.objects.create(
                draft=draft,
                author=user,
                version=draft.version,
                text=Text.objects.keep(text),
                section=draft.section,
                section_title=draft.section_title,
                summary=summary,
                base_revid=draft.base_revid,
                started_at=timezone.now(),
                is_of_draft=is_of_draft,
            )
    except IntegrityError as error:
        raise AttemptUnderWayError(draft.attempts.live().first()) from error
    return attempt


def _is_locked(user: User, seen: Draft, *, may_be_typed_on: bool) -> bool:
    """Lock the draft as it was seen, or with nothing but its writer's own saves since."""
    mine = Draft.objects.live().in_hand(user).filter(pk=seen.pk)
    if mine.filter(version=seen.version).update(version=seen.version):
        return True
    if not (may_be_typed_on and mine.update(version=F("version"))):
        return False
    return has_typed_on(user, seen, mine.get())


def _moved_on(user: User, draft: Draft) -> StaleDraftError:
    current: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)
    if current.is_discarded:
        return DraftDiscardedError(current)
    return (StaleDraftError if current.pen_id == user.pk else PenElsewhereError)(current)


def send(client: WikiClient, attempt: PublishAttempt, request: EditRequest) -> PublishAttempt:
    """Send what the attempt is about, once, and close it with the answer. Raises WikiError."""
    try:
        result = client.edit(request)
    except WikiError as error:
        _close_failed(attempt, error)
        raise
    return close_published(attempt, result)


def close_published(attempt: PublishAttempt, result: EditResult) -> PublishAttempt:
    """Close an attempt with the wiki's answer."""
    outcome = PublishAttempt.Outcome
    _close(
        attempt,
        outcome=outcome.NOCHANGE if result.is_nochange else outcome.PUBLISHED,
        oldrevid=result.oldrevid,
        newrevid=result.newrevid,
        closed_at=timezone.now(),
    )
    if begin_anew(attempt):
        Presence.objects.filter(draft=attempt.draft_id, user=attempt.author).delete()
    # What the box would show if the page were opened now: a choice that was carried out is none.
    found = result.is_watched or profile_of(attempt.author).wants("watchdefault")
    Draft.objects.in_hand(attempt.author).filter(pk=attempt.draft_id).update(found_watching=found)
    if not result.is_nochange:
        if result.newrevid:
            PageState.objects.note_published(
                attempt.draft,
                result.newrevid,
                user=wiki_username(attempt.author),
                comment=attempt.summary,
                at=result.newtimestamp,
            )
        count_edit(attempt.author)
    return attempt


def _close_failed(attempt: PublishAttempt, error: WikiError) -> None:
    outcome = PublishAttempt.Outcome
    _close(
        attempt,
        outcome=outcome.UNKNOWN if error.may_have_been_saved else outcome.REFUSED,
        code=(error.code or type(error).__name__)[:200],
        **{"lost_at" if error.may_have_been_saved else "closed_at": timezone.now()},
    )


def _close(attempt: PublishAttempt, **columns: Any) -> None:
    """Close an attempt that is still being sent; one that was settled meanwhile stays settled."""
    open_one = PublishAttempt.objects.filter(pk=attempt.pk, outcome=PublishAttempt.Outcome.SENDING)
    open_one.update(**columns)
    attempt.refresh_from_db()
