"""What stands in a page: its templates and hidden categories, for who wants to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from editor.wiki.answers import level_for, understood
from editor.wiki.connection import PARSE
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.parsing import templates_in
from editor.wiki.records import PageUses, TemplateUse

# As many titles as the wiki takes in one request of an ordinary user.
_TITLES_AT_ONCE = 50


class UseReading(ApiCaller):
    def page_uses(self, title: str, *, revid: int | None = None, section: str = "") -> PageUses:
        """Of the whole page, or of one section of a revision. The first 500 templates of a page.

        https://www.mediawiki.org/wiki/API:Templates, https://www.mediawiki.org/wiki/API:Categories
        """
        if section and revid:
            return self._section_uses(revid, section)
        params: Params = {
            "titles": [title],
            "generator": "templates",
            "gtllimit": "max",
            "prop": "info",
            "inprop": "protection",
        }
        answer = self.call("query", params)
        with understood():
            pages = (answer.get("query") or {}).get("pages") or ()
            templates = tuple(sorted(map(_template, pages), key=lambda use: use.title))
        return PageUses(templates=templates, hidden_categories=self._hidden_categories(title))

    def _section_uses(self, revid: int, section: str) -> PageUses:
        params: Params = {"oldid": revid, "section": section, "prop": ("templates", "categories")}
        answer = self.call("parse", params, timing=PARSE)
        with understood():
            templates = templates_in(answer["parse"])
            hidden = [
                item["category"] for item in answer["parse"]["categories"] if item.get("hidden")
            ]
        return PageUses(
            templates=self._with_protection(templates),
            hidden_categories=tuple(name.replace("_", " ") for name in hidden),
        )

    def _with_protection(self, templates: tuple[TemplateUse, ...]) -> tuple[TemplateUse, ...]:
        titles = [use.title for use in templates[:_TITLES_AT_ONCE]]
        if not titles:
            return ()
        answer = self.call("query", {"titles": titles, "prop": "info", "inprop": "protection"})
        with understood():
            levels = {
                page["title"]: level_for("edit", page["protection"])
                for page in answer["query"]["pages"]
            }
        return tuple(replace(use, protection=levels.get(use.title, "")) for use in templates)

    def _hidden_categories(self, title: str) -> tuple[str, ...]:
        params: Params = {
            "titles": [title],
            "prop": "categories",
            "clshow": "hidden",
            "cllimit": "max",
        }
        answer = self.call("query", params)
        with understood():
            (page,) = answer["query"]["pages"]
            return tuple(item["title"].partition(":")[2] for item in page.get("categories") or ())


def _template(page: Mapping[str, Any]) -> TemplateUse:
    return TemplateUse(
        title=page["title"],
        # A module that an extension provides is "known" without being there.
        is_missing=bool(page.get("missing")) and not page.get("known"),
        protection=level_for("edit", page.get("protection") or ()),
    )
