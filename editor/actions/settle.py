"""Finding out what became of a publish whose answer was lost.

Nothing else may be published from a draft while one is open. The wiki is asked for this user's
revisions since the base; "not there" counts only when the request can no longer be on its way.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from editor.actions.follow import saved_place
from editor.actions.rewriting import holds
from editor.credentials import client_for, wiki_username
from editor.models import Draft, PublishAttempt
from editor.models.publishing import LONGEST_EDIT
from editor.wiki import (
    RevisionInfo,
    WikiClient,
    WikiRejectedError,
    WikiUnavailableError,
    outgoing,
    texthash,
)

# The wiki may still be saving this long after it was asked, and its clock may be a little off.
SETTLING_TIME = timedelta(seconds=120)
CLOCK_SKEW = timedelta(minutes=10)


class AttemptUnderWayError(Exception):
    """This draft is being published right now, or the outcome of the last try is still open."""

    def __init__(self, attempt: PublishAttempt | None) -> None:
        super().__init__("an attempt to publish this draft is under way")
        self.attempt = attempt

    @property
    def seconds_left(self) -> int:
        """After so long nobody can be sending it any more, though nobody has said so."""
        if self.attempt is None or self.attempt.outcome != PublishAttempt.Outcome.SENDING:
            return 0
        return seconds_to_settle(self.attempt.sent_at, LONGEST_EDIT)


class StillSettlingError(Exception):
    """The last try to publish is not on the wiki yet, and may still arrive there."""

    def __init__(self, attempt: PublishAttempt) -> None:
        super().__init__("the outcome of the last attempt is not known yet")
        self.attempt = attempt

    @property
    def seconds_left(self) -> int:
        return seconds_to_settle(self.attempt.sent_at)


def seconds_to_settle(sent_at: datetime, wait: timedelta = SETTLING_TIME) -> int:
    """How long it takes yet until "not there" counts."""
    passed = timezone.now() - sent_at
    return max(1, int((wait - passed).total_seconds()) + 1)


def settle_draft(*, user: User, draft: Draft) -> PublishAttempt | None:
    """Settle what is open of this draft; the attempt that was settled, if one was.

    Raises StillSettlingError when it is too early to tell, and the errors of the wiki client.
    """
    attempt = draft.attempts.to_settle().select_related("author__credential", "text").first()
    if attempt is None:
        return None
    return settle_attempt(user=user, attempt=attempt)


def settle_sent(*, user: User, draft: Draft) -> PublishAttempt | None:
    """The same where somebody wants to publish, also of an attempt that is still being sent, as far
    as is known: who sent it may have been killed. Until nobody can be sending it any more, it is
    closed by what is found only.

    Raises AttemptUnderWayError too.
    """
    if settled := settle_draft(user=user, draft=draft):
        return settled
    sending = draft.attempts.live().select_related("author__credential", "text").first()
    if sending is None:
        return None
    try:
        revision = _find(client_for(user), sending)
    except WikiUnavailableError as error:
        raise AttemptUnderWayError(sending) from error
    if revision is None:
        raise AttemptUnderWayError(sending)
    return _close(sending, revision)


def settle_attempt(*, user: User, attempt: PublishAttempt) -> PublishAttempt:
    """Look for the attempt on the wiki, as `user`, and close it with what is found there.

    `user` need not be its author: the next one to write in a shared draft looks as well.
    """
    client = client_for(user)
    revision = _find(client, attempt)
    if revision is None and timezone.now() - attempt.sent_at < SETTLING_TIME:
        raise StillSettlingError(attempt)
    return _close(attempt, revision)


def _close(attempt: PublishAttempt, revision: RevisionInfo | None) -> PublishAttempt:
    outcome = PublishAttempt.Outcome
    columns: dict[str, Any] = {"outcome": outcome.NOT_FOUND}
    if revision is not None:
        columns = {
            "outcome": outcome.PUBLISHED,
            "newrevid": revision.revid,
            "oldrevid": revision.parentid or None,
        }
    # Somebody who looked later may have found it: what is closed stays as it was closed.
    still_open = PublishAttempt.objects.live().filter(pk=attempt.pk)
    is_closed = still_open.update(**columns, closed_at=timezone.now())
    attempt.refresh_from_db()
    if is_closed and revision is not None:
        begin_anew(attempt)
    return attempt


def begin_anew(attempt: PublishAttempt) -> bool:
    """Where nothing was typed since, the draft is not listed as unpublished any more."""
    if not attempt.is_of_draft:
        # It put something else on the wiki than what the draft holds.
        return False
    drafts = Draft.objects.live().filter(pk=attempt.draft_id, version=attempt.version)
    opened = drafts.update(state=Draft.State.OPENED, summary=attempt.draft.fresh_summary, tags=[])
    return bool(opened)


def _find(client: WikiClient, attempt: PublishAttempt) -> RevisionInfo | None:
    known = set(
        PublishAttempt.objects.filter(draft__wiki=attempt.draft.wiki)
        .filter(author=attempt.author, newrevid__gt=attempt.base_revid or 0)
        .values_list("newrevid", flat=True)
    )
    for candidate in _candidates(client, attempt):
        if candidate.revid not in known and _is_it(client, attempt, candidate):
            return candidate
    return None


def _candidates(client: WikiClient, attempt: PublishAttempt) -> list[RevisionInfo]:
    """Its author's revisions since the base: found by their order, for no clock can be trusted."""
    return client.revisions_since(
        attempt.draft.title,
        after_revid=attempt.base_revid or 0,
        user=wiki_username(attempt.author),
        limit=50,
    )


def _is_it(client: WikiClient, attempt: PublishAttempt, revision: RevisionInfo) -> bool:
    """Whether this revision is what the attempt sent.

    The text decides where the wiki keeps it as it came. Where it rewrites or merges, the pieces it
    leaves alone do, or the summary: in doubt it counts as published, for then the text is on the
    wiki or kept as a version, while a second publish could not be taken back.
    """
    if not attempt.section and revision.sha1 == texthash(attempt.text.content):
        return True
    try:
        place = saved_place(client, attempt.draft, attempt, revision.revid)
    except WikiRejectedError:
        place = None
    if place and holds(place.text, attempt.text.content):
        return True
    is_called_so = bool(attempt.summary) and outgoing(attempt.summary) == revision.comment
    if not is_called_so or revision.timestamp is None:
        return False
    earliest = attempt.started_at - CLOCK_SKEW
    return earliest <= revision.timestamp <= attempt.started_at + SETTLING_TIME + CLOCK_SKEW
