from __future__ import annotations

import pytest

from editor.actions.headings import heading_at, heading_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("== Crew ==\nText", "Crew"),
        ("=== Crew ==\nText", "= Crew"),
        ("== Crew ==  <!-- a --> <!-- b -->\nText", "Crew"),
        ("== Crew ==<!-- over\nlines -->\nText", "Crew"),
        ("== Cr<!-- in -->ew ==", "Crew"),
        ("==Crew==", "Crew"),
        ("== {{Template|a=b}} ==", "{{Template|a=b}}"),
        ("===", "="),
        ("=====", "="),
        ("== Crew", None),
        ("Crew ==", None),
        ("== Crew == and more", None),
        ("= =", ""),
        ("==", None),
        ("", None),
    ],
)
def test_reads_the_heading_a_section_begins_with(text, expected):
    heading = heading_at(text)
    assert (heading.text if heading else None) == expected


def test_a_heading_is_read_where_it_stands():
    text = "Intro\n== One ==\nText\n"
    heading = heading_at(text, text.index("=="))
    assert heading is not None
    assert text[heading.end :] == "\nText\n"


def test_a_hostile_heading_is_read_in_one_pass():
    comments = "<!--a-->" * 50_000
    assert heading_of("1", f"== h =={comments}<!--\n-->x") == ""
    assert heading_of("1", f"== h =={comments}\n") == "h"
    assert heading_of("1", "==" + " " * 500_000 + "x") == ""


@pytest.mark.parametrize("section", ["", "0", "new"])
def test_only_a_numbered_section_has_a_heading(section):
    assert heading_of(section, "== Crew ==") == ""
