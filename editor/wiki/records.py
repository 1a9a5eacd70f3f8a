"""What the wiki answers, as frozen records. All times are aware and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ApiMessage:
    """One error or warning of the wiki. `html` is in the user's language and NOT sanitised."""

    code: str
    html: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Captcha:
    """A question the wiki asks before it saves. `question` may hold HTML, NOT sanitised."""

    type: str
    mime: str = ""
    id: str = ""
    question: str = ""
    url: str = ""
    key: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Namespace:
    id: int
    name: str
    canonical: str
    aliases: tuple[str, ...]
    has_subpages: bool
    is_first_letter_case: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInfo:
    name: str
    wiki_id: str
    server: str
    """With a scheme, even where the wiki itself says `//example.org`."""
    article_path: str
    """As the wiki names it: `/wiki/$1`."""
    script: str
    """The path of `index.php`; `load.php` is beside it."""
    skin: str
    """The wiki's default."""
    main_page: str
    generator: str
    language: str
    is_rtl: bool
    max_article_bytes: int
    rights_text: str
    namespaces: Mapping[int, Namespace]
    extensions: frozenset[str]
    level_names: Mapping[str, str]
    """Of levels of protection, in the wiki's own language."""
    special_pages: Mapping[str, str]
    """From any name of one that leads to a page to edit, in lower case, to its English name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockInfo:
    id: int | None
    reason: str
    is_partial: bool


@dataclass(frozen=True, slots=True)
class BlocksNow:
    of_users: Mapping[str, bool]
    """Without those whom the wiki lacks."""
    of_address: bool | None
    """Of Galley's own; None where the asker is blocked too, or would not be stopped by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserInfo:
    id: int
    name: str
    edit_count: int
    groups: tuple[str, ...]
    rights: frozenset[str]
    options: Mapping[str, Any]
    block: BlockInfo | None


@dataclass(frozen=True, slots=True)
class AccountIds:
    """The numbers that one account goes by."""

    local: int
    """On this wiki."""
    central: int | None
    """Among the accounts that the wikis of a farm share; None where it is not one of them."""

    def __contains__(self, number: int) -> bool:
        return number in (self.local, self.central)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionInfo:
    title: str
    revid: int
    parentid: int = 0
    timestamp: datetime | None = None
    user: str = ""
    """Empty when the wiki hides it."""
    comment: str = ""
    size: int = 0
    sha1: str = ""
    tags: tuple[str, ...] = ()
    is_minor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    info: RevisionInfo
    pageid: int
    content_model: str
    content_format: str
    text: str | None
    """None when the wiki hides the text, or when the section does not exist in it."""
    is_section_missing: bool = False


@dataclass(frozen=True, slots=True)
class Protection:
    type: str
    level: str
    source: str = ""
    """The page a cascading protection comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageForEditing:
    """All that the form needs to begin, out of one query."""

    title: str
    """Canonical, as the wiki spells it."""
    display_title: str
    """HTML, NOT sanitised."""
    pageid: int
    """0 where the page does not exist."""
    url: str
    is_missing: bool
    is_redirect: bool
    revision: RevisionInfo | None
    """The revision whose text this is; None where the page does not exist."""
    latest_revid: int
    section: str
    is_section_missing: bool
    text: str | None
    """Empty for a missing page; None when hidden or when the section is missing."""
    preload: str
    """What a page that does not exist, or a new section, is to begin with."""
    content_model: str
    content_format: str
    length: int
    starttimestamp: datetime
    """The wiki's own clock when it answered: goes back to it with the edit."""
    protection: tuple[Protection, ...]
    edit_errors: tuple[ApiMessage, ...]
    """Why this user may not save here, in the wiki's words; empty: may."""
    language: str
    dir: str
    is_watched: bool
    watchlist_expiry: datetime | None
    user: UserInfo

    @property
    def level(self) -> str:
        """What it takes to edit the page, or to create it; empty where anybody may."""
        action = "create" if self.is_missing else "edit"
        return next((rule.level for rule in self.protection if rule.type == action), "")

    @property
    def revid(self) -> int:
        return self.revision.revid if self.revision else 0

    @property
    def timestamp(self) -> datetime | None:
        return self.revision.timestamp if self.revision else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    index: str
    """What `section=` takes: "3", "T-1" for one from a template, "" when it cannot be edited."""
    level: int
    number: str
    anchor: str
    heading: str
    """Plain text."""
    offset: int | None
    """In code points from the start of the text; None inside a template."""
    from_title: str


@dataclass(frozen=True, slots=True)
class TitleSuggestion:
    title: str
    description: str = ""
    redirected_from: str = ""


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """A template, module or other page that stands in a text."""

    title: str
    is_missing: bool = False
    protection: str = ""
    """The level that editing it takes; empty where it is free, or was not asked for."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    language: str
    """Its name, as the wiki says it."""
    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PageUses:
    templates: tuple[TemplateUse, ...]
    hidden_categories: tuple[str, ...]
    """Without their namespace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What the wiki makes of a text. All HTML is the wiki's and NOT sanitised."""

    title: str
    html: str
    display_title: str
    parsed_summary: str
    categories_html: str
    sections: tuple[Section, ...]
    warnings: tuple[str, ...]
    templates: tuple[TemplateUse, ...]
    languages: tuple[LanguageLink, ...]
    limit_report_html: str
    style_modules: tuple[str, ...]
    """For `load.php?only=styles`."""
    language: str
    dir: str
    """Both empty where the wiki does not mark its output; the page's own then hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    type: str
    title: str
    user: str
    timestamp: datetime
    comment: str
    comment_html: str
    """NOT sanitised."""
