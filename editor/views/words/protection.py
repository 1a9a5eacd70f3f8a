"""Whom the protection of a page lets edit it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from editor.wiki import Protection, SiteInfo

# What keeps somebody from publishing a text: not moving or uploading.
_OF_EDITING = ("edit", "create")


def protection_words(protections: Iterable[Protection], site: SiteInfo) -> tuple[str, ...]:
    """One sentence for each level, each once."""
    levels = (protection.level for protection in protections if protection.type in _OF_EDITING)
    return tuple(dict.fromkeys(level_words(level, site) for level in levels))


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
