"""What stands in a page, and what a preview tells of it."""

from __future__ import annotations

from editor.wiki import LanguageLink, TemplateUse

from .conftest import captured

PROTECTED = [{"type": "edit", "level": "sysop"}, {"type": "move", "level": "all"}]


def test_of_a_page(wire, client):
    pages = [
        {"title": "Template:B", "missing": True, "protection": []},
        {"title": "Template:A", "protection": PROTECTED},
        {"title": "Module:C", "missing": True, "known": True, "protection": []},
    ]
    hidden = {"title": "P", "categories": [{"title": "Category:To do"}]}
    wire.answers({"query": {"pages": pages}}, {"query": {"pages": [hidden]}})
    uses = client.page_uses("P")
    assert uses.templates == (
        TemplateUse("Module:C"),
        TemplateUse("Template:A", protection="sysop"),
        TemplateUse("Template:B", is_missing=True),
    )
    assert uses.hidden_categories == ("To do",)
    assert wire.sent[1].fields["clshow"] == "hidden"


def test_of_a_page_that_holds_nothing(wire, client):
    wire.answers({"batchcomplete": True}, {"query": {"pages": [{"title": "P"}]}})
    uses = client.page_uses("P")
    assert (uses.templates, uses.hidden_categories) == ((), ())


def test_of_a_section_of_the_revision_it_was_read_from(wire, client):
    parse = {
        "templates": [{"title": "Template:A", "exists": True}, {"title": "Template:B"}],
        "categories": [{"category": "To_do", "hidden": True}, {"category": "Shown"}],
    }
    info = {"query": {"pages": [{"title": "Template:A", "protection": PROTECTED}]}}
    wire.answers({"parse": parse}, info)
    uses = client.page_uses("P", revid=7, section="2")
    assert (wire.sent[0].fields["oldid"], wire.sent[0].fields["section"]) == ("7", "2")
    assert uses.templates == (
        TemplateUse("Template:A", protection="sysop"),
        TemplateUse("Template:B", is_missing=True),
    )
    assert uses.hidden_categories == ("To do",)


def test_what_a_preview_tells_besides(wire, client):
    answer = captured("preview")
    answer["parse"] |= {
        "templates": [{"title": "Template:Z"}, {"title": "Template:A", "exists": True}],
        "langlinks": [
            {"lang": "de", "langname": "German", "title": "Mond", "url": "https://de.example/Mond"},
            {"lang": "xx", "title": "M"},
        ],
        "limitreporthtml": "<table></table>",
    }
    wire.answers(answer)
    preview = client.preview("Harbour", "text")
    assert preview.templates == (TemplateUse("Template:A"), TemplateUse("Template:Z", True))
    assert preview.languages == (
        LanguageLink("German", "Mond", "https://de.example/Mond"),
        LanguageLink("xx", "M", ""),
    )
    assert preview.limit_report_html == "<table></table>"
    assert {"langlinks", "limitreporthtml", "templates"} <= set(wire.only.fields["prop"].split("|"))
