"""The wiki's own HTML, made fit for Galley's pages."""

from __future__ import annotations

from html import unescape

import nh3
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

# What a message of the wiki may be made of; nothing that embeds, runs or posts.
ALLOWED_TAGS = frozenset(
    """
    a abbr b bdi bdo blockquote br cite code dd del dfn div dl dt em h2 h3 h4 h5 h6 hr i ins kbd li
    ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var
    """.split()  # noqa: SIM905 - a list of these would be a page long
)


def sanitised(html: str) -> SafeString:
    """The wiki's HTML, safe to show in Galley's own pages; its links lead to the wiki."""
    clean = nh3.clean(
        html,
        tags=set(ALLOWED_TAGS),
        attributes={"a": {"href", "title"}, "*": {"dir", "lang", "title"}},
        attribute_filter=_to_wiki,
        link_rel="noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just made it safe


def has_words(html: str) -> bool:
    """Whether there is anything to read in it; the wiki has frames around nothing."""
    return bool(unescape(strip_tags(html)).strip())


def _to_wiki(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href" and value.startswith("/") and not value.startswith("//"):
        return settings.WIKI_ORIGIN + value
    return value
