from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Max, Q

from editor.models.draft import Draft
from editor.models.publishing import PublishAttempt
from editor.models.text import Text


class ConflictSnapshotQuerySet(models.QuerySet["ConflictSnapshot"]):
    def open_one(self, draft: Draft) -> ConflictSnapshot | None:
        """What waits for a decision, without its texts."""
        rows = self.filter(
            draft=draft, kind=ConflictSnapshot.Kind.CONFLICT, resolved_at__isnull=True
        )
        return rows.defer("merge").order_by("-created_at").first()

    def questions_of(self, drafts: Iterable[Draft]) -> dict[int, int | None]:
        """How many passages are to be decided in each draft that has collided."""
        rows = self.filter(
            draft__in=drafts, kind=ConflictSnapshot.Kind.CONFLICT, resolved_at__isnull=True
        )
        # (Of several, the last one counts.)
        return dict(rows.order_by("created_at").values_list("draft_id", "questions"))

    def merges(self) -> ConflictSnapshotQuerySet:
        return self.filter(kind=ConflictSnapshot.Kind.MERGE)

    def standing_merges(self, draft: Draft) -> ConflictSnapshotQuerySet:
        """All that was merged into what the draft holds and nobody has published or taken back yet,
        newest first."""
        if draft.state != Draft.State.EDITING:
            return self.none()
        published = draft.attempts.published().aggregate(Max("newrevid"))["newrevid__max"] or 0
        merges = self.merges().filter(draft=draft, undone_at__isnull=True)
        return (
            merges.filter(theirs_revid__gt=published, theirs_revid__lte=draft.base_revid or 0)
            .defer("merge")
            .order_by("-theirs_revid", "-pk")
        )

    def to_look_at(self, draft: Draft) -> list[ConflictSnapshot]:
        """Those of them that somebody has to look at before they are published, and nobody has."""
        unseen = self.merges().filter(draft=draft, is_doubtful=True, looked_at__isnull=True)
        # Hardly ever is there one, and this is asked with every pulse.
        return list(self.standing_merges(draft) & unseen) if unseen.exists() else []

    def wiki_merge_to_look_at(self, draft: Draft) -> ConflictSnapshot | None:
        """The last merge that the wiki made by itself, if nobody has looked at it yet."""
        merges = self.filter(draft=draft, kind=ConflictSnapshot.Kind.WIKI_MERGE)
        return merges.filter(looked_at__isnull=True).defer("merge").order_by("-pk").first()

    def wiki_merge_of(self, attempt: PublishAttempt) -> ConflictSnapshot | None:
        """What the wiki made of a publish that it merged, once the draft has followed it."""
        merges = self.filter(draft=attempt.draft_id, kind=ConflictSnapshot.Kind.WIKI_MERGE)
        return merges.filter(
            mine_version=attempt.version, theirs_revid=attempt.oldrevid or 0
        ).first()

    def not_needed(self) -> ConflictSnapshotQuerySet:
        """All but the merges that a draft still needs."""
        draft_stands_on_it = Q(draft__base_revid__in=[F("base_revid"), F("theirs_revid")])
        is_to_look_at = Q(
            draft__state=Draft.State.EDITING,
            draft__base_revid__gte=F("theirs_revid"),
            is_doubtful=True,
            looked_at__isnull=True,
            undone_at__isnull=True,
        )
        # The one that it stands on can be taken back, and one that was stays taken back.
        needed = self.merges().filter(draft_stands_on_it | is_to_look_at)
        return self.exclude(pk__in=needed.values("pk"))

    def standing_merge(self, draft: Draft) -> ConflictSnapshot | None:
        """The merge that brought the draft to where it stands now."""
        return self.merge_onto(draft, draft.base_revid)

    def merged_edits(self, drafts: Iterable[Draft]) -> dict[int, int]:
        """How many edits of others were merged into each draft on the way to where it stands."""
        rows = self.merges().filter(draft__in=drafts, undone_at__isnull=True)
        steps = {
            (draft, theirs): (base or 0, len(taken_in))
            for draft, theirs, base, taken_in in rows.order_by("pk").values_list(
                "draft_id", "theirs_revid", "base_revid", "taken_in"
            )
        }
        counts: dict[int, int] = {}
        for draft in drafts:
            at, counts[draft.pk] = draft.base_revid or 0, 0
            while (draft.pk, at) in steps:
                at, count = steps.pop((draft.pk, at))
                counts[draft.pk] += count
        return counts

    def merge_onto(self, draft: Draft, revid: int | None) -> ConflictSnapshot | None:
        """The merge that brought the draft onto a revision, if it came there by one."""
        # A page that is not there yet has nothing to merge.
        merges = self.merges().filter(draft=draft, theirs_revid=revid or 0)
        return merges.filter(undone_at__isnull=True).defer("merge").order_by("-pk").first()

    def declined_merge(self, draft: Draft) -> ConflictSnapshot | None:
        """The merge that was taken back, as long as the draft stands where it did before it."""
        merges = self.merges().filter(
            draft=draft, base_revid=draft.base_revid, undone_at__isnull=False
        )
        return merges.defer("merge").order_by("-pk").first()


class ConflictSnapshot(models.Model):
    """All texts of one collision, kept. Never deleted while the draft lives."""

    class Kind(models.TextChoices):
        # The wiki refused: base and newest differ where the draft does.
        CONFLICT = "conflict"
        # The wiki merged by lines before Galley could.
        WIKI_MERGE = "wiki-merge"
        # Galley merged, and moved the draft onto the newer revision.
        MERGE = "merge"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="snapshots")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.CONFLICT)
    created_at = models.DateTimeField(auto_now_add=True)
    base_text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    base_revid = models.PositiveBigIntegerField(null=True)
    mine_text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    mine_version = models.PositiveIntegerField()
    theirs_text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    theirs_revid = models.PositiveBigIntegerField()
    # The page that it is a revision of; None where that was not noted.
    theirs_page_id = models.PositiveBigIntegerField(null=True)
    theirs_section = models.CharField(max_length=20, blank=True)
    theirs_user = models.CharField(max_length=255, blank=True)
    theirs_comment = models.TextField(blank=True)
    theirs_timestamp = models.DateTimeField(null=True)
    # What came of it: for a conflict the text decided on, for a merge by the wiki the text saved.
    result_text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="+")
    # What the merge found (editor/merge/packing.py), once somebody has asked for it.
    merge = models.JSONField(null=True)
    # What theirs is where it is no longer the same kind of page ("css"), and the format that its
    # text has then; empty where it is.
    theirs_model = models.CharField(max_length=100, blank=True)
    theirs_format = models.CharField(max_length=100, blank=True)
    resolved_at = models.DateTimeField(null=True)
    # How many passages are to be decided; None where nobody has counted them.
    questions = models.PositiveIntegerField(null=True)
    # Of a merge: where the draft stood before, so that it can go back there.
    base_section = models.CharField(max_length=20, blank=True)
    base_timestamp = models.DateTimeField(null=True)
    # The revisions that theirs is made of, oldest first, as {revid, user, comment, timestamp}.
    taken_in = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    # Whether a merge came out so that somebody has to look at it: at what both sides changed, and
    # at all of a program that was put together.
    is_doubtful = models.BooleanField(default=False)
    # Of a merge: how many passages both sides had changed, and when who writes first saw them.
    near_passages = models.PositiveIntegerField(default=0)
    looked_at = models.DateTimeField(null=True)
    # What of mine is not in what came of it (editor/merge/lost.py), once somebody has asked.
    lost = models.JSONField(null=True)
    # Somebody has taken the merge back: it is not made again without being asked for.
    undone_at = models.DateTimeField(null=True)

    objects: ClassVar = ConflictSnapshotQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["draft", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.draft_id}: {self.kind} with revision {self.theirs_revid}"

    @property
    def is_to_look_at(self) -> bool:
        """Whether it is news, or goes before the next publish, until somebody has seen it."""
        is_by_wiki = self.kind == self.Kind.WIKI_MERGE
        is_doubted = self.kind == self.Kind.MERGE and self.is_doubtful and not self.undone_at
        return self.looked_at is None and (is_by_wiki or is_doubted)

    @property
    def authors(self) -> list[str]:
        """Who made the revisions that were taken in, each once; empty where the wiki hides it."""
        return list(dict.fromkeys(revision["user"] for revision in self.taken_in))
