"""The pen of a shared draft: one writes, the others read along, ask for it, or take it.

Each change of hands is a compare-and-set UPDATE on who has it; in the same transaction the text of
that moment is kept as a version, with whose turn it ends.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from editor.models import Decision, Draft, DraftShare, DraftVersion

# Nobody saved or decided anything for this long: somebody else may take the pen.
SILENCE = timedelta(minutes=2)
# Who asked and got no answer for this long is taken to have gone on.
ASK_LASTS = timedelta(minutes=10)


class PenBusyError(Exception):
    """The pen cannot be taken yet: its holder wrote a moment ago."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("the pen is in use")
        self.draft = draft


class AskedAlreadyError(Exception):
    """Somebody else waits for the pen."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("somebody else has asked for the pen")
        self.draft = draft


def free_at(draft: Draft) -> datetime:
    """From when on the pen may be taken, if nothing is saved or decided until then.

    Where all is published there is nothing to be silent about: who got it a while ago has done
    with it.
    """
    moments = [draft.pen_since]
    if draft.state != Draft.State.OPENED or draft.pen_since is None:
        # Who decides a collision writes too, though nothing of it is in the draft before its end.
        moments += [draft.saved_at, Decision.objects.newest_in(draft)]
    return max(moment for moment in moments if moment is not None) + SILENCE


def is_free(draft: Draft) -> bool:
    return free_at(draft) <= timezone.now()


def asker_of(draft: Draft) -> User | None:
    """Who waits for the pen; not somebody who has gone on, or may not write any more."""
    asker: User | None = draft.pen_asked_by
    if asker is None or draft.pen_asked_at is None:
        return None
    if timezone.now() - draft.pen_asked_at > ASK_LASTS:
        return None
    if not DraftShare.objects.membership(asker, draft).may_write:
        return None
    return asker


def ask_for_pen(*, user: User, draft: Draft) -> None:
    """Ask its holder. Raises AskedAlreadyError."""
    now = timezone.now()
    is_unasked = Q(pen_asked_by=None) | Q(pen_asked_by=user) | Q(pen_asked_at__lt=now - ASK_LASTS)
    others = Draft.objects.live().filter(pk=draft.pk).exclude(pk__in=Draft.objects.in_hand(user))
    if not others.filter(is_unasked).update(pen_asked_by=user, pen_asked_at=now):
        current: Draft = Draft.objects.get(pk=draft.pk)
        if current.pen_id != user.pk:
            raise AskedAlreadyError(current)


def refuse_pen(*, user: User, draft: Draft) -> None:
    """ "Not now": nobody waits any more."""
    Draft.objects.in_hand(user).filter(pk=draft.pk).update(pen_asked_by=None, pen_asked_at=None)


def give_pen(*, user: User, draft: Draft) -> bool:
    """Give it to who asks; nothing happens when nobody does, or `user` has it no more."""
    asker = asker_of(draft)
    if asker is None or draft.pen_id != user.pk:
        return False
    return pass_pen(draft, to_id=asker.pk)


def take_pen(*, user: User, draft: Draft) -> None:
    """Take it when it is free. Raises PenBusyError.

    Nothing happens where it is nobody's to take: who asks may not write any more, or it was
    discarded.
    """
    if draft.pen_id == user.pk:
        return
    since = timezone.now() - SILENCE
    decided = Decision.objects.filter(snapshot__draft=OuterRef("pk"), decided_at__gt=since)
    is_silent = Q(saved_at__lte=since) & (Q(pen_since=None) | Q(pen_since__lte=since))
    is_silent &= ~Q(Exists(decided))
    has_done = Q(state=Draft.State.OPENED, pen_since__lte=since)
    is_live = ~Q(state=Draft.State.DISCARDED)
    if not pass_pen(draft, to_id=user.pk, when=(is_silent | has_done) & is_live):
        current: Draft = Draft.objects.get(pk=draft.pk)
        may_write = DraftShare.objects.membership(user, current).may_write
        if may_write and not current.is_discarded and current.pen_id != user.pk:
            raise PenBusyError(current)


def pass_pen(draft: Draft, *, to_id: int, when: Q | None = None, **columns: Any) -> bool:
    """Pass it on from who has it in `draft`; False where somebody else was quicker, or where who is
    to get it may not write any more.

    What an edit means for somebody's own watchlist and rights is not for the next one to inherit.
    """
    owner_id = columns.get("owner_id", draft.owner_id)
    columns |= {
        "pen_holder_id": None if to_id == owner_id else to_id,
        "pen_since": timezone.now(),
        "pen_asked_by_id": None,
        "pen_asked_at": None,
        "is_bot": False,
        "watch_mode": Draft.WatchMode.PREFERENCES,
        "watch_expiry": "",
    }
    with transaction.atomic():
        # Whoever takes access away locks this row first: they see the pen pass, or it is seen here.
        seen: Draft = Draft.objects.select_for_update().get(pk=draft.pk)
        if not (to_id == owner_id or _may_write(to_id, seen)):
            return False
        expected = Draft.objects.filter(
            pk=draft.pk, owner=draft.owner_id, pen_holder=draft.pen_holder_id
        )
        if not expected.filter(when or Q()).update(**columns):
            return False
        # Read inside the transaction: this is the text that was handed over, to the letter.
        current: Draft = Draft.objects.get(pk=draft.pk)
        DraftVersion.objects.keep(current, DraftVersion.Reason.HAND_OVER, author_id=draft.pen_id)
    return True


def _may_write(user_id: int, draft: Draft) -> bool:
    return DraftShare.objects.membership(User.objects.get(pk=user_id), draft).may_write
