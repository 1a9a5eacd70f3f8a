"""Titles and the wiki's addresses, from one to the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from editor.wiki.errors import InvalidTitleError
from editor.wiki.records import ApiMessage, Namespace, SiteInfo

_SPACES = re.compile(r"[ _\u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
# The wiki drops these from a title; they come along unseen when one is copied.
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e]")
_SPECIAL = -1
_ADDRESS = re.compile(r"(https?:)?//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageAddress:
    """What a pasted title or address asks for."""

    title: str = ""
    section: str = ""
    anchor: str = ""
    oldid: int | None = None
    curid: int | None = None
    undo: int | None = None
    undoafter: int | None = None
    revid: int | None = None
    """A revision of the page that is meant, where nothing else says which; its text is not."""


def normalize(title: str) -> str:
    """Spaces as the wiki writes them. Case and namespace are for the wiki itself to settle."""
    return _SPACES.sub(" ", _DIRECTION_MARKS.sub("", title)).strip()


def title_from_address(text: str, site: SiteInfo) -> PageAddress:
    """A title as it is typed, or an address of this wiki.

    Raises InvalidTitleError for an address that is not one of a page of this wiki.
    """
    text = text.strip()
    if not _ADDRESS.match(text):
        title, _, anchor = text.partition("#")
        address = PageAddress(title=normalize(title), anchor=normalize(anchor))
        return behind_special_page(address, site)
    try:
        parts = urlsplit(text)
        is_here = parts.netloc.lower() == urlsplit(site.server).netloc.lower()
    except ValueError as error:
        raise _no_page(text) from error
    if not is_here:
        raise _no_page(text)
    query = parse_qs(parts.query, keep_blank_values=True)
    asked = {name: values[0] for name, values in query.items()}
    address = PageAddress(
        title=normalize(asked.get("title") or _title_from_path(parts.path, site)),
        section=asked.get("section", ""),
        anchor=normalize(unquote(parts.fragment)),
        oldid=_number(asked.get("oldid")),
        curid=_number(asked.get("curid")),
        undo=_number(asked.get("undo")),
        undoafter=_number(asked.get("undoafter")),
    )
    if "diff" in asked:
        address = page_of_difference(address, asked["diff"])
    if not (address.title or address.curid or address.oldid or address.revid):
        raise _no_page(text)
    return behind_special_page(address, site)


def page_of_difference(address: PageAddress, diff: str) -> PageAddress:
    """Only the page is meant: `oldid` is what the difference begins with, not what to put back.

    https://www.mediawiki.org/wiki/Manual:Parameters_to_index.php#Diffs
    """
    return replace(address, oldid=None, revid=_number(diff) or address.oldid)


def behind_special_page(address: PageAddress, site: SiteInfo) -> PageAddress:
    """What a special page such as `Special:Diff/199/200` leads to; any other stays as it is."""
    namespace, name = _namespace_written(address.title, site)
    if namespace.id != _SPECIAL:
        return address
    written, _, rest = name.partition("/")
    match site.special_pages.get(normalize(written).casefold()):
        case "Diff":
            numbers = [number for part in rest.split("/") if (number := _number(part))]
            return replace(address, title="", revid=numbers[-1]) if numbers else address
        case "PermanentLink" if oldid := _number(rest):
            return replace(address, title="", oldid=oldid)
        case "EditPage" if rest:
            return replace(address, title=normalize(rest))
        case "NewSection" if rest:
            return replace(address, title=normalize(rest), section="new")
    return address


def query_of_address(text: str) -> str:
    """What an address asks for besides the page, as it is written; nothing for a title."""
    text = text.strip()
    return urlsplit(text).query if _ADDRESS.match(text) else ""


def page_url(site: SiteInfo, title: str) -> str:
    """The address at which the wiki shows a page."""
    return site.server + site.article_path.replace("$1", _encoded(title))


def script_url(site: SiteInfo, **query: str | int) -> str:
    """An address of `index.php`: `title`, `oldid`, `diff`, `action`, …"""
    return f"{site.server}{site.script}?{urlencode(query)}"


def styles_url(site: SiteInfo, modules: Iterable[str], *, language: str, skin: str) -> str:
    """One style sheet of all these modules. https://www.mediawiki.org/wiki/ResourceLoader"""
    query = {
        "lang": language,
        "modules": "|".join(sorted(set(modules))),
        "only": "styles",
        "skin": skin,
    }
    script = site.script.removesuffix("index.php") + "load.php"
    return f"{site.server}{script}?{urlencode(query)}"


def namespace_of(title: str, site: SiteInfo) -> tuple[Namespace, str]:
    """The namespace of a title in its canonical spelling, and the title without it."""
    prefix, colon, rest = title.partition(":")
    if colon:
        for namespace in site.namespaces.values():
            if namespace.id != 0 and prefix in (namespace.name, namespace.canonical):
                return namespace, rest
    return site.namespaces[0], title


def is_same_page(link: str, title: str, site: SiteInfo) -> bool:
    """Whether a link, as somebody writes it, leads to the page of this canonical title."""
    target = normalize(unquote(link).partition("#")[0])
    namespace, name = _namespace_written(target, site)
    if namespace.is_first_letter_case:
        name = name[:1].upper() + name[1:]
    return (namespace, name) == namespace_of(title, site)


def is_own_user_page(title: str, site: SiteInfo, username: str) -> bool:
    """Whether the page is this user's own, or its talk page; no subpage is."""
    namespace, name = namespace_of(title, site)
    return namespace.id in (2, 3) and name == username


def notice_messages(title: str, site: SiteInfo) -> list[str]:
    """The messages that may hold edit notices: of the namespace, then of the page and its parents.

    https://www.mediawiki.org/wiki/Manual:Interface/Edit_notice
    """
    namespace, name = namespace_of(title, site)
    of_namespace = f"editnotice-{namespace.id}"
    parts = name.replace(" ", "_").split("/")
    if not namespace.has_subpages:
        parts = ["-".join(parts)]
    ends = range(1, len(parts) + 1)
    return [of_namespace, *("-".join([of_namespace, *parts[:end]]) for end in ends)]


def _namespace_written(title: str, site: SiteInfo) -> tuple[Namespace, str]:
    """The same of a title as it is typed: in any case, and under any name the namespace has."""
    prefix, colon, rest = title.partition(":")
    written = prefix.strip().casefold()
    for namespace in site.namespaces.values() if colon else ():
        names = (namespace.name, namespace.canonical, *namespace.aliases)
        if namespace.id != 0 and written in {name.casefold() for name in names}:
            return namespace, rest.strip()
    return site.namespaces[0], title


def _title_from_path(path: str, site: SiteInfo) -> str:
    # Where pages stand at the root ("/$1"), the script is none of them.
    if path == site.script:
        return ""
    # The scripts take a page's title behind a slash as well, whatever the wiki's own addresses.
    for pattern in (f"{site.script}/$1", site.article_path):
        before, _, after = pattern.partition("$1")
        if path.startswith(before) and path.endswith(after):
            return unquote(path[len(before) : len(path) - len(after)])
    return ""


def _encoded(title: str) -> str:
    """As the wiki's own links are: readable, and safe in a path."""
    return quote(title.replace(" ", "_"), safe=";:@$!*(),/~-._")


def _number(text: str | None) -> int | None:
    return int(text) if text and re.fullmatch(r"[0-9]{1,12}", text) else None


def _no_page(text: str) -> InvalidTitleError:
    return InvalidTitleError(
        "The address is not one of a page of this wiki.",
        messages=[ApiMessage("address-is-elsewhere", data={"address": text})],
    )
