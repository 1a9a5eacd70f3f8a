"""Being seen: each tab that has a draft open says so by its pulse, and says when it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from editor.models import Draft, Presence

# What a tab says of how long nothing was done in it counts up to this.
LONGEST_IDLE = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What a tab says of itself: since when nothing was done in it, and where the caret stands,
    an offset into the draft's text as of `version`."""

    tab: str
    idle: timedelta = timedelta()
    version: int | None = None
    caret: int | None = None


def keep_presence(*, user: User, draft: Draft, beat: Beat) -> None:
    """Remember that this tab is here, and forget those that have been silent for long."""
    now = timezone.now()
    row = Presence(
        user=user,
        draft=draft,
        tab=beat.tab,
        seen_at=now,
        active_at=now - min(beat.idle, LONGEST_IDLE),
        version=beat.version,
        caret=beat.caret,
    )
    Presence.objects.forget_gone()
    # One statement, so that two pulses of one tab never get in each other's way.
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["draft", "user", "tab"],
        update_fields=["seen_at", "active_at", "is_hidden", "version", "caret"],
    )


def hide_presence(*, user: User, draft: Draft, tab: str) -> None:
    """The tab went out of sight. One that has left already stays away."""
    Presence.objects.filter(user=user, draft=draft, tab=tab).update(
        is_hidden=True, seen_at=timezone.now()
    )


def release_presence(*, user: User, draft: Draft, tab: str) -> None:
    """The tab has left."""
    Presence.objects.filter(user=user, draft=draft, tab=tab).delete()
