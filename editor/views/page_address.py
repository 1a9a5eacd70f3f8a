"""What an address of Galley asks for: which page, what of it, and which old text in it."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, QueryDict

from editor.actions.beginning import Preset
from editor.actions.revert import Revert
from editor.wiki import PageAddress, incoming


class WikiNumber:
    """The number of a page or revision in a path; longer ones the wiki itself cannot read."""

    LONGEST = 12
    regex = f"[0-9]{{1,{LONGEST}}}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


# What a redirect page holds; only asked of a page that the wiki calls a redirect.
TARGET = re.compile(r"\[\[\s*:?([^\]|\n]+)")


def asked_address(request: HttpRequest, title: str, pageid: int | None = None) -> PageAddress:
    curid = pageid or asked_number(request, "curid")
    return PageAddress(
        # As on the wiki, the number of a page goes before a title beside it.
        title="" if curid else title.replace("_", " ").strip(),
        curid=curid,
        section=request.GET.get("section", ""),
    )


def asked_revert(request: HttpRequest, revid: int | None = None) -> Revert | None:
    """As in the wiki's own edit links: `oldid`, or `undo` with or without `undoafter`."""
    oldid = revid or asked_number(request, "oldid") or 0
    undo = asked_number(request, "undo") or 0
    undoafter = asked_number(request, "undoafter") or 0
    # The wiki too takes an undo before an old revision.
    revert = Revert(oldid=0 if undo else oldid, undo=undo, undoafter=undoafter)
    return revert if revert.is_asked else None


# What an edit link of the wiki may ask for a new page or section to begin with.
# https://www.mediawiki.org/wiki/Manual:Parameters_to_index.php#Edit_and_submit
PRESETS = ("preload", "editintro", "preloadtitle", "summary", "minor", "watchthis")
PRESET_LISTS = ("preloadparams[]",)


def asked_preset(request: HttpRequest) -> Preset:
    asked = request.GET
    return Preset(
        preload=_line(asked.get("preload")),
        preload_params=tuple(incoming(value) for value in asked.getlist("preloadparams[]")[:50]),
        section_title=_line(asked.get("preloadtitle")),
        summary=_line(asked.get("summary")),
        is_minor=asked.get("minor", "") not in ("", "0"),
        is_watching=asked.get("watchthis", "") not in ("", "0"),
    )


def preset_query(asked: QueryDict) -> str:
    """The same, to hand on to another address of Galley."""
    query = QueryDict(mutable=True)
    for name in (*PRESETS, *PRESET_LISTS):
        if name in asked:
            query.setlist(name, asked.getlist(name))
    return query.urlencode()


def _line(text: str | None) -> str:
    return incoming(text or "").replace("\n", " ").strip()


def asked_number(request: HttpRequest, name: str) -> int | None:
    """A number of the wiki's, None where none is asked for. Raises Http404 beyond all numbers."""
    text = request.GET.get(name, "")
    if not re.fullmatch(r"[0-9]+", text):
        return None
    if len(text) > WikiNumber.LONGEST:
        raise Http404("no such page or revision")
    return int(text)


def target_of(text: str) -> str:
    """Where the text of a redirect page leads."""
    match = TARGET.search(text)
    return match[1].strip().replace("_", " ") if match else ""
