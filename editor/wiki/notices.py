"""What stands around the form; it follows by itself and nobody waits for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from editor.wiki.answers import moment, understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.records import LogEntry, SiteInfo
from editor.wiki.titles import notice_messages

# These Galley says itself: why the user may not edit, who protected the page or from which one its
# protection comes, who deleted it, and that a revision is an old one.
_SAID_OTHERWISE = (
    "permissions-error",
    "cascadeprotectedwarning",
    "editingold",
    "protectedpagewarning",
    "recreate-moveddeleted-warn",
    "semiprotectedpagewarning",
    "titleprotectedwarning",
)


class NoticeReading(ApiCaller):
    def deletion_log(self, title: str) -> LogEntry | None:
        """Who deleted the page, or moved it away, last. None: nobody did.

        https://www.mediawiki.org/wiki/API:Logevents
        """
        entries = [*self._log_entries(title, "delete"), *self._log_entries(title, "move")]
        return max(entries, key=lambda entry: entry.timestamp, default=None)

    def protection_log(self, title: str) -> LogEntry | None:
        """Who protected the page last, or changed its protection. None: nobody did."""
        entries = self._log_entries(title, "protect", actions=("protect", "modify"))
        return entries[0] if entries else None

    def notices(self, title: str, site: SiteInfo, *, intro: str = "") -> tuple[str, ...]:
        """The edit notices of a page, `title` as the wiki spells it. HTML, NOT sanitised.

        `intro` is a page to show besides, where it exists.
        """
        # Since 1.41; an older wiki only warns that it does not know the word.
        # https://www.mediawiki.org/wiki/API:Info
        params: Params = {
            "titles": [title],
            "prop": "info",
            "inprop": "editintro",
            "ineditintrocustom": intro or None,
            "ineditintroskip": _SAID_OTHERWISE,
        }
        answer = self.call("query", params)
        with understood():
            page = answer["query"]["pages"][0]
            if "editintro" in page:
                return _shown(page["editintro"])
        if "VisualEditor" in site.extensions:
            return self._notices_of_visual_editor(title, intro)
        return self._notices_of_messages(title, site, intro)

    def _log_entries(self, title: str, kind: str, actions: tuple[str, ...] = ()) -> list[LogEntry]:
        params: Params = {
            "list": "logevents",
            "letitle": title,
            "letype": kind,
            "leprop": ("type", "title", "user", "timestamp", "comment", "parsedcomment"),
            "lelimit": 10,
        }
        answer = self.call("query", params)
        with understood():
            return [
                _log_entry(item)
                for item in answer["query"]["logevents"]
                # What was done is hidden: only an administrator is told of the entry at all.
                if not item.get("actionhidden")
                # Restored pages and hidden revisions are in the same log.
                and (item["action"] in actions if actions else item["action"].startswith(kind))
            ]

    def _notices_of_visual_editor(self, title: str, intro: str) -> tuple[str, ...]:
        params: Params = {"paction": "metadata", "page": title, "editintro": intro or None}
        answer = self.call("visualeditor", params)
        with understood():
            return _shown(answer["visualeditor"]["notices"])

    def _notices_of_messages(self, title: str, site: SiteInfo, intro: str) -> tuple[str, ...]:
        names = notice_messages(title, site)
        asked: Params = {"meta": "allmessages", "ammessages": names}
        answer = self.call("query", {**asked, "titles": [intro] if intro else None})
        with understood():
            query = answer["query"]
            found = [item.get("content") or "" for item in query["allmessages"]]
            pages = query.get("pages") or ()
            found += [f"{{{{:{page['title']}}}}}" for page in pages if page.get("pageid")]
        wikitext = "\n\n".join(text for text in found if text)
        if not wikitext:
            return ()
        params: Params = {
            "title": title,
            "text": wikitext,
            "contentmodel": "wikitext",
            "prop": "text",
            "disablelimitreport": True,
        }
        answer = self.call("parse", params)
        with understood():
            return (answer["parse"]["text"],)


def _shown(notices: Mapping[str, str] | list[str]) -> tuple[str, ...]:
    # PHP's empty map is an empty list in JSON.
    if isinstance(notices, list):
        return tuple(notices)
    return tuple(html for name, html in notices.items() if name not in _SAID_OTHERWISE)


def _log_entry(item: Mapping[str, Any]) -> LogEntry:
    """What anybody may see of it: an administrator is sent the hidden parts as well."""
    is_comment_hidden = bool(item.get("commenthidden"))
    return LogEntry(
        type=item["type"],
        title=item["title"],
        user="" if item.get("userhidden") else item.get("user") or "",
        timestamp=moment(item["timestamp"]),
        comment="" if is_comment_hidden else item.get("comment") or "",
        comment_html="" if is_comment_hidden else item.get("parsedcomment") or "",
    )
