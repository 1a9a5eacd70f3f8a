"""What a new page or section begins with: a text that a link, the wiki or an extension provides.

https://www.mediawiki.org/wiki/Manual:Creating_pages_with_preloaded_text
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from editor.wiki.answers import understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.records import SiteInfo
from editor.wiki.titles import namespace_of

MEDIAWIKI_NAMESPACE = 8
# The message that every new section of the wiki begins with.
NEW_SECTION_MESSAGE = "addsection-preload"

# What is asked about a page whenever it is opened.
INFO_PROPERTIES = ("displaytitle", "protection", "url", "watched")

_VERSION = re.compile(r"MediaWiki (\d+)\.(\d+)")
# A message whose text is this is switched off.
_DISABLED = "-"
# Each runs over a text once: what is never closed is taken to the end, not looked for again.
_ONLYINCLUDE = re.compile(r"<onlyinclude>(.*?)(</onlyinclude>|\Z)", re.DOTALL)
_NOINCLUDE = re.compile(r"<noinclude(?:\s[^<>/]*)?>.*?(?:</noinclude\s*>|\Z)", re.DOTALL | re.I)
_INCLUDEONLY_TAG = re.compile(r"</?(?:includeonly|onlyinclude)(?:\s[^<>]*)?>", re.I)
_PARAMETER = re.compile(r"\$([1-9][0-9]?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preload:
    """What is asked for: the page whose text to take, and what stands for $1, $2, … in it."""

    page: str = ""
    params: tuple[str, ...] = ()
    message: str = ""
    """What a wiki before 1.41 has to be asked for by its name."""
    language: str = ""
    """The wiki's own, in which messages are asked for."""
    is_new_section: bool = False
    is_answered: bool = True
    """Whether the wiki works it all out itself, which it does since 1.41."""

    def to_params(self) -> dict[str, Any]:
        """For prop=info."""
        return {
            "inprop": (*INFO_PROPERTIES, "preloadcontent" if self.is_answered else "preload"),
            "meta": ("tokens", "userinfo", *(["allmessages"] if self.message else [])),
            "inpreloadcustom": (self.page or None) if self.is_answered else None,
            "inpreloadparams": (self.params or None) if self.is_answered else None,
            "inpreloadnewsection": self.is_new_section and self.is_answered,
            "ammessages": [self.message] if self.message else None,
            "amlang": self.language if self.message else None,
        }


def preload_of(
    title: str, section: str, site: SiteInfo, *, page: str = "", params: tuple[str, ...] = ()
) -> Preload:
    """What to ask the wiki for when this place is opened."""
    is_new_section = section == "new"
    is_answered = version_of(site) >= (1, 41)
    message, language = "", site.language
    namespace, name = namespace_of(title, site)
    if not is_answered and is_new_section and not page:
        message = NEW_SECTION_MESSAGE
    elif not is_answered and not section and namespace.id == MEDIAWIKI_NAMESPACE:
        message, _, of_language = name.partition("/")
        language = of_language or language
    return Preload(
        page=page,
        params=params,
        message=message,
        language=language,
        is_new_section=is_new_section,
        is_answered=is_answered,
    )


def version_of(site: SiteInfo) -> tuple[int, int]:
    found = _VERSION.search(site.generator)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def preloaded(page: Mapping[str, Any], query: Mapping[str, Any], *, is_new_section: bool) -> str:
    """What came along with the answer for a page that is not there, or a new section."""
    if "preloadcontent" in page:
        return str(page["preloadcontent"]["content"])
    for message in query.get("allmessages") or ():
        text = str(message.get("content") or "")
        if text and text != _DISABLED:
            return included(text) if is_new_section else text
    return str(page.get("preload") or "")


def included(text: str, params: tuple[str, ...] = ()) -> str:
    """The part of a page that is for inclusion, with $1, $2, … filled in; nothing is expanded."""
    given = dict(enumerate(params, start=1))
    text = _PARAMETER.sub(lambda found: given.get(int(found[1]), found[0]), text)
    only = [part for part, end in _ONLYINCLUDE.findall(text) if end]
    if only:
        text = "".join(only)
    return _INCLUDEONLY_TAG.sub("", _NOINCLUDE.sub("", text))


class Preloading(ApiCaller):
    def preload_text(self, preload: Preload) -> str:
        """The text of a page as a new page or section begins with it; empty where there is none.

        Only for a wiki before 1.41: a newer one gives it along with the page.
        """
        params: Params = {
            "titles": [preload.page],
            "redirects": True,
            "prop": "revisions",
            "rvprop": "content",
            "rvslots": "main",
        }
        answer = self.call("query", params)
        with understood():
            pages = answer["query"].get("pages") or []
            if not pages or not pages[0].get("revisions"):
                return ""
            slot = pages[0]["revisions"][0]["slots"]["main"]
            return included(slot.get("content") or "", preload.params)
