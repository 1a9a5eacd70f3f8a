"""Opening a page: the one query that the form waits for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from editor.wiki.answers import api_messages, moment, moment_or_none, understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.errors import InvalidTitleError, PageMissingError, WikiRejectedError
from editor.wiki.preloading import INFO_PROPERTIES, Preload, preloaded
from editor.wiki.records import ApiMessage, PageForEditing, Protection
from editor.wiki.revisions import REVISION_PROPERTIES, Slot, main_slot, revision_info
from editor.wiki.site import USER_PROPERTIES, user_from

NEW_SECTION = "new"

# Of any other string the wiki takes what PHP's intval() makes of it: "abc" would be the lead.
_SECTION_NUMBER = re.compile(r"(T-)?[0-9]{1,6}")


_WANTED: Params = {
    "prop": ("info", "revisions"),
    "rvprop": (*REVISION_PROPERTIES, "content"),
    "rvslots": "main",
    "inprop": INFO_PROPERTIES,
    "intestactions": ("edit", "create"),
    "intestactionsdetail": "full",
    "meta": ("tokens", "userinfo"),
    "type": "csrf",
    "uiprop": USER_PROPERTIES,
    "curtimestamp": True,
}

# Of a page that does not exist the wiki names the model only.
_FORMATS = {
    "wikitext": "text/x-wiki",
    "javascript": "text/javascript",
    "json": "application/json",
    "css": "text/css",
    "sanitized-css": "text/css",
}


class PageReading(ApiCaller):
    def open_page(
        self,
        title: str | None = None,
        *,
        pageid: int | None = None,
        revid: int | None = None,
        section: str = "",
        preload: Preload | None = None,
    ) -> PageForEditing:
        """All that the form needs, in one request; a fresh CSRF token comes along.

        https://www.mediawiki.org/wiki/API:Info, https://www.mediawiki.org/wiki/API:Revisions

        Raises InvalidTitleError for what no page can be called, or only one of another wiki;
        PageMissingError for an unknown `pageid`; WikiRejectedError for an unknown `revid`
        (nosuchrevid) and where the user may not read (readapidenied).
        """
        is_asked_otherwise = title is None and (pageid or revid)
        if not is_asked_otherwise and not (title or "").strip():
            raise InvalidTitleError(
                "A title cannot be empty.", messages=[ApiMessage("title-invalid-empty")]
            )
        params = {
            # As a list, so that a `|` in it does not make two titles of one.
            "titles": None if title is None else [title],
            "pageids": pageid,
            "revids": revid,
            "rvsection": section if _SECTION_NUMBER.fullmatch(section) else None,
        }
        wanted = _WANTED if preload is None else {**_WANTED, **preload.to_params()}
        answer = self.call("query", {**wanted, **params})
        with understood():
            page = _only_page(answer["query"])
            opened = _page_for_editing(page, answer, section)
        if self.username:
            self._take_csrf_token(answer)
        return opened


def _only_page(query: Mapping[str, Any]) -> Mapping[str, Any]:
    if query.get("interwiki"):
        raise InvalidTitleError(
            "The title leads to another wiki.",
            messages=[ApiMessage("title-is-interwiki", data=query["interwiki"][0])],
        )
    if query.get("badrevids"):
        raise WikiRejectedError("There is no such revision.", messages=[ApiMessage("nosuchrevid")])
    page: Mapping[str, Any] = query["pages"][0]
    if page.get("invalid"):
        raise InvalidTitleError("No such title.", messages=[_invalid_reason(page)])
    if page.get("special"):
        raise InvalidTitleError(
            "The title is that of a special page.", messages=[ApiMessage("title-is-special")]
        )
    if "title" not in page:
        raise PageMissingError(
            "There is no page with this id.", messages=[ApiMessage("nosuchpageid")]
        )
    return page


def _invalid_reason(page: Mapping[str, Any]) -> ApiMessage:
    reason = page.get("invalidreason")
    return api_messages([reason])[0] if isinstance(reason, dict) else ApiMessage("invalidtitle")


def _page_for_editing(
    page: Mapping[str, Any], answer: Mapping[str, Any], section: str
) -> PageForEditing:
    is_missing = bool(page.get("missing"))
    row = None if is_missing else page["revisions"][0]
    slot = main_slot(row) if row else None
    is_new_section = section == NEW_SECTION
    is_section_missing = _is_section_missing(section, slot)
    content_model: str = (slot.content_model if slot else "") or page["contentmodel"]
    return PageForEditing(
        title=page["title"],
        display_title=page.get("displaytitle") or "",
        pageid=page.get("pageid") or 0,
        url=page["canonicalurl"],
        is_missing=is_missing,
        is_redirect=bool(page.get("redirect")),
        revision=revision_info(page["title"], row) if row else None,
        latest_revid=page.get("lastrevid") or 0,
        section=section,
        is_section_missing=is_section_missing,
        text=_text(slot, is_new_section=is_new_section, is_section_missing=is_section_missing),
        content_model=content_model,
        content_format=(slot.content_format if slot else "")
        or _FORMATS.get(content_model, "text/plain"),
        length=page.get("length") or 0,
        starttimestamp=moment(answer["curtimestamp"]),
        protection=tuple(_protection(item) for item in page["protection"]),
        edit_errors=_edit_errors(page["actions"], is_missing=is_missing),
        language=page["pagelanguagehtmlcode"],
        dir=page["pagelanguagedir"],
        preload=preloaded(page, answer["query"], is_new_section=is_new_section)
        if is_missing or is_new_section
        else "",
        is_watched=bool(page.get("watched")),
        watchlist_expiry=moment_or_none(page.get("watchlistexpiry")),
        user=user_from(answer["query"]["userinfo"]),
    )


def _is_section_missing(section: str, slot: Slot | None) -> bool:
    if section in ("", NEW_SECTION):
        return False
    return slot is None or slot.is_section_missing or not _SECTION_NUMBER.fullmatch(section)


def _text(slot: Slot | None, *, is_new_section: bool, is_section_missing: bool) -> str | None:
    if is_section_missing:
        return None
    return "" if slot is None or is_new_section else slot.text


def _protection(item: Mapping[str, Any]) -> Protection:
    return Protection(
        type=item["type"],
        level=item["level"],
        source=item.get("source") or "",
    )


def _edit_errors(actions: Mapping[str, Any], *, is_missing: bool) -> tuple[ApiMessage, ...]:
    create = actions["create"] if is_missing else []
    return api_messages([*actions["edit"], *create])
