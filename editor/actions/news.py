"""What there is to say of the wiki while a draft is open, from what is known already."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import User

from editor.actions.catch_up import follows_wiki
from editor.actions.page_fate import PageFate
from editor.credentials import wiki_username
from editor.models import ConflictSnapshot, Draft, DraftShare, PageState
from editor.wiki import LogEntry


class Standing(StrEnum):
    """How the draft stands to what is newer on the wiki."""

    CURRENT = "current"
    # Newer edits are there, and are merged as soon as nobody types.
    BEHIND = "behind"
    # They were merged, and somebody has taken that back.
    DECLINED = "declined"
    MERGED = "merged"
    COLLIDED = "collided"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    standing: Standing = Standing.CURRENT
    # The newest revision, where the draft is behind it.
    newest: PageState | None = None
    # What was merged, or collides; and whether it is for the one who reads this to be shown.
    snapshot: ConflictSnapshot | None = None
    is_in_sight: bool = True
    # How many passages were merged with care that nobody has looked at, and the first to look at.
    unseen: int = 0
    unseen_in: ConflictSnapshot | None = None
    # What the wiki merged when it saved, as long as nobody has looked at it.
    wiki_merge: ConflictSnapshot | None = None
    fate: PageFate | None = None
    # Who protected the page since the draft began, and what editing it takes now.
    protection: LogEntry | None = None
    level: str = ""
    # Who reads this, as the wiki calls them: what they did elsewhere is newer like anything else.
    username: str = ""


def wiki_news(*, user: User, draft: Draft, state: PageState | None) -> News:
    """What is known of the draft's page, and of what Galley has merged or could not merge."""
    protection = _newly_protected(draft, state)
    level = state.level if state and protection else ""
    username = wiki_username(user)
    fate = _fate(draft, state)
    standing, snapshot = _standing(draft, state)
    is_in_sight = snapshot is None or not _out_of_sight(user, draft, [snapshot])
    if standing == Standing.MERGED and not is_in_sight:
        # There is nothing that this guest may be shown of it, or take back.
        standing, snapshot = Standing.CURRENT, None
    is_behind = standing in (Standing.BEHIND, Standing.DECLINED)
    unseen = unseen_merges(user, draft)
    return News(
        standing=standing,
        newest=state if is_behind else None,
        snapshot=snapshot,
        is_in_sight=is_in_sight,
        unseen=sum(merge.near_passages for merge in unseen),
        unseen_in=unseen[0] if unseen else None,
        wiki_merge=_wiki_merge(user, draft),
        fate=fate,
        protection=protection,
        level=level,
        username=username,
    )


def unseen_merges(user: User, draft: Draft) -> list[ConflictSnapshot]:
    """Those in which something was merged with care that nobody has looked at yet.

    What was merged before a draft was shared is not for guests to see, nor to look at.
    """
    return _to_look_at(user, draft)[0]


def unseen_out_of_sight(user: User, draft: Draft) -> list[ConflictSnapshot]:
    """Those that nobody has looked at either, and that this guest is not to see."""
    return _to_look_at(user, draft)[1]


def _to_look_at(user: User, draft: Draft) -> tuple[list[ConflictSnapshot], list[ConflictSnapshot]]:
    unseen = ConflictSnapshot.objects.to_look_at(draft)
    hidden = _out_of_sight(user, draft, unseen)
    return [merge for merge in unseen if merge not in hidden], hidden


def _wiki_merge(user: User, draft: Draft) -> ConflictSnapshot | None:
    merge: ConflictSnapshot | None = ConflictSnapshot.objects.wiki_merge_to_look_at(draft)
    return None if merge is None or _out_of_sight(user, draft, [merge]) else merge


def _out_of_sight(
    user: User, draft: Draft, merges: list[ConflictSnapshot]
) -> list[ConflictSnapshot]:
    since = DraftShare.objects.membership(user, draft).since if merges else None
    return [merge for merge in merges if since is not None and merge.created_at < since]


def _standing(draft: Draft, state: PageState | None) -> tuple[Standing, ConflictSnapshot | None]:
    if not follows_wiki(draft):
        return Standing.CURRENT, None
    if collision := ConflictSnapshot.objects.open_one(draft):
        return Standing.COLLIDED, collision
    if state and state.is_without(draft):
        # What became of the page comes first: there is nothing to merge with.
        return Standing.CURRENT, None
    if declined := ConflictSnapshot.objects.declined_merge(draft):
        return Standing.DECLINED, declined
    if state and state.is_ahead_of(draft):
        return Standing.BEHIND, None
    if merged := ConflictSnapshot.objects.standing_merge(draft):
        return Standing.MERGED, merged
    return Standing.CURRENT, None


def _fate(draft: Draft, state: PageState | None) -> PageFate | None:
    """Nothing before the log was read: a page that has moved must not be called deleted."""
    if state is None or not state.is_without(draft) or state.gone_pageid != draft.page_id:
        return None
    return PageFate(
        entry=state.departure_entry,
        moved_to=state.moved_to,
        is_replaced=bool(state.pageid),
    )


def _newly_protected(draft: Draft, state: PageState | None) -> LogEntry | None:
    entry = state.protection_entry if state and state.level else None
    # To the second, as the wiki counts: what came in the same one is news too.
    return entry if entry and entry.timestamp >= draft.start_timestamp else None
