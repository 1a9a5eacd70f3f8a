from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import FilteredRelation, Q
from django.utils import timezone
from django.utils.translation import gettext as _

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
        by_hand = self.filter(versions__reason="discard").values("pk")
        return self.filter(
            pk__in=by_hand,
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
