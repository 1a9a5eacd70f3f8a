from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.models.text import Text
from editor.models.wiki import Wiki
from editor.wiki import outgoing


def automatic_summary(heading: str) -> str:
    """The summary that a section's edit begins with: the wiki makes it a link to the section."""
    return f"/* {heading} */ " if heading else ""


def place_words(title: str, section: str, heading: str) -> str:
    """The title, and the section when it is one."""
    if section == "0":
        return f"{title} › {_('Introduction')}"
    return f"{title} › {heading}" if section else title


class DraftQuerySet(models.QuerySet["Draft"]):
    def live(self) -> DraftQuerySet:
        return self.exclude(state=Draft.State.DISCARDED)

    def unpublished(self) -> DraftQuerySet:
        return self.filter(state=Draft.State.EDITING)

    def discarded_since(self, age: timedelta) -> DraftQuerySet:
        """Discarded with something typed in them, and not longer ago than `age`; not those that
        only made room for another of their place."""
        by_hand = DraftVersion.objects.filter(
            draft=OuterRef("pk"), reason=DraftVersion.Reason.DISCARD
        )
        return self.filter(
            Exists(by_hand),
            state=Draft.State.DISCARDED,
            discarded_at__gt=timezone.now() - age,
            version__gt=0,
        )

    def of(self, user: User) -> DraftQuerySet:
        """One's own, and those that one may read at least."""
        own_share = FilteredRelation("shares", condition=Q(shares__user=user))
        is_shared = Q(own_share__access__in=["read", "write"])
        return self.annotate(own_share=own_share).filter(
            Q(owner=user) | ~Q(team_access="") | is_shared
        )

    def shared_by_name(self, user: User) -> DraftQuerySet:
        """Others' that this user was let into."""
        return self.filter(shares__user=user, shares__access__in=["read", "write"]).exclude(
            owner=user
        )

    def of_team(self) -> DraftQuerySet:
        """Those that everybody who is admitted may read."""
        return self.exclude(team_access="")

    def in_hand(self, user: User) -> DraftQuerySet:
        """Those in which this user has the pen."""
        return self.filter(Q(pen_holder=user) | Q(pen_holder=None, owner=user))

    def at_place_of(self, draft: Draft, *, title: str = "") -> DraftQuerySet:
        """Others of the same owner, of the same page or section; or of one called `title`."""
        return (
            self.live()
            .exclude(pk=draft.pk)
            .filter(
                owner=draft.owner_id,
                wiki=draft.wiki_id,
                title=title or draft.title,
                section=draft.section,
                section_heading=draft.section_heading,
            )
        )

    def without_texts(self) -> DraftQuerySet:
        """For lists: a text may weigh two megabytes."""
        return self.defer("text")


class Draft(models.Model):
    """One editor's unpublished text of one page or section."""

    class State(models.TextChoices):
        # Nothing typed since it was opened or published: it is not listed, and follows the wiki.
        OPENED = "opened"
        EDITING = "editing"
        DISCARDED = "discarded"

    class WatchMode(models.TextChoices):
        AS_TICKED = "as-ticked"
        PREFERENCES = "preferences"
        NOCHANGE = "nochange"

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    wiki = models.ForeignKey(Wiki, on_delete=models.PROTECT, related_name="drafts")
    title = models.CharField(max_length=300)
    page_id = models.PositiveBigIntegerField(null=True)
    # What the wiki is told: "" for the whole page, "0" for its lead, a number, or "new". A number
    # is true for the base revision only; the heading finds the section again.
    section = models.CharField(max_length=20, blank=True)
    section_heading = models.CharField(max_length=1000, blank=True)
    # Of a draft of the whole page that was one of a section: its heading (empty for the lead), and
    # the first version that holds the whole page.
    widened_heading = models.CharField(max_length=1000, blank=True)
    widened_version = models.PositiveIntegerField(null=True)
    # The heading typed for a section that does not exist yet.
    section_title = models.CharField(max_length=1000, blank=True)
    # None when the page did not exist.
    base_revid = models.PositiveBigIntegerField(null=True)
    base_timestamp = models.DateTimeField(null=True)
    # The wiki's clock when the base was read: the wiki holds deletions against it.
    start_timestamp = models.DateTimeField()
    base_text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    content_model = models.CharField(max_length=100)
    content_format = models.CharField(max_length=100)
    page_language = models.CharField(max_length=50, default="en")
    is_rtl = models.BooleanField(default=False)
    text = models.TextField(blank=True)
    summary = models.CharField(max_length=1000, blank=True)
    is_minor = models.BooleanField(default=False)
    is_watching = models.BooleanField(default=False)
    # What the box showed before anybody touched it, as of the last opening; as long as the two are
    # equal nobody has chosen anything. None where that is not known.
    found_watching = models.BooleanField(null=True)
    is_bot = models.BooleanField(default=False)
    watch_mode = models.CharField(max_length=20, choices=WatchMode, default=WatchMode.AS_TICKED)
    # As the wiki takes it ("1 week", "infinite"); empty leaves a watch that is there as it is.
    watch_expiry = models.CharField(max_length=100, blank=True)
    # The wiki's change tags that the edit is to carry.
    tags = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=State, default=State.OPENED)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True)
    # What everybody who is admitted to this Galley may do with it ("", "read", "write").
    team_access = models.CharField(max_length=10, blank=True)
    team_since = models.DateTimeField(null=True)
    # One writes at a time; None is the owner.
    pen_holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    pen_since = models.DateTimeField(null=True)
    pen_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    pen_asked_at = models.DateTimeField(null=True)

    objects: ClassVar = DraftQuerySet.as_manager()

    class Meta:
        # No uniqueness of the place: a draft moves with its section and its page, and must be able
        # to, whatever else stands there.
        indexes: ClassVar = [
            models.Index(fields=["owner", "state", "-saved_at"]),
            models.Index(fields=["owner", "wiki", "title"]),
            # Few are shared with everybody, and those are looked for on each front page.
            models.Index(
                fields=["-saved_at"],
                condition=~Q(team_access="") & Q(state="editing"),
                name="drafts_of_the_team",
            ),
            # And for whoever opens the same page.
            models.Index(
                fields=["wiki", "title"],
                condition=~Q(team_access="") & Q(state="editing"),
                name="drafts_of_the_team_by_page",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place} (version {self.version})"

    @property
    def place(self) -> str:
        """What is edited, in words: the title, and the section when it is one."""
        if self.section == "new":
            return f"{self.title} › {self.section_title or _('New section')}"
        return place_words(self.title, self.section, self.section_heading)

    def was_of_section(self, version: int) -> bool:
        """Whether that version is the text of a section, and the draft of the whole page now."""
        return self.widened_version is not None and version < self.widened_version

    @property
    def pen_id(self) -> int:
        """Whose turn it is to write: the key of the user."""
        return self.pen_holder_id or self.owner_id

    @property
    def writer(self) -> User:
        """The same as a person."""
        return self.pen_holder or self.owner

    @property
    def fresh_summary(self) -> str:
        """The summary that the next edit of this place begins with."""
        return automatic_summary(self.section_heading)

    @property
    def heading_to_add(self) -> str:
        """What the wiki puts above the text of a new section that has a heading."""
        is_headed = self.section == "new" and self.section_title
        return f"== {self.section_title} ==\n\n" if is_headed else ""

    @property
    def is_discarded(self) -> bool:
        return self.state == self.State.DISCARDED

    @property
    def is_new_page(self) -> bool:
        return self.base_revid is None

    @property
    def is_changed(self) -> bool:
        """Whether it holds anything that the wiki would not take for the base."""
        if self.section == "new" and self.section_title:
            return True
        return self.text != self.base_text.content and (
            outgoing(self.text) != outgoing(self.base_text.content)
        )


class DraftSave(models.Model):
    """One accepted save: what changed between two versions, and whose change it was."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="saves")
    version = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    saved_at = models.DateTimeField()
    # Offsets in UTF-16 code units, as the browser counts.
    start = models.PositiveIntegerField()
    removed = models.PositiveIntegerField()
    inserted = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "version"], name="one_save_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version}"


class DraftVersionQuerySet(models.QuerySet["DraftVersion"]):
    def typed_aside_by(self, user: User) -> DraftVersionQuerySet:
        """What this user typed that never became the draft's text."""
        reason = DraftVersion.Reason
        reasons = (reason.OTHER_TAB, reason.WITHOUT_PEN, reason.PASSAGE)
        return self.filter(author=user, reason__in=reasons)

    def base_at(self, draft: Draft, version: int) -> tuple[int | None, str | None]:
        """On which revision and text the draft stood at one of its versions.

        Each move onto another base keeps the text from before it: the next one that was kept tells.
        """
        later = self.filter(draft=draft, version__gte=version)
        bases = later.exclude(reason__in=DraftVersion.BESIDE).values_list(
            "base_revid", "base_text_id"
        )
        return bases.order_by("version", "pk").first() or (draft.base_revid, draft.base_text_id)

    def keep(
        self,
        draft: Draft,
        reason: DraftVersion.Reason,
        *,
        text: str | None = None,
        typed_on: int | None = None,
        summary: str | None = None,
        author_id: int | None = None,
    ) -> DraftVersion:
        """Keep the draft's text (or `text`) as a milestone; the same text twice is kept once.

        `typed_on` is the draft's version that a text goes on from, where that is an older one;
        `author_id` is who has written it, where that says something.
        """
        kept = Text.objects.keep(draft.text if text is None else text)
        summary = draft.summary if summary is None else summary
        base: tuple[int | None, str | None] = (draft.base_revid, draft.base_text_id)
        if typed_on is not None and typed_on < draft.version:
            base = self.base_at(draft, typed_on)
        newest = self.filter(draft=draft).order_by("-id").first()
        known = (
            (newest.text_id, newest.reason, newest.summary, newest.base_revid) if newest else None
        )
        if newest and known == (kept.pk, reason, summary, base[0]):
            return newest
        return self.create(
            draft=draft,
            version=draft.version,
            reason=reason,
            text=kept,
            summary=summary,
            base_revid=base[0],
            base_text_id=base[1],
            author_id=author_id,
        )


class DraftVersion(models.Model):
    """A milestone with the whole text, so that any can be restored."""

    class Reason(models.TextChoices):
        OPENED = "opened", gettext_lazy("Opened")
        TYPING = "typing", gettext_lazy("While typing")
        OTHER_TAB = "other-tab", gettext_lazy("From another tab or device")
        SIGNED_OUT = "signed-out", gettext_lazy("From a page whose sign-in had expired")
        RESTORE = "restore", gettext_lazy("Before another version was restored")
        PUT_IN = "put-in", gettext_lazy("Before a text from elsewhere was put in")
        UNDO = "undo", gettext_lazy("Before a merged passage was undone, or taken in again")
        REBASE = "rebase", gettext_lazy("Before it was moved onto a newer revision")
        PUBLISH = "publish", gettext_lazy("Before publishing")
        CONFLICT = "conflict", gettext_lazy("When it collided")
        DISCARD = "discard", gettext_lazy("Before it was discarded")
        HAND_OVER = "hand-over", gettext_lazy("When the pen changed hands")
        WITHOUT_PEN = "without-pen", gettext_lazy("Typed without having the pen")
        # Not a whole text, as all others are.
        PASSAGE = "passage", gettext_lazy("One passage, written by hand at the collision desk")

    # Texts that never were the draft's.
    BESIDE = (Reason.OTHER_TAB, Reason.SIGNED_OUT, Reason.WITHOUT_PEN, Reason.PASSAGE)

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    reason = models.CharField(max_length=20, choices=Reason)
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    summary = models.CharField(max_length=1000, blank=True)
    # What the text was written on: it is never laid over what has been published since.
    base_revid = models.PositiveBigIntegerField(null=True)
    base_text = models.ForeignKey(Text, on_delete=models.PROTECT, null=True, related_name="+")
    kept_at = models.DateTimeField(auto_now_add=True)
    # Whose turn ended with it, or who typed it without having the pen.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects: ClassVar = DraftVersionQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["draft", "-kept_at"])]

    def __str__(self) -> str:
        return f"{self.draft_id} v{self.version} ({self.reason})"

    @property
    def is_of_section(self) -> bool:
        """Whether it is the text of a section, and its draft of the whole page by now."""
        if self.draft.widened_version is None:
            return False
        # What comes of an older tab is known by what it was typed on.
        before = self.draft.versions.filter(version__lt=self.draft.widened_version)
        return (
            self.draft.was_of_section(self.version)
            or before.filter(base_text=self.base_text_id).exists()
        )
