"""Being seen: each tab that has a draft open says so by its pulse, and says when it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.contrib.auth.models import User
from django.utils import timezone

from editor.credentials import wiki_username
from editor.merge.paragraphs import Place, place_of
from editor.models import Draft, Presence, Tier

# What a tab says of how long nothing was done in it counts up to this.
LONGEST_IDLE = timedelta(days=1)
NOWHERE = Place("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """What a tab says of itself: since when nothing was done in it, and where the caret stands,
    an offset into the draft's text as of `version`."""

    tab: str
    idle: timedelta = timedelta()
    version: int | None = None
    caret: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Companion:
    """Somebody else who has the page open, all their tabs in one."""

    name: str
    tier: Tier
    # The draft that the tab they use most has open, without its texts.
    draft: Draft
    # Of a draft of more than one section: where in it they are.
    heading: str
    # Whether the caret is in the very paragraph that the caret of the one who asks is in.
    is_in_paragraph: bool


def keep_presence(*, user: User, draft: Draft, beat: Beat) -> Place:
    """Remember that this tab is here, and forget those that have been silent for long.

    Returns where its caret is.
    """
    now = timezone.now()
    place = _place(user, draft, beat)
    row = Presence(
        user=user,
        draft=draft,
        tab=beat.tab,
        seen_at=now,
        active_at=now - min(beat.idle, LONGEST_IDLE),
        version=beat.version,
        caret=beat.caret,
        paragraph=place.paragraph,
        heading=place.heading[:1000],
    )
    Presence.objects.forget_gone()
    columns = ["seen_at", "active_at", "is_hidden", "version", "caret", "paragraph", "heading"]
    # One statement, so that two pulses of one tab never get in each other's way.
    Presence.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["draft", "user", "tab"],
        update_fields=columns,
    )
    return place


def hide_presence(*, user: User, draft: Draft, tab: str) -> None:
    """The tab went out of sight. One that has left already stays away."""
    Presence.objects.filter(user=user, draft=draft, tab=tab).update(
        is_hidden=True, seen_at=timezone.now()
    )


def release_presence(*, user: User, draft: Draft, tab: str) -> None:
    """The tab has left, or there is nothing in it that could get in anybody's way."""
    Presence.objects.filter(user=user, draft=draft, tab=tab).delete()


def company(*, user: User, draft: Draft, place: Place = NOWHERE) -> list[Companion]:
    """Everybody else who has the page of `draft` open, the most present first.

    `place` is where the caret of the one who asks is.
    """
    others = (
        Presence.objects.standing()
        .of_page(draft)
        .exclude(user=user)
        .exclude(draft__state=Draft.State.DISCARDED)
        .select_related("user__credential", "draft")
        .defer("draft__text")
        .order_by("user_id")
    )
    people = [_folded(list(tabs), place) for _id, tabs in groupby(others, lambda row: row.user_id)]
    # Never by time: who is listed where would change with every pulse.
    return sorted(people, key=lambda one: (one.tier, one.name.casefold()))


def _folded(tabs: list[Presence], place: Place) -> Companion:
    now = timezone.now()
    tabs.sort(key=lambda tab: (tab.tier(now), -tab.active_at.timestamp()))
    used = tabs[0]
    return Companion(
        name=wiki_username(used.user),
        tier=used.tier(now),
        draft=used.draft,
        heading=used.heading,
        is_in_paragraph=any(
            tab.paragraph == place.paragraph != "" and tab.tier(now) != Tier.AWAY for tab in tabs
        ),
    )


def _place(user: User, draft: Draft, beat: Beat) -> Place:
    """Where the caret is; the texts are read only when it has moved or they have changed."""
    if beat.caret is None:
        return NOWHERE
    known = Presence.objects.filter(
        user=user, draft=draft, tab=beat.tab, version=beat.version, caret=beat.caret
    ).first()
    if known:
        return Place(known.paragraph, known.heading)
    return place_of(draft.base_text.content, draft.text, beat.caret)
