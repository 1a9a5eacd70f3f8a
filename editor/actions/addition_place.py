"""Where an addition belongs, on the page as it is now."""

from __future__ import annotations

from editor.actions.headings import heading_at, heading_of, plain_heading
from editor.models import Addition
from editor.wiki import SectionMissingError, WikiClient, incoming


def whole_with(there: str, section: str, addition: Addition) -> str:
    """What is there with the addition in its place; at the top of a section, below its heading."""
    text, gap = incoming(addition.text).strip("\n"), gap_before(there, addition)
    if addition.place == Addition.Place.END:
        return there.rstrip("\n") + gap + text
    heading = heading_at(there) if heading_of(section, there) else None
    if heading is None:
        return text + gap + there
    rest = there[heading.end :].strip("\n")
    return f"{there[: heading.end]}\n{text}" + (gap + rest if rest else "")


def gap_before(there: str, addition: Addition) -> str:
    if not there.strip():
        return ""
    return "\n\n" if addition.is_paragraph else "\n"


def followed_title(client: WikiClient, addition: Addition) -> str:
    """Where the page leads, if it is a redirect that is to be followed."""
    if not addition.follows_redirect:
        return ""
    return client.redirect_target(addition.title).partition("#")[0]


def section_now(client: WikiClient, target: str, addition: Addition) -> str:
    """The number the section has now: its heading finds it where others came before it."""
    if not addition.section.isdigit() or addition.section == "0":
        return addition.section
    page = client.open_page(target or addition.title, section=addition.section)
    wanted = plain_heading(addition.section_heading)
    heading = heading_of(addition.section, incoming(page.text or ""))
    if not wanted or plain_heading(heading) == wanted:
        return addition.section
    same = [
        section.index
        for section in client.sections(target or addition.title)
        if section.index.isdigit() and section.heading == wanted
    ]
    if len(same) != 1:
        raise SectionMissingError(f"“{addition.where}” is not to be found any more.")
    return same[0]
