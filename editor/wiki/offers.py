"""What the wiki offers around the form: change tags, ends of a watch, its own words below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from editor.wiki.answers import understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.records import SiteInfo

_EXPIRIES = "watchlist-expiry-options"
_COPYRIGHT_PAGE = "copyrightpage"
# Wikimedia's wikis have a message of their own, which an extension puts in place of the others.
_COPYRIGHT = ("wikimedia-copyrightwarning", "copyrightwarning", "copyrightwarning2")
# Below the form, for all pages alike; of the wiki's own language, whatever the editor's is.
_EDIT_TOOLS = "edittools"
_TAG = re.compile(r"<[^<>]*>")
# As the wiki comes, the message is one, for whoever is to write it.
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DISABLED = ("", "-")
# Tags come 500 at a time, and among them is one for each application that ever signed in.
TAGS_AT_ONCE: int | str = "max"
MOST_QUESTIONS = 20


@dataclass(frozen=True, slots=True)
class ChangeTag:
    name: str
    label: str
    """Plain text, as the wiki shows it."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class WatchExpiry:
    value: str
    """As `watchlistexpiry` takes it."""
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FormOffer:
    tags: tuple[ChangeTag, ...]
    """Those that somebody may put on an edit by hand; of the wiki's first 10,000."""
    expiries: tuple[WatchExpiry, ...]
    """Empty where the wiki knows no end of a watch."""
    copyright_html: str
    """NOT sanitised; empty where the wiki has switched the line off."""
    tools_html: str
    """What MediaWiki:Edittools says. NOT sanitised; empty where it says nothing."""


class OfferReading(ApiCaller):
    def form_offer(self, site: SiteInfo) -> FormOffer:
        """The same for all users and pages; in the client's language.

        https://www.mediawiki.org/wiki/API:Tags, https://www.mediawiki.org/wiki/API:Allmessages
        """
        asked_tags: Params = {
            "list": "tags",
            "tglimit": TAGS_AT_ONCE,
            "tgprop": ("active", "defined", "description", "displayname", "source"),
        }
        params: Params = {
            **asked_tags,
            "meta": "allmessages",
            "ammessages": (_EXPIRIES, _COPYRIGHT_PAGE, *_COPYRIGHT),
        }
        answer = self.call("query", params)
        with understood():
            query = answer["query"]
            messages = {
                item["name"]: str(item.get("content") or "")
                for item in query["allmessages"]
                if not item.get("missing")
            }
            items = [*query["tags"], *self._more_tags(asked_tags, answer)]
            tags = tuple(_tag(item) for item in items if _is_for_hand(item))
        return FormOffer(
            tags=tags,
            expiries=expiries_of(messages.get(_EXPIRIES, "")) if self._knows_expiry() else (),
            tools_html=self._edit_tools(site),
            copyright_html=self._copyright(messages, site),
        )

    def _more_tags(self, asked: Params, answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        for _ in range(1, MOST_QUESTIONS):
            if "continue" not in answer:
                return
            answer = self.call("query", {**asked, **answer["continue"]})
            yield from answer["query"]["tags"]

    def _knows_expiry(self) -> bool:
        """$wgWatchlistExpiry is said nowhere, but without it the parameter is not there."""
        answer = self.call("paraminfo", {"modules": "edit"})
        with understood():
            (module,) = answer["paraminfo"]["modules"]
            return any(item["name"] == "watchlistexpiry" for item in module["parameters"])

    def _copyright(self, messages: Mapping[str, str], site: SiteInfo) -> str:
        names = _COPYRIGHT if site.rights_text else (_COPYRIGHT[0], _COPYRIGHT[2])
        name = next((name for name in names if name in messages), "")
        if not name or messages[name] in _DISABLED:
            return ""
        page = messages.get(_COPYRIGHT_PAGE, "")
        wikitext = messages[name].replace("$1", f"[[{page}]]").replace("$2", site.rights_text)
        return self._parsed(wikitext, site, self.language)

    def _edit_tools(self, site: SiteInfo) -> str:
        params: Params = {
            "meta": "allmessages",
            "ammessages": (_EDIT_TOOLS,),
            "amlang": site.language,
        }
        answer = self.call("query", params)
        with understood():
            (message,) = answer["query"]["allmessages"]
            wikitext = _COMMENT.sub("", str(message.get("content") or "")).strip()
        return "" if wikitext in _DISABLED else self._parsed(wikitext, site, site.language)

    def _parsed(self, wikitext: str, site: SiteInfo, language: str) -> str:
        params: Params = {
            "uselang": language,
            "title": site.main_page,
            "text": wikitext,
            "contentmodel": "wikitext",
            "prop": "text",
            "wrapoutputclass": "",
            "disablelimitreport": True,
        }
        answer = self.call("parse", params)
        with understood():
            return str(answer["parse"]["text"])


def expiries_of(message: str) -> tuple[WatchExpiry, ...]:
    """https://www.mediawiki.org/wiki/Manual:$wgWatchlistExpiry: "label:value,label:value"."""
    pairs = (part.partition(":") for part in message.split(",") if part.strip())
    return tuple(
        WatchExpiry(value=(value or label).strip(), label=label.strip())
        for label, _, value in pairs
    )


def _is_for_hand(item: Mapping[str, Any]) -> bool:
    return bool(item.get("active")) and "manual" in (item.get("source") or ())


def _tag(item: Mapping[str, Any]) -> ChangeTag:
    def plain(html: str | bool | None) -> str:
        return unescape(_TAG.sub("", html)).strip() if isinstance(html, str) else ""

    return ChangeTag(
        name=item["name"],
        label=plain(item.get("displayname")) or item["name"],
        description=plain(item.get("description")),
    )
