from __future__ import annotations

from dataclasses import asdict, fields
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils import timezone

from editor.models.draft import Draft
from editor.models.wiki import Wiki
from editor.wiki import LogEntry, PageNow

# A page of which nobody has given a sign for this long is not open any more.
OPEN_FOR = timedelta(seconds=60)
# What was known of a page that nobody has opened for this long is forgotten.
KEPT_FOR = timedelta(days=30)
# How seldom a sign is written down.
SEEN_EVERY = timedelta(seconds=15)


class PageStateQuerySet(models.QuerySet["PageState"]):
    def of(self, wiki: Wiki, title: str) -> PageState | None:
        return self.filter(wiki=wiki, title=title).first()

    def see(self, wiki: Wiki, title: str) -> None:
        """Somebody has this page open."""
        now = timezone.now()
        page, is_new = self.get_or_create(wiki=wiki, title=title, defaults={"seen_at": now})
        if not is_new and now - page.seen_at > SEEN_EVERY:
            self.filter(pk=page.pk).update(seen_at=now)

    def open(self, wiki: Wiki) -> PageStateQuerySet:
        return self.filter(wiki=wiki, seen_at__gt=timezone.now() - OPEN_FOR)

    def forget_old(self, wiki: Wiki) -> None:
        self.filter(wiki=wiki, seen_at__lt=timezone.now() - KEPT_FOR).delete()

    def note_departure(
        self, wiki: Wiki, title: str, pageid: int, moved_to: str, entry: LogEntry | None
    ) -> None:
        """Keep what became of the page of this number, which was under the title once."""
        self.filter(wiki=wiki, title=title).update(
            gone_pageid=pageid, moved_to=moved_to, departure=asdict(entry) if entry else None
        )

    def note_protection(self, state: PageState, entry: LogEntry | None) -> None:
        """Keep who asked for the level that editing the page takes."""
        rows = self.filter(pk=state.pk, level=state.level)
        rows.update(protection=asdict(entry) if entry else {})

    def note_published(
        self, draft: Draft, revid: int, *, user: str, comment: str, at: datetime | None
    ) -> None:
        """What Galley itself has published is newer for everybody else, at once."""
        rows = self.filter(wiki=draft.wiki_id, title=draft.title, pageid=draft.page_id or 0)
        rows.filter(pageid__gt=0, revid__lt=revid).update(
            revid=revid, user=user, comment=comment, timestamp=at
        )

    def note(self, wiki: Wiki, page: PageNow) -> None:
        """Keep what the wiki has just said of a page; a late answer never goes back in time."""
        now = timezone.now()
        columns = asdict(page) | {"checked_at": now}
        title = columns.pop("title")
        if self.get_or_create(wiki=wiki, title=title, defaults={**columns, "seen_at": now})[1]:
            return
        rows = self.filter(wiki=wiki, title=title)
        # What the log said of another level says nothing of this one.
        rows.exclude(level=page.level).update(protection=None)
        rows.exclude(Q(pageid=page.pageid, revid__gt=page.revid)).update(**columns)


class PageState(models.Model):
    """How a page stood on the wiki when Galley last heard of it; one row for all who have it open.

    It says what anybody may see, and never decides: the wiki is asked before a draft moves.
    """

    wiki = models.ForeignKey(Wiki, on_delete=models.CASCADE, related_name="pages")
    title = models.CharField(max_length=300)
    # All these are 0 or empty where the page does not exist.
    pageid = models.PositiveBigIntegerField(default=0)
    revid = models.PositiveBigIntegerField(default=0)
    user = models.CharField(max_length=255, blank=True)
    comment = models.TextField(blank=True)
    timestamp = models.DateTimeField(null=True)
    content_model = models.CharField(max_length=100, blank=True)
    is_redirect = models.BooleanField(default=False)
    # What it takes to edit the page, or to create it.
    level = models.CharField(max_length=100, blank=True)
    # Who asked for that level, when and why: an entry of the wiki's log, {} where it has none.
    protection = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    # What became of a page that drafts here are about and that is not under this title any more:
    # its number, where it is now, and the entry of the log.
    gone_pageid = models.PositiveBigIntegerField(null=True)
    moved_to = models.CharField(max_length=300, blank=True)
    departure = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    # None before the first answer.
    checked_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    objects: ClassVar = PageStateQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["wiki", "-seen_at"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["wiki", "title"], name="one_state_per_page")
        ]

    def __str__(self) -> str:
        return f"{self.title}: revision {self.revid}"

    def is_ahead_of(self, draft: Draft) -> bool:
        """Whether the page is known to have a newer revision than the draft's base.

        A page that is another one now, or none, is no newer revision.
        """
        return not self.is_without(draft) and self.revid > (draft.base_revid or 0)

    def is_without(self, draft: Draft) -> bool:
        """Whether the page that the draft is about is not under its title any more."""
        is_known = self.checked_at is not None
        return is_known and draft.page_id is not None and self.pageid != draft.page_id

    @property
    def protection_entry(self) -> LogEntry | None:
        return _entry(self.protection)

    @property
    def departure_entry(self) -> LogEntry | None:
        return _entry(self.departure)


class PageCheckQuerySet(models.QuerySet["PageCheck"]):
    def take(self, wiki: Wiki, *, every: timedelta, lease: timedelta) -> bool:
        """Whether it is this process's turn to ask; the turn ends with `done`, or with time."""
        now = timezone.now()
        self.get_or_create(wiki=wiki)
        due = Q(asked_at=None) | Q(asked_at__lte=now - every)
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return bool(self.filter(due & free, wiki=wiki).update(lease_until=now + lease))

    def done(self, wiki: Wiki, *, has_asked: bool) -> None:
        asked = {"asked_at": timezone.now()} if has_asked else {}
        self.filter(wiki=wiki).update(lease_until=None, **asked)


class PageCheck(models.Model):
    """When the wiki was last asked about all open pages, and who is asking just now."""

    wiki = models.OneToOneField(Wiki, on_delete=models.CASCADE, related_name="page_check")
    asked_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)

    objects: ClassVar = PageCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.wiki_id}: {self.asked_at}"


def _entry(kept: dict[str, Any] | None) -> LogEntry | None:
    """None too where another version of Galley kept less of it."""
    names = {field.name for field in fields(LogEntry)}
    if not kept or not names <= kept.keys():
        return None
    columns = {name: kept[name] for name in names}
    return LogEntry(**(columns | {"timestamp": datetime.fromisoformat(kept["timestamp"])}))
