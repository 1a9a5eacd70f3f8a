"""Whom the protection of a page lets edit it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editor.wiki import Protection, SiteInfo, page_url

# What keeps somebody from publishing a text: not moving or uploading.
_OF_EDITING = ("edit", "create")


def protection_words(protections: Iterable[Protection], site: SiteInfo) -> tuple[str, ...]:
    """One sentence for each level and for each page that a protection comes from, each once."""
    of_editing = [protection for protection in protections if protection.type in _OF_EDITING]
    levels = (level_words(protection.level, site) for protection in of_editing)
    sources = (
        source_words(protection.source, site) for protection in of_editing if protection.source
    )
    return tuple(dict.fromkeys([*levels, *sources]))


def source_words(source: str, site: SiteInfo) -> SafeString:
    """Of a cascading protection: where it comes from, which is where it can be lifted."""
    page = format_html('<a href="{}"><bdi>{}</bdi></a>', page_url(site, source), source)
    return format_html(
        _("This protection comes from the page {page}, which protects all that it shows."),
        page=page,
    )


def level_name(level: str, site: SiteInfo) -> str:
    """As the wiki calls it in its own language; the bare word where it has no name for it."""
    return site.level_names.get(level, level)


def level_words(level: str, site: SiteInfo) -> str:
    """Who may edit a page of this level, as a sentence."""
    if level == "autoconfirmed":
        return _("Only autoconfirmed users may edit this page.")
    if level == "sysop":
        return _("Only administrators may edit this page.")
    return _("Who may edit this page: %(level)s.") % {"level": level_name(level, site)}
