"""A section's draft whose section does not hold its text together any more.

Somebody divided the section, moved a part of it, joined it with another, or took its heading away.
Merged with what that section is now, the draft's words would stand where they do not belong, or
twice. So it is merged as what it is: the whole page, on the same base, with the draft's text in its
section's place. From then on it is a draft of the whole page like any other.
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from dataclasses import dataclass, replace

from editor.actions.newest import PlaceText, fetch_newest, fetch_revision
from editor.merge.bounds import have_crossed, outside, suspects
from editor.models import Draft
from editor.wiki import SectionMissingError, WikiClient, WikiRejectedError, incoming, outgoing


@dataclass(frozen=True, slots=True, kw_only=True)
class Wider:
    """The texts of the whole page: the draft's base, and the draft's own in its place there."""

    base: str
    mine: str
    # Where the section stands in the base.
    start: int
    end: int

    def holding(self, text: str) -> Wider:
        """The same of another text of the draft."""
        return replace(self, mine=self.base[: self.start] + _joined(text, self.base[self.end :]))


def meet_newest(
    client: WikiClient, draft: Draft, *, newest: PlaceText | None = None, section: str = ""
) -> tuple[PlaceText, Wider | None]:
    """What the wiki has now where the draft's words belong, and the draft's texts that go with it
    where that is the whole page and the draft is of a section.

    `newest` is what `fetch_newest` found, where that was just done. Raises what it does.
    """
    try:
        newest = newest or fetch_newest(client, draft, section=section)
    except SectionMissingError:
        whole = client.latest(draft.title)
        is_other = whole is None or (bool(draft.page_id) and whole.pageid != draft.page_id)
        if whole is None or whole.text is None or is_other or not _has_own_words(draft):
            raise
        wider = _wider(client, draft)
        if wider is None:
            raise
        page = PlaceText(
            info=whole.info,
            page_id=whole.pageid,
            section="",
            text=incoming(whole.text),
            content_model=whole.content_model,
            content_format=whole.content_format,
        )
        return page, wider
    return _unless_crossed(client, draft, newest)


def meet_saved(
    client: WikiClient, draft: Draft, *, sent: str, saved: PlaceText
) -> tuple[PlaceText, Wider | None]:
    """The same of a revision in which `sent` was published: `saved` is its section there, which
    need not be all of it any more.

    Raises the errors of the wiki client.
    """
    found = suspects(sent, draft.text, saved.text) if saved.section.isdigit() else None
    if not (found and found.gone):
        return saved, None
    page = saved.page or incoming(client.revision(saved.revid).text or "")
    start = _only_place(page, outgoing(sent))
    if start is None or not have_crossed(found, Counter(), outside(page, saved.text)):
        return saved, None
    end = start + len(outgoing(sent))
    wider = Wider(base=page, mine=page, start=start, end=end).holding(draft.text)
    return replace(saved, section="", text=page, page=""), wider


def merged_wider(client: WikiClient, draft: Draft, *, sent: str, revid: int) -> Wider | None:
    """The texts of the whole page of which the wiki merged what was sent with that revision; None
    where it merged within the section.

    Raises what `fetch_revision` does.
    """
    published = copy(draft)
    published.text = sent
    return _unless_crossed(client, published, fetch_revision(client, draft, revid))[1]


def _unless_crossed(
    client: WikiClient, draft: Draft, newest: PlaceText
) -> tuple[PlaceText, Wider | None]:
    """The same for a section that was found: as it is, unless something went over its bounds.

    Nothing is asked of the wiki unless both edits meet, and theirs took lines away there, or put
    some at the beginning or the end.
    """
    is_same_kind = newest.content_model == draft.content_model
    if not (draft.section.isdigit() and is_same_kind and newest.revid != draft.base_revid):
        return newest, None
    base = draft.base_text.content
    found = suspects(base, draft.text, newest.text) if _has_own_words(draft) else None
    if not found:
        return newest, None
    page = newest.page or incoming(client.revision(newest.revid).text or "")
    wider = _wider(client, draft)
    if wider is None:
        return newest, None
    before, now = outside(wider.base, base), outside(page, newest.text)
    if not have_crossed(found, before, now):
        return newest, None
    return replace(newest, section="", text=page, page=""), wider


def _has_own_words(draft: Draft) -> bool:
    return outgoing(draft.text) != outgoing(draft.base_text.content)


def _wider(client: WikiClient, draft: Draft) -> Wider | None:
    """None where the wiki does not show the base any more, or it has the section's text twice."""
    try:
        page = incoming(client.revision(draft.base_revid or 0).text or "")
    except WikiRejectedError:
        return None
    section = draft.base_text.content
    start = 0 if draft.section == "0" else _only_place(page, section)
    if start is None or not page.startswith(section, start):
        return None
    wider = Wider(base=page, mine=page, start=start, end=start + len(section))
    return wider.holding(draft.text)


def _only_place(page: str, section: str) -> int | None:
    """Where the lines of a section stand in a page; None where that cannot be told."""
    framed, wanted = f"\n{page}\n", f"\n{section}\n"
    start = framed.find(wanted)
    return None if start < 0 or framed.find(wanted, start + 1) >= 0 else start


def _joined(text: str, below: str) -> str:
    """A section's text above the rest of the page, as the wiki puts it there."""
    text = text.rstrip("\n")
    if not text:
        return below.lstrip("\n")
    return text + (below if below.startswith("\n") or not below else f"\n\n{below}")
