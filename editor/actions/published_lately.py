"""What somebody published lately, by drafts and by "Quick add", a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from editor.models import Addition, PublishAttempt

PAGES_SHOWN = 10
# Of these the pages are taken: somebody may publish one page many times in a row.
EDITS_LOOKED_AT = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    title: str
    time: datetime
    revid: int | None
    revision_url: str
    difference_url: str


@dataclass(frozen=True, slots=True)
class PublishedPage:
    newest: Published
    earlier: int
    """How many of one's own lately, before the newest."""


def published_lately(user: User) -> list[PublishedPage]:
    edits = sorted([*_drafts(user), *_additions(user)], key=lambda edit: edit.time, reverse=True)
    pages: dict[str, list[Published]] = {}
    for edit in edits:
        pages.setdefault(edit.title, []).append(edit)
    shown = list(pages.values())[:PAGES_SHOWN]
    return [PublishedPage(of_page[0], len(of_page) - 1) for of_page in shown]


def _drafts(user: User) -> list[Published]:
    attempts = (
        PublishAttempt.objects.published()
        .filter(author=user)
        .select_related("draft__wiki")
        .defer("draft__text")
        .order_by("-started_at")
    )
    return [
        Published(
            title=attempt.draft.title,
            time=attempt.started_at,
            revid=attempt.newrevid,
            revision_url=attempt.revision_url,
            difference_url=attempt.difference_url if attempt.oldrevid else "",
        )
        for attempt in attempts[:EDITS_LOOKED_AT]
    ]


def _additions(user: User) -> list[Published]:
    # One that changed nothing has no revision.
    additions = Addition.objects.filter(
        owner=user, state=Addition.State.PUBLISHED, newrevid__isnull=False
    ).select_related("wiki")
    return [
        Published(
            title=addition.sent_to or addition.title,
            time=addition.started_at or addition.kept_at,
            revid=addition.newrevid,
            revision_url=addition.revision_url,
            difference_url=addition.difference_url if addition.oldrevid else "",
        )
        for addition in additions.order_by("-kept_at")[:EDITS_LOOKED_AT]
    ]
