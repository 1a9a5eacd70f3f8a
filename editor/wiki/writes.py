"""What is asked of the two writing actions, and what they answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

Watchlist = Literal["nochange", "watch", "unwatch", "preferences"]


class StashStatus(StrEnum):
    STASHED = "stashed"
    EDITCONFLICT = "editconflict"
    BUSY = "busy"
    RATELIMITED = "ratelimited"
    UNCACHEABLE = "uncacheable"
    ERROR_PARSE = "error_parse"
    ERROR_CACHE = "error_cache"


@dataclass(frozen=True, slots=True, kw_only=True)
class StashRequest:
    """`text` as the draft holds it; its outgoing form is made where it is sent.

    With a `text_hash` (of an earlier StashResult) only that travels, and `text`, when given,
    follows only if the wiki has forgotten it.
    """

    title: str
    text: str | None = None
    text_hash: str = ""
    baserevid: int = 0
    """0 for a page that does not exist."""
    section: str = ""
    section_title: str = ""
    summary: str = ""
    content_model: str = "wikitext"
    content_format: str = "text/x-wiki"


@dataclass(frozen=True, slots=True)
class StashResult:
    status: StashStatus
    text_hash: str = ""

    @property
    def is_stashed(self) -> bool:
        return self.status is StashStatus.STASHED


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRequest:
    """One publish. `text` as the draft holds it; its outgoing form is made where it is sent."""

    title: str
    text: str | None = None
    """None only with `undo`, `prepend` or `append`: then the wiki makes the text."""
    prepend: str = ""
    append: str = ""
    """Put before or after what the page or section has when this arrives, as they are."""
    follows_redirect: bool = False
    """Only with `prepend` or `append`: what the page redirects to is edited instead."""
    summary: str = ""
    section: str = ""
    section_title: str | None = None
    baserevid: int | None = None
    starttimestamp: datetime | None = None
    is_minor: bool = False
    is_bot: bool = False
    watchlist: Watchlist = "nochange"
    watchlist_expiry: str = ""
    """As the wiki takes it: "1 week", "infinite", or a time in ISO 8601."""
    tags: tuple[str, ...] = ()
    createonly: bool = False
    nocreate: bool = False
    recreate: bool = False
    undo: int = 0
    """With a text beside it, that is saved, and marked as a revert if it is what undoing gives."""
    undoafter: int = 0
    captcha_id: str = ""
    captcha_word: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditResult:
    title: str
    pageid: int
    content_model: str
    is_nochange: bool
    is_new: bool
    oldrevid: int | None
    """None when nothing changed. Not the baserevid that was sent: the wiki itself has merged."""
    newrevid: int | None
    newtimestamp: datetime | None
    is_watched: bool
    watchlist_expiry: datetime | None
