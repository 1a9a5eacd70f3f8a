"""Reading somebody else's draft while it is written: what was saved since, piece by piece."""

from __future__ import annotations

from dataclasses import dataclass

from editor.merge.splices import Splice
from editor.models import Membership

# More than this is quicker to send as the whole text.
MOST_STEPS = 100


@dataclass(frozen=True, slots=True)
class Step:
    """One save, and which version it made."""

    version: int
    splice: Splice


def steps_since(membership: Membership, version: int) -> list[Step] | None:
    """The saves that lead from `version` to what the draft is now; None where they do not tell.

    A draft that was moved onto a newer revision, or replaced by a kept version of another base, has
    versions that are nobody's save. And what was typed before somebody was let in, and deleted
    again, is not for them: they get the whole text.
    """
    draft, since = membership.draft, membership.since
    missing = draft.version - version
    if not 0 <= missing <= MOST_STEPS:
        return None
    saves = draft.saves.filter(version__gt=version, version__lte=draft.version)
    if since is not None:
        saves = saves.filter(saved_at__gte=since)
    steps = [
        Step(save.version, Splice(save.start, save.removed, save.inserted))
        for save in saves.order_by("version")
    ]
    return steps if len(steps) == missing else None
