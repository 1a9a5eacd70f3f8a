"""What the wiki makes of a text: previews and outlines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from editor.wiki.answers import understood
from editor.wiki.connection import PARSE
from editor.wiki.core import ApiCaller
from editor.wiki.pages import NEW_SECTION
from editor.wiki.records import LanguageLink, Preview, Section, TemplateUse
from editor.wiki.text import outgoing

_TAG = re.compile(r"<[^<>]*>")
_FIRST_TAG = re.compile(r"\s*<div\b[^>]*>")
_ATTRIBUTE = re.compile(r'\b(lang|dir)="([^"]*)"')


class Parsing(ApiCaller):
    """https://www.mediawiki.org/wiki/API:Parsing_wikitext"""

    def sections(
        self,
        title: str | None = None,
        *,
        revid: int | None = None,
        text: str | None = None,
    ) -> tuple[Section, ...]:
        """The outline of the page, of a revision, or of a text as if it were the page's.

        The numbers hold for that very text only.
        Raises PageMissingError, WikiRejectedError (nosuchrevid), InvalidTitleError.
        """
        params = {
            "prop": "sections",
            "oldid": revid if text is None else None,
            "page": title if text is None and revid is None else None,
            "title": None if text is None else title,
            "text": None if text is None else outgoing(text),
            "contentmodel": None if text is None else "wikitext",
        }
        answer = self.call("parse", params, timing=PARSE)
        with understood():
            return _sections(answer["parse"])

    def preview(
        self,
        title: str,
        text: str,
        *,
        section: str = "",
        section_title: str = "",
        summary: str = "",
        content_model: str = "wikitext",
        skin: str = "",
    ) -> Preview:
        """As the wiki's own edit page shows it. Of a section edit, the text of the section only.

        With a `skin`, the skin's styles are among the style modules.
        Raises InvalidTitleError, WikiRejectedError.
        """
        is_new_section = section == NEW_SECTION
        params = {
            "title": title,
            "text": outgoing(text),
            "contentmodel": content_model,
            # Any other number would have the wiki look for that section inside of `text`.
            "section": NEW_SECTION if is_new_section else None,
            "sectiontitle": section_title if is_new_section else None,
            "summary": summary,
            "pst": True,
            "preview": True,
            "sectionpreview": section != "" and not is_new_section,
            "disableeditsection": True,
            "useskin": skin or None,
            "prop": (
                "text", "categorieshtml", "displaytitle", "langlinks", "limitreporthtml", "modules",
                "parsewarningshtml", "sections", "templates",
            ),
        }  # fmt: skip
        answer = self.call("parse", params, timing=PARSE)
        with understood():
            return _preview(answer["parse"])


def _preview(parse: Mapping[str, Any]) -> Preview:
    html: str = parse["text"]
    # Since 1.41 the wiki marks its output with these; before, only the page around it has them.
    first_tag = _FIRST_TAG.match(html)
    marks = dict(_ATTRIBUTE.findall(first_tag[0])) if first_tag else {}
    return Preview(
        title=parse["title"],
        html=html,
        display_title=parse.get("displaytitle") or "",
        parsed_summary=parse.get("parsedsummary") or "",
        categories_html=parse.get("categorieshtml") or "",
        sections=_sections(parse),
        warnings=tuple(parse.get("parsewarningshtml") or ()),
        templates=templates_in(parse),
        languages=tuple(
            LanguageLink(
                language=item.get("langname") or item["lang"],
                title=item["title"],
                url=item.get("url") or "",
            )
            for item in parse.get("langlinks") or ()
        ),
        limit_report_html=parse.get("limitreporthtml") or "",
        style_modules=tuple(parse.get("modulestyles") or ()),
        language=marks.get("lang", ""),
        dir=marks.get("dir", ""),
    )


def templates_in(parse: Mapping[str, Any]) -> tuple[TemplateUse, ...]:
    return tuple(
        TemplateUse(title=item["title"], is_missing=not item.get("exists"))
        for item in sorted(parse.get("templates") or (), key=lambda item: str(item["title"]))
    )


def _sections(parse: Mapping[str, Any]) -> tuple[Section, ...]:
    return tuple(
        Section(
            index=item["index"],
            level=int(item["level"]),
            number=item["number"],
            anchor=item["anchor"],
            heading=unescape(_TAG.sub("", item["line"])).strip(),
            offset=item.get("byteoffset"),
            from_title=item.get("fromtitle") or "",
        )
        for item in parse.get("sections") or ()
    )
