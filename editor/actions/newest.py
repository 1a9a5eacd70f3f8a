"""What the wiki has of the place a draft is about: now, or in a given revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from editor.actions.headings import LONGEST, heading_at, heading_of
from editor.merge.moves import ALIKE
from editor.merge.pairing import counted, likeness
from editor.models import Draft
from editor.wiki import (
    ApiMessage,
    PageForEditing,
    PageMissingError,
    Revision,
    RevisionInfo,
    Section,
    SectionMissingError,
    WikiClient,
    WikiRejectedError,
    incoming,
)

# The wiki's own code for a revision whose text it does not show.
TEXT_HIDDEN = "missingcontent-revid"
# Words, marks and blanks that a section must have to be known by its content alone.
FEWEST_TOKENS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceText:
    """A revision's text of the draft's place: of the section, when it is one."""

    info: RevisionInfo
    page_id: int
    section: str
    text: str
    content_model: str = ""
    content_format: str = ""
    # The text of the whole page, where finding the section has taken it.
    page: str = ""

    @property
    def revid(self) -> int:
        return self.info.revid


@dataclass(frozen=True, slots=True)
class Namesake:
    """A section with the heading of the draft's."""

    number: str
    text: str


class SectionAmbiguousError(Exception):
    """Several sections have the draft's heading, and none has its text: only a person can tell."""

    def __init__(self, draft: Draft, namesakes: tuple[Namesake, ...]) -> None:
        super().__init__(f"{len(namesakes)} sections are called “{draft.section_heading}”")
        self.draft = draft
        self.namesakes = namesakes


def newest_of(page: PageForEditing, draft: Draft) -> PlaceText | None:
    """The same from the answer that opened the page; None where that does not say it all.

    (The section of a number need not be the draft's any more.)
    """
    is_all = page.section == draft.section == "" and page.revid == page.latest_revid
    if page.revision is None or page.text is None or not is_all:
        return None
    return PlaceText(
        info=page.revision,
        page_id=page.pageid,
        section="",
        text=incoming(page.text),
        content_model=page.content_model,
        content_format=page.content_format,
    )


def fetch_newest(client: WikiClient, draft: Draft, *, section: str = "") -> PlaceText:
    """The wiki's newest text of the draft's place, or of the `section` that a person chose for it.

    A section is found again by its heading and text; renamed, by its text. Raises PageMissingError,
    SectionMissingError, SectionAmbiguousError, and the errors of the wiki client.
    """
    if section:
        return _place(draft, _revision(client, draft, None, section), section)
    return _fetch(client, draft, None)


def fetch_revision(client: WikiClient, draft: Draft, revid: int) -> PlaceText:
    """The same in one revision; of namesakes, the nearest one."""
    return _fetch(client, draft, revid)


def _fetch(client: WikiClient, draft: Draft, revid: int | None) -> PlaceText:
    section = "" if draft.section == "new" else draft.section
    revision = _revision(client, draft, revid, section)
    if section in ("", "0") or not section.isdigit():
        return _place(draft, revision, draft.section)
    text = incoming(revision.text or "")
    is_called_so = heading_of(section, text) == draft.section_heading
    if is_called_so and (revid or text == draft.base_text.content):
        return _place(draft, revision, section)
    page = incoming(client.revision(revision.info.revid).text or "")
    numbers = _numbers(client, draft, revision.info.revid, page, is_newest=revid is None)
    if is_called_so and len(numbers) < 2:
        return _place(draft, revision, section, page)
    section = _chosen(client, draft, revision.info.revid, numbers, may_ask=revid is None)
    found = _revision(client, draft, revid, section)
    # (The newest may have become another one in between.)
    return _place(draft, found, section, page if found.info.revid == revision.info.revid else "")


def _place(draft: Draft, revision: Revision, section: str, page: str = "") -> PlaceText:
    return PlaceText(
        info=revision.info,
        page_id=revision.pageid,
        section=section,
        text="" if draft.section == "new" else incoming(revision.text or ""),
        content_model=revision.content_model,
        content_format=revision.content_format,
        page=page,
    )


def _revision(client: WikiClient, draft: Draft, revid: int | None, section: str) -> Revision:
    found = (
        client.revision(revid, section=section)
        if revid
        else client.latest(draft.title, section=section)
    )
    if found is None:
        raise PageMissingError(f"“{draft.title}” is not on the wiki any more.")
    if found.text is None and not found.is_section_missing:
        # It is there, and nobody may read it. (The newest one cannot be hidden, only be lost.)
        raise WikiRejectedError(
            f"The text of “{draft.title}” is hidden on the wiki.",
            messages=[ApiMessage(TEXT_HIDDEN if revid else "missingcontent-pageid")],
        )
    return found


def _numbers(
    client: WikiClient, draft: Draft, revid: int, text: str, *, is_newest: bool
) -> list[str]:
    """The numbers that sections of the draft's heading have in a revision.

    Where the newest has none, somebody may have renamed it: then the one section with its content.
    """
    # Held against the wikitext: what the wiki lists is the heading as it is shown.
    listed = [section for section in client.sections(revid=revid) if section.index.isdigit()]
    numbers = [
        section.index for section in listed if _heading(text, section) == draft.section_heading
    ]
    if not numbers and is_newest:
        numbers = _with_content(draft.base_text.content, listed, text)
    if not numbers:
        raise SectionMissingError(
            f"“{draft.title}” has no section “{draft.section_heading}” any more."
        )
    return numbers


def _with_content(known: str, listed: Sequence[Section], text: str) -> list[str]:
    """The number of the only section that says what a section said under another heading."""
    wanted = counted(_below_heading(known))
    if wanted.total() < FEWEST_TOKENS:
        return []
    found = [
        section.index
        for at, section in enumerate(listed)
        if likeness(wanted, counted(_below_heading(_text_of(listed, at, text)))) >= ALIKE
    ]
    return found if len(found) == 1 else []


def _text_of(listed: Sequence[Section], at: int, text: str) -> str:
    """A section with those below it."""
    own = listed[at]
    following = (other.offset for other in listed[at + 1 :] if other.level <= own.level)
    return "" if own.offset is None else text[own.offset : next(following, None)]


def _below_heading(section: str) -> str:
    heading = heading_at(section)
    return section[heading.end :] if heading else ""


def _heading(text: str, section: Section) -> str | None:
    heading = None if section.offset is None else heading_at(text, section.offset)
    return heading.text[:LONGEST] if heading else None


def _chosen(
    client: WikiClient, draft: Draft, revid: int, numbers: list[str], *, may_ask: bool
) -> str:
    """Of sections with one heading, the only one, or the one with the text known of it."""
    if len(numbers) == 1:
        return numbers[0]
    namesakes = tuple(
        Namesake(number, incoming(client.revision(revid, section=number).text or ""))
        for number in numbers
    )
    known = (draft.base_text.content, draft.text)
    same = [namesake.number for namesake in namesakes if namesake.text in known]
    if may_ask and len(same) != 1:
        raise SectionAmbiguousError(draft, namesakes)
    was = int(draft.section)
    return min(same or numbers, key=lambda number: abs(int(number) - was))
