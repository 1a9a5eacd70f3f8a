"""Opening a page or section for editing: one query to the wiki, and the draft of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from editor.actions.beginning import Beginning, Preset, watches_if_saved
from editor.actions.content_models import KNOWN, NO_DIRECT_EDITING, WITH_SECTIONS, is_closed
from editor.actions.follow import follow_published, is_unsettled
from editor.actions.headings import heading_of
from editor.actions.page_fate import PageFate, fate_in
from editor.actions.save_draft import StaleDraftError
from editor.actions.settle import StillSettlingError, settle_draft
from editor.actions.standing import note_opened
from editor.actions.watch_pages import note_page
from editor.credentials import client_for, current_wiki, remember_edit_count
from editor.models import Draft, DraftVersion, Text, Wiki, profile_of
from editor.wiki import (
    ApiMessage,
    PageAddress,
    PageForEditing,
    SectionMissingError,
    WikiRejectedError,
    incoming,
)

# In bytes. A text of this length takes the wiki seconds to parse, and a phone to show.
LONG_PAGE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPage:
    """The page as the wiki has it, and the draft, None when the wiki lets this user only read."""

    page: PageForEditing
    draft: Draft | None
    # What speaks against editing, in the wiki's words (HTML, not sanitised).
    reasons: tuple[ApiMessage, ...]
    # What became of the draft's page, where another one or none has its title now.
    fate: PageFate | None = None
    # Where the wiki lets this user only read: what they had begun of it.
    kept: Draft | None = None

    @property
    def is_behind(self) -> bool:
        """Whether somebody published since the draft began."""
        if self.draft is None or (self.fate and self.fate.is_moved):
            return False
        return (self.draft.base_revid or 0) != self.page.latest_revid

    @property
    def is_long(self) -> bool:
        """Whether one would rather edit one section of it."""
        return self.page.length > LONG_PAGE and self.page.section == ""


def open_page(*, user: User, address: PageAddress, preset: Preset | None = None) -> OpenedPage:
    """Open what a person asked for, a new page or section with what is prepared for it.

    Raises SectionMissingError, InvalidTitleError and the other errors of the wiki client.
    """
    wiki = current_wiki(lambda: client_for(user))
    begun = _fetch(user, wiki, address, preset or Preset())
    page = begun.page
    if page.is_section_missing:
        raise SectionMissingError(f"“{page.title}” has no section {address.section}.")
    if page.section and page.content_model in KNOWN - WITH_SECTIONS:
        raise WikiRejectedError(
            f"“{page.title}” has no sections.", messages=[ApiMessage("sectionsnotsupported")]
        )
    draft = find_draft(user=user, wiki=wiki, page=page)
    if draft is not None and page.section == "new":
        draft = _still_to_add(user, draft)
    is_untouched = draft is None or draft.state == Draft.State.OPENED
    if page.edit_errors or page.text is None:
        note_opened(user=user, draft=draft, page=page)
        kept = None if is_untouched else draft
        return OpenedPage(page=page, draft=None, reasons=page.edit_errors, kept=kept)
    if is_untouched and is_closed(wiki, page.content_model):
        return OpenedPage(page=page, draft=None, reasons=(_closed(page.content_model),))
    if draft is None:
        draft = _begin(user=user, wiki=wiki, begun=begun)
    elif draft.pen_id == user.pk and not is_unsettled(draft):
        draft = _freshen(draft, begun) if is_untouched else _with_watching(draft, begun)
    note_opened(user=user, draft=draft, page=page)
    fate = fate_in(user=user, draft=draft, page=page)
    return OpenedPage(page=page, draft=draft, reasons=(), fate=fate)


def _still_to_add(user: User, draft: Draft) -> Draft | None:
    """The draft of a new section; None where the section is on the page already.

    That draft goes to where its section stands, and whoever asks for a new section gets one.
    """
    if draft.pen_id != user.pk or not is_unsettled(draft):
        return draft
    try:
        settle_draft(user=user, draft=draft)
        draft = follow_published(user=user, draft=draft).draft
    except (StillSettlingError, StaleDraftError):
        # Nobody knows yet, or it is being written in: the draft itself is opened, and says so.
        return draft
    return draft if draft.section == "new" else None


def _closed(model: str) -> ApiMessage:
    words = _("Pages of the kind “%(model)s” cannot be edited as text.") % {"model": model}
    return ApiMessage(NO_DIRECT_EDITING, html=escape(words))


def reopen_draft(*, user: User, draft: Draft) -> OpenedPage:
    """Open the page of a draft there is already. What was typed and chosen in it stays as it is,
    whatever the wiki says.

    Raises the errors of the wiki client; the caller still has the draft then.
    """
    address = PageAddress(title=draft.title, section=draft.section)
    begun = _fetch(user, draft.wiki, address, Preset())
    page = begun.page
    fate = fate_in(user=user, draft=draft, page=page)
    # Under the number of a section that has moved there is another one now: hands off.
    is_same_place = heading_of(page.section, incoming(page.text or "")) == draft.section_heading
    is_moved_away = fate is not None and fate.is_moved
    is_untouched = draft.state == Draft.State.OPENED and not is_moved_away
    if is_untouched and page.text is not None and is_same_place:
        draft = _freshen(draft, begun, keeps_prepared=not draft.attempts.exists())
        # It begins anew, from what is there now.
        fate = None
    if not is_moved_away:
        draft = _with_watching(draft, begun)
    note_opened(user=user, draft=draft, page=page)
    return OpenedPage(page=page, draft=draft, reasons=page.edit_errors, fate=fate)


def find_draft(*, user: User, wiki: Wiki, page: PageForEditing) -> Draft | None:
    """The draft this user has begun of this very place."""
    drafts = Draft.objects.filter(
        owner=user,
        wiki=wiki,
        title=page.title,
        state__in=[Draft.State.OPENED, Draft.State.EDITING],
        section_heading=heading_of(page.section, page.text or ""),
    ).select_related("base_text", "wiki")
    # One place has one draft, but for those that have moved onto the same place: what was typed
    # goes first, then what was begun first.
    drafts = drafts.order_by("state", "pk")
    same_place = drafts.filter(section=page.section).first()
    if same_place or not page.section.isdigit():
        return same_place
    # The same heading and text under another number: the section has moved.
    return drafts.filter(
        section__regex=r"^[0-9]+$", base_text__content=incoming(page.text or "")
    ).first()


def find_widened(*, user: User, opened: OpenedPage) -> Draft | None:
    """What this user has begun of the opened section, where that is a draft of the whole page by
    now and nothing newer is typed in one of the section."""
    page, draft = opened.page, opened.draft
    if not page.section.isdigit() or draft is None or draft.state != Draft.State.OPENED:
        return None
    widened = Draft.objects.filter(
        owner=user,
        wiki=draft.wiki_id,
        title=page.title,
        state=Draft.State.EDITING,
        section="",
        widened_heading=draft.section_heading,
        widened_version__isnull=False,
    )
    return widened.order_by("pk").first()


def _fetch(user: User, wiki: Wiki, address: PageAddress, preset: Preset) -> Beginning:
    client = client_for(user)
    preload = preset.preload_for(address.title, address.section, wiki.site)
    page = client.open_page(
        title=address.title or None,
        pageid=address.curid,
        section=address.section,
        preload=preload,
    )
    remember_edit_count(user, page.user.edit_count)
    profile = profile_of(user)
    profile.learn(page.user)
    note_page(wiki, page)
    return Beginning(client=client, page=page, profile=profile, preset=preset, preload=preload)


def _begin(*, user: User, wiki: Wiki, begun: Beginning) -> Draft:
    base = _base_text(begun.page)
    heading = heading_of(begun.page.section, base)
    columns = begun.columns(heading)
    with transaction.atomic():
        draft = Draft.objects.create(
            owner=user,
            wiki=wiki,
            section=begun.page.section,
            section_heading=heading,
            saved_at=timezone.now(),
            **_base_columns(begun.page, base),
            **columns,
        )
        DraftVersion.objects.keep(draft, DraftVersion.Reason.OPENED)
    first = find_draft(user=user, wiki=wiki, page=begun.page)
    if first is not None and first.pk != draft.pk:
        # Opened in two tabs at once: the other one was quicker, and nothing is in this one yet.
        draft.delete()
        return first
    return draft


def _freshen(draft: Draft, begun: Beginning, *, keeps_prepared: bool = False) -> Draft:
    """Nothing has been typed yet: begin from what the wiki has now.

    `keeps_prepared`: what a link had prepared stays as long as the wiki has nothing newer.
    """
    page, base = begun.page, _base_text(begun.page)
    is_same_base = draft.base_revid == (page.revid or None) and draft.base_text.content == base
    # The same text, read again: a deletion before this moment is no surprise any more.
    columns: dict[str, Any] = {"start_timestamp": page.starttimestamp}
    if not (is_same_base and keeps_prepared):
        heading = heading_of(page.section, base)
        columns |= _base_columns(page, base) | begun.columns(heading)
        columns |= {"section": page.section, "section_heading": heading}
        if not is_same_base or draft.text != columns["text"]:
            # A tab that was opened with the older text must not save onto this one; what is typed
            # there goes on from what this keeps.
            DraftVersion.objects.keep(draft, DraftVersion.Reason.OPENED)
            columns["version"] = draft.version + 1
    Draft.objects.filter(pk=draft.pk, version=draft.version).update(**columns)
    return Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)


def _with_watching(draft: Draft, begun: Beginning) -> Draft:
    """The box that nobody has touched shows what the wiki has now, not what it had on Monday."""
    found = watches_if_saved(begun.page, begun.profile)
    if draft.found_watching == found:
        return draft
    is_untouched = draft.is_watching == draft.found_watching
    chosen = found if is_untouched else draft.is_watching
    as_read = Draft.objects.filter(pk=draft.pk, is_watching=draft.is_watching)
    as_read.update(is_watching=chosen, found_watching=found)
    return Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)


def _base_text(page: PageForEditing) -> str:
    """What the wiki has of this place; nothing of a section that is new."""
    return "" if page.section == "new" else incoming(page.text or "")


def _base_columns(page: PageForEditing, text: str) -> dict[str, Any]:
    return {
        "title": page.title,
        "page_id": page.pageid or None,
        "base_revid": page.revid or None,
        "base_timestamp": page.timestamp,
        "start_timestamp": page.starttimestamp,
        "base_text": Text.objects.keep(text),
        "content_model": page.content_model,
        "content_format": page.content_format,
        "page_language": page.language,
        "is_rtl": page.dir == "rtl",
    }
