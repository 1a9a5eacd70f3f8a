"""Finding out what became of an addition whose answer was lost."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from editor.actions.beginning import SUMMARY_LENGTH
from editor.actions.rewriting import REWRITTEN
from editor.actions.settle import CLOCK_SKEW, SETTLING_TIME, seconds_to_settle
from editor.credentials import client_for
from editor.models import Addition, PublishAttempt
from editor.wiki import RevisionInfo, WikiClient, WikiRejectedError, incoming, outgoing

# Of one person on one page within minutes.
MOST_LOOKED_AT = 500


class StillAddingError(Exception):
    """The addition is not on the wiki yet, and may still arrive there."""

    def __init__(self, addition: Addition) -> None:
        super().__init__("the outcome of the last try is not known yet")
        self.addition = addition

    @property
    def seconds_left(self) -> int:
        return seconds_to_settle(self.addition.sent_at)


def settle_addition(addition: Addition) -> Addition:
    """Close the addition with what is found on the wiki, when its outcome is open.

    Raises StillAddingError when it is too early to tell, and the errors of the wiki client.
    """
    if not Addition.objects.to_settle().filter(pk=addition.pk).exists():
        return addition
    revision = _find(client_for(addition.owner), addition)
    columns: dict[str, Any] = {"state": Addition.State.NOT_FOUND}
    if revision is not None:
        columns = {
            "state": Addition.State.PUBLISHED,
            "newrevid": revision.revid,
            "oldrevid": revision.parentid or None,
        }
    elif timezone.now() - addition.sent_at < SETTLING_TIME:
        raise StillAddingError(addition)
    # What was closed while this one looked stays as it was closed.
    still_open = Addition.objects.to_settle().filter(pk=addition.pk)
    still_open.update(**columns, closed_at=timezone.now())
    addition.refresh_from_db()
    return addition


def _find(client: WikiClient, addition: Addition) -> RevisionInfo | None:
    started = addition.started_at or addition.kept_at
    # Their texts are read one by one: the wiki cuts an answer off that would hold them all.
    revisions = client.revisions_since(
        addition.sent_to or addition.title,
        since=started - CLOCK_SKEW,
        user=client.username,
        limit=MOST_LOOKED_AT,
    )
    latest = started + SETTLING_TIME + CLOCK_SKEW
    in_time = [one for one in revisions if one.timestamp is None or one.timestamp <= latest]
    known = _known(addition, in_time)
    for revision in in_time:
        if revision.revid not in known and _is_it(client, addition, revision):
            return revision
    return None


def _known(addition: Addition, revisions: list[RevisionInfo]) -> set[int | None]:
    """Those of these that are something else, as Galley knows."""
    revids = [revision.revid for revision in revisions]
    published = PublishAttempt.objects.filter(author=addition.owner_id, newrevid__in=revids)
    added = Addition.objects.filter(owner=addition.owner_id, newrevid__in=revids)
    return {
        revid for rows in (published, added) for revid in rows.values_list("newrevid", flat=True)
    }


def _is_it(client: WikiClient, addition: Addition, revision: RevisionInfo) -> bool:
    """Whether this revision put the text in: it holds it once more than the one before it.

    In doubt it counts as published: a second publish could not be taken back.
    """
    text = _text(client, revision.revid)
    if text is None:
        return _is_called_so(addition, revision)
    pieces = [piece for piece in REWRITTEN.split(outgoing(addition.text)) if piece.strip()]
    # A text that the wiki rewrites as a whole (a signature alone) can be found by nothing else.
    if not pieces:
        return _is_called_so(addition, revision)
    longest = max(pieces, key=len).strip("\n")
    before = (_text(client, revision.parentid) if revision.parentid else "") or ""
    return text.count(longest) > before.count(longest)


def _is_called_so(addition: Addition, revision: RevisionInfo) -> bool:
    """Whether its summary may be the addition's; without one of one's own, any may be."""
    sent = outgoing(addition.full_summary[:SUMMARY_LENGTH])
    return not addition.summary or sent == revision.comment


def _text(client: WikiClient, revid: int) -> str | None:
    """None where the wiki hides it, or has it no more."""
    try:
        text = client.revision(revid).text
    except WikiRejectedError:
        return None
    return None if text is None else incoming(text)
