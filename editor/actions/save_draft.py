"""Saving a draft. It never waits for the wiki, and a stale writer never overwrites."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from editor.actions.moved import as_held
from editor.merge.splices import Splice, SpliceError, apply, between
from editor.models import Draft, DraftSave, DraftVersion, Text
from editor.wiki import incoming

# A milestone with the whole text is kept this often while somebody types.
MILESTONE_INTERVAL = timedelta(minutes=5)


class StaleDraftError(Exception):
    """The draft has moved on since this writer's version: another tab, or another device.

    The text that came is kept as a version, `kept`, where it is another; `draft` is what stands.
    """

    def __init__(self, draft: Draft, kept: DraftVersion | None = None) -> None:
        super().__init__(f"the draft is at version {draft.version}")
        self.draft = draft
        self.kept = kept


class DraftDiscardedError(StaleDraftError):
    """The draft was discarded meanwhile."""


class PenElsewhereError(StaleDraftError):
    """Somebody else has the pen of this draft."""


class WholeTextNeededError(Exception):
    """The change does not fit what the server holds: the browser must send the whole text."""


class DraftMovedError(WholeTextNeededError):
    """The server has moved the draft since, and nobody saved: the browser can move along first.

    `held` is the draft as this writer has it, `draft` what stands.
    """

    def __init__(self, held: Draft, draft: Draft) -> None:
        super().__init__(f"the draft was moved to version {draft.version}")
        self.held = held
        self.draft = draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Everything of the form but the text."""

    summary: str
    section_title: str
    is_minor: bool
    is_watching: bool
    # What the box for watching showed before it was touched, where this form tells.
    found_watching: bool | None = None
    # None for what the form did not offer: it stays as the draft has it.
    is_bot: bool | None = None
    watch_mode: str | None = None
    watch_expiry: str | None = None
    tags: tuple[str, ...] | None = None

    def over(self, draft: Draft) -> Fields:
        """A box that nobody touched says nothing: the draft's may have been renewed since."""
        is_touched = self.found_watching is None or self.is_watching != self.found_watching
        if is_touched or draft.found_watching is None:
            return self
        return replace(self, is_watching=draft.found_watching)

    def columns(self) -> dict[str, Any]:
        """What is to be written of it into a draft."""
        columns = {name: value for name, value in asdict(self).items() if value is not None}
        columns.pop("found_watching", None)
        return columns | ({} if self.tags is None else {"tags": list(self.tags)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of the text since `version`: the whole of it, or one splice of it.

    `checksum` is the CRC-32 of the resulting text in UTF-8: browser and server must agree on the
    whole, not only on the piece. `is_acknowledged`: the server has it already.
    """

    version: int
    text: str | None = None
    splice: Splice | None = None
    checksum: int | None = None
    is_acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    draft: Draft
    version: int
    saved_at: datetime


def save_draft(*, draft: Draft, author: User, change: Change, fields: Fields) -> Saved:
    """Save what was typed as the draft's next version.

    The same save sent twice (its answer was lost) is accepted once. Raises WholeTextNeededError or
    DraftMovedError, and StaleDraftError, DraftDiscardedError or PenElsewhereError: what came is a
    version then.
    """
    if change.version != draft.version and _stands_again(draft, change.version):
        change = replace(change, version=draft.version)
    text = _resulting_text(draft, change)
    fields = fields.over(draft)
    if draft.state == Draft.State.DISCARDED:
        kept = _keep_what_came(draft, author, text, change, fields, DraftVersion.Reason.OTHER_TAB)
        raise DraftDiscardedError(draft, kept)
    if draft.pen_id != author.pk:
        if text == draft.text and fields.summary == draft.summary:
            raise PenElsewhereError(draft)
        kept = _keep_what_came(draft, author, text, change, fields, DraftVersion.Reason.WITHOUT_PEN)
        raise PenElsewhereError(draft, kept)
    is_known = text == draft.text and not _differs(draft, fields)
    # An older version with the very same text: its first try's answer was lost, or another tab has
    # changed the summary or an option only.
    if change.version != draft.version and text != draft.text:
        kept = _keep_what_came(draft, author, text, change, fields, DraftVersion.Reason.OTHER_TAB)
        raise StaleDraftError(draft, kept)
    if is_known:
        return Saved(draft, draft.version, draft.saved_at)
    if change.version != draft.version:
        # Whoever saves last decides; the summary that this replaces is kept, and never by nothing.
        DraftVersion.objects.keep(draft, DraftVersion.Reason.OTHER_TAB)
        fields = replace(fields, summary=fields.summary or draft.summary)
    return _write(draft, author, text, fields, change)


def _stands_again(draft: Draft, version: int) -> bool:
    """Whether the draft was moved away from the text of that version, and is back on it: after a
    merge that was taken back, or an undo that the wiki refused. Who types on it is not behind."""
    moved_from = draft.versions.filter(version=version, reason=DraftVersion.Reason.REBASE)
    return bool(
        moved_from.filter(text=Text.digest_of(draft.text), base_revid=draft.base_revid).exists()
    )


def _keep_what_came(
    draft: Draft,
    author: User,
    text: str,
    change: Change,
    fields: Fields,
    reason: DraftVersion.Reason,
) -> DraftVersion:
    kept: DraftVersion = DraftVersion.objects.keep(
        draft,
        reason,
        text=text,
        typed_on=change.version,
        summary=fields.summary,
        author_id=author.pk,
    )
    return kept


def checksum(text: str) -> int:
    return zlib.crc32(text.encode())


def _resulting_text(draft: Draft, change: Change) -> str:
    if change.text is not None:
        return incoming(change.text)
    if change.splice is None:
        raise WholeTextNeededError
    if change.version != draft.version:
        # The answer to the first try was lost, or somebody else saved: only the checksum can tell.
        if change.checksum is not None and change.checksum == checksum(draft.text):
            return draft.text
        if held := as_held(draft, change.version):
            raise DraftMovedError(held, draft)
        raise WholeTextNeededError
    splice = change.splice
    try:
        text = apply(draft.text, Splice(splice.start, splice.removed, incoming(splice.inserted)))
    except SpliceError as error:
        raise WholeTextNeededError from error
    if change.checksum is not None and change.checksum != checksum(text):
        raise WholeTextNeededError
    return text


def fields_of(draft: Draft, *, summary: str | None = None) -> Fields:
    """Those that the draft has, so that only its text (or its summary) is changed."""
    return Fields(
        summary=draft.summary if summary is None else summary,
        section_title=draft.section_title,
        is_minor=draft.is_minor,
        is_watching=draft.is_watching,
    )


def _differs(draft: Draft, fields: Fields) -> bool:
    return any(getattr(draft, name) != value for name, value in fields.columns().items())


def _write(draft: Draft, author: User, text: str, fields: Fields, change: Change) -> Saved:
    now = timezone.now()
    splice = between(draft.text, text)
    with transaction.atomic():
        # Compare-and-set: of two tabs that save at once, one finds the version gone; who has given
        # the pen away in this moment finds that.
        current_one = Draft.objects.live().in_hand(author)
        written = current_one.filter(pk=draft.pk, version=draft.version).update(
            **fields.columns(),
            text=text,
            version=draft.version + 1,
            state=Draft.State.EDITING,
            saved_at=now,
        )
        if written:
            DraftSave.objects.create(
                draft=draft,
                version=draft.version + 1,
                author=author,
                saved_at=now,
                start=splice.start,
                removed=splice.removed,
                inserted=splice.inserted,
            )
    current = Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)
    if not written:
        # Somebody saved in between, or it was moved: the same question of what stands now.
        again = change if change.splice else Change(version=draft.version, text=text)
        return save_draft(draft=current, author=author, change=again, fields=fields)
    _keep_milestone(current)
    return Saved(current, current.version, now)


def _keep_milestone(draft: Draft) -> None:
    newest = draft.versions.order_by("-id").first()
    if newest is None or timezone.now() - newest.kept_at > MILESTONE_INTERVAL:
        DraftVersion.objects.keep(draft, DraftVersion.Reason.TYPING)


def add_to_draft(draft: Draft, text: str, fields: Fields) -> Draft:
    """Put what was written elsewhere into the draft; what it replaces is kept as a version.

    Raises StaleDraftError when somebody saved in between.
    """
    DraftVersion.objects.keep(draft, DraftVersion.Reason.PUT_IN)
    change = Change(version=draft.version, text=text)
    return save_draft(draft=draft, author=draft.owner, change=change, fields=fields).draft
