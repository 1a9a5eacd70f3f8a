from __future__ import annotations

import pytest

from editor.wiki import PageMissingError, Section

from .conftest import captured


def test_the_outline_of_a_page(wire, client):
    wire.answers("sections")
    one, two = client.sections("Harbour")
    assert wire.only.fields["page"] == "Harbour"
    assert one == Section(
        index="1",
        level=2,
        number="1",
        anchor="One",
        heading="One",
        offset=7,
        from_title="Harbour",
    )
    assert two.offset == 24


def test_the_outline_of_a_revision(wire, client):
    wire.answers("sections")
    client.sections(revid=23)
    assert wire.only.fields["oldid"] == "23"
    assert "page" not in wire.only.fields


def test_the_outline_of_a_text(wire, client):
    wire.answers("sections_of_text")
    text = "lead é😀\n== A <i>b</i> & c ==\nx"
    (section,) = client.sections("Harbour", text=text)
    assert (wire.only.fields["title"], wire.only.fields["text"]) == ("Harbour", text)
    assert section.heading == "A b & c"
    assert section.offset is not None
    assert text[section.offset :].startswith("== A")


def test_a_heading_from_a_template_has_no_place_in_the_text(wire, client):
    answer = captured("sections")
    answer["parse"]["sections"][0] |= {"index": "T-1", "byteoffset": None, "fromtitle": "T:X"}
    answer["parse"]["sections"][1] |= {"index": "", "byteoffset": None, "fromtitle": False}
    wire.answers(answer)
    one, two = client.sections("Harbour")
    assert (one.index, one.offset, one.from_title) == ("T-1", None, "T:X")
    assert (two.index, two.offset, two.from_title) == ("", None, "")


def test_the_outline_of_no_page(wire, client):
    wire.answers("sections_missing")
    with pytest.raises(PageMissingError):
        client.sections("Nowhere")


def test_a_preview_of_a_section(wire, client):
    wire.answers("preview")
    preview = client.preview(
        "Harbour", "Hello ~~~~  \n", section="1", summary="/* H */ x", skin="vector-2022"
    )
    fields = wire.only.fields
    assert fields["text"] == "Hello ~~~~"
    assert "section" not in fields
    assert fields["sectionpreview"] == fields["pst"] == fields["preview"] == "1"
    assert fields["disableeditsection"] == "1"
    assert fields["useskin"] == "vector-2022"
    assert preview.html.startswith('<div class="mw-parser-output">')
    assert "autocomment" in preview.parsed_summary
    assert "Category:X" in preview.categories_html
    assert "ext.cite.styles" in preview.style_modules
    assert [section.heading for section in preview.sections] == ["H"]
    assert (preview.language, preview.dir) == ("", "")


def test_a_newer_wiki_names_the_language_of_its_output(wire, client):
    wire.answers("preview_1_43")
    preview = client.preview("Harbour", "Hello")
    assert (preview.language, preview.dir) == ("en", "ltr")
    assert "sectionpreview" not in wire.only.fields


def test_a_preview_of_a_new_section(wire, client):
    wire.answers("preview_new_section")
    client.preview("Harbour", "Hello", section="new", section_title="T")
    fields = wire.only.fields
    assert (fields["section"], fields["sectiontitle"]) == ("new", "T")
    assert "sectionpreview" not in fields
