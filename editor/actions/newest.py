"""What the wiki has of the place a draft is about: now, or in a given revision."""

from __future__ import annotations

from dataclasses import dataclass

from editor.actions.open_page import heading_of
from editor.models import Draft
from editor.wiki import (
    PageMissingError,
    Revision,
    RevisionInfo,
    SectionMissingError,
    WikiClient,
    incoming,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceText:
    """A revision's text of the draft's place: of the section, when it is one."""

    info: RevisionInfo
    page_id: int
    section: str
    text: str

    @property
    def revid(self) -> int:
        return self.info.revid


def fetch_newest(client: WikiClient, draft: Draft) -> PlaceText:
    """The wiki's newest text of the draft's place.

    A section is found again by its heading. Raises PageMissingError, SectionMissingError, and the
    errors of the wiki client.
    """
    return _fetch(client, draft, None)


def fetch_revision(client: WikiClient, draft: Draft, revid: int) -> PlaceText:
    """The same in one revision."""
    return _fetch(client, draft, revid)


def _fetch(client: WikiClient, draft: Draft, revid: int | None) -> PlaceText:
    section = "" if draft.section == "new" else draft.section
    revision = _revision(client, draft, revid, section)
    text = incoming(revision.text or "")
    if section.isdigit() and heading_of(section, text) != draft.section_heading:
        section = _find_section(client, draft, revision.info.revid)
        revision = _revision(client, draft, revid, section)
        text = incoming(revision.text or "")
    return PlaceText(
        info=revision.info,
        page_id=revision.pageid,
        section=draft.section if draft.section == "new" else section,
        text="" if draft.section == "new" else text,
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
        raise PageMissingError(f"The text of “{draft.title}” is hidden on the wiki.")
    return found


def _find_section(client: WikiClient, draft: Draft, revid: int) -> str:
    """The number that the draft's section has in a revision; of namesakes, the nearest one."""
    wanted = plain_heading(draft.section_heading)
    numbers = [
        int(section.index)
        for section in client.sections(revid=revid)
        if section.index.isdigit() and section.heading == wanted
    ]
    if not numbers:
        raise SectionMissingError(
            f"“{draft.title}” has no section “{draft.section_heading}” any more."
        )
    was = int(draft.section)
    return str(min(numbers, key=lambda number: abs(number - was)))


def plain_heading(wikitext: str) -> str:
    """A heading's wikitext as the wiki lists it: without quotes of emphasis and link brackets."""
    text = wikitext.replace("'''", "").replace("''", "")
    while "[[" in text and "]]" in text:
        before, _, rest = text.partition("[[")
        link, _, after = rest.partition("]]")
        text = before + link.rpartition("|")[2] + after
    return " ".join(text.split())
