"""A preview as a document of its own, looking as on the wiki."""

from __future__ import annotations

import re
from typing import Any

from django.utils.safestring import mark_safe

from editor.models import Draft
from editor.wiki import Preview, SiteInfo, page_url, styles_url

# Styles that every page of the wiki has, whatever is on it.
PAGE_STYLES = ("site.styles", "mediawiki.skinning.content", "mediawiki.skinning.interface")
# A start tag as MediaWiki writes it: attributes in double quotes, no raw "<" or ">" outside tags.
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
LOCAL = re.compile(r'(\s(?:href|src|poster|cite)=")(/(?!/)[^"]*)"')
SRCSET = re.compile(r'(\ssrcset=")([^"]*)"')
# A link inside the page stays in the frame, every other one opens beside Galley.
OUTWARD = re.compile(r'^<a\b(?=[^>]*\shref="(?!#))')


def preview_document(draft: Draft, preview: Preview) -> dict[str, Any]:
    """The context of the frame's template."""
    site = draft.wiki.site
    return {
        "title": mark_safe(preview.display_title),  # noqa: S308 - the frame runs no script
        "body": mark_safe(absolute(preview.html, site)),  # noqa: S308
        "categories": mark_safe(absolute(preview.categories_html, site)),  # noqa: S308
        "summary": mark_safe(absolute(preview.parsed_summary, site)),  # noqa: S308
        "warnings": [mark_safe(absolute(html, site)) for html in preview.warnings],  # noqa: S308
        "limit_report": mark_safe(absolute(preview.limit_report_html, site)),  # noqa: S308
        "templates": [(use, page_url(site, use.title)) for use in preview.templates],
        # Where another wiki is, is for the wiki's own table to say: only a link that can be one.
        "languages": [
            link for link in preview.languages if link.url.startswith(("https://", "http://"))
        ],
        "language": preview.language or draft.page_language,
        "dir": preview.dir or ("rtl" if draft.is_rtl else "ltr"),
        "styles": styles_url(
            site,
            [*PAGE_STYLES, *preview.style_modules],
            language=preview.language or draft.page_language,
            skin=site.skin,
        ),
        "skin": site.skin,
    }


def absolute(html: str, site: SiteInfo) -> str:
    """The wiki's HTML with addresses that work outside of it.

    Rewritten rather than given a <base>, which would turn "#cite_note-1" into a link to the wiki.
    """
    return TAG.sub(lambda tag: _absolute_tag(tag[0], site.server), html)


def _absolute_tag(tag: str, server: str) -> str:
    tag = LOCAL.sub(lambda found: f'{found[1]}{server}{found[2]}"', tag)
    tag = SRCSET.sub(lambda found: f'{found[1]}{_absolute_set(found[2], server)}"', tag)
    return OUTWARD.sub('<a target="_blank" rel="noopener"', tag)


def _absolute_set(sources: str, server: str) -> str:
    return ", ".join(
        server + source if source.startswith("/") and not source.startswith("//") else source
        for source in (part.strip() for part in sources.split(","))
    )
