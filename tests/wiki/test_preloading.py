"""What a new page or section begins with, on wikis before and since 1.41."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor.wiki import Preload, preload_of, version_of
from editor.wiki.preloading import included

from .conftest import captured


@pytest.fixture
def old(site):
    return replace(site, generator="MediaWiki 1.39.17", language="de")


@pytest.fixture
def new(site):
    return replace(site, generator="MediaWiki 1.43.0-wmf.2")


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("plain", "plain"),
        ("a<noinclude>b</noinclude>c", "ac"),
        ("a<noinclude>b", "a"),
        ("a<NOINCLUDE >b</NoInclude >c", "ac"),
        ("a<noinclude />b", "a<noinclude />b"),
        ("<includeonly>a</includeonly>b", "ab"),
        ("x<onlyinclude>a</onlyinclude>y<onlyinclude>b</onlyinclude>z", "ab"),
        ("<onlyinclude>a<noinclude>b</noinclude></onlyinclude>", "a"),
        ("{{subst:x}} {{{1}}} ~~~~", "{{subst:x}} {{{1}}} ~~~~"),
    ],
)
def test_the_part_that_is_for_inclusion(text, result):
    assert included(text) == result


@pytest.mark.parametrize(
    ("text", "params", "result"),
    [
        ("$1 and $2", ("a", "b"), "a and b"),
        ("$1 and $2", ("a",), "a and $2"),
        ("$10", tuple("abcdefghij"), "j"),
        ("$1", ("$2", "b"), "$2"),
        ("$0 $$1", ("a",), "$0 $a"),
        ("<noinclude>$1</noinclude>$1", ("a",), "a"),
    ],
)
def test_parameters(text, params, result):
    assert included(text, params) == result


@pytest.mark.parametrize(
    ("generator", "version"),
    [("MediaWiki 1.39.17", (1, 39)), ("MediaWiki 1.43.0-wmf.2", (1, 43)), ("Other", (0, 0))],
)
def test_the_version_of_a_wiki(site, generator, version):
    assert version_of(replace(site, generator=generator)) == version


def test_a_newer_wiki_is_asked_for_all_of_it_at_once(wire, client, new):
    wire.answers("open_missing")
    preload = preload_of("Nowhere", "", new, page="Template:P", params=("a", "b|c"))
    client.open_page("Nowhere", preload=preload)
    fields = wire.only.fields
    assert fields["inprop"].endswith("|preloadcontent")
    assert fields["inpreloadcustom"] == "Template:P"
    assert fields["inpreloadparams"] == "\x1fa\x1fb|c"
    assert "inpreloadnewsection" not in fields
    assert "ammessages" not in fields


def test_an_older_wiki_is_not_asked_for_what_it_does_not_know(wire, client, old):
    wire.answers("open_missing")
    preload = preload_of("Nowhere", "", old, page="Template:P", params=("a",))
    client.open_page("Nowhere", preload=preload)
    assert wire.only.fields["inprop"].endswith("|preload")
    assert not [name for name in wire.only.fields if name.startswith("inpreload")]


def test_an_older_wiki_is_asked_for_the_message_of_new_sections(wire, client, old):
    answer = captured("open_page")
    answer["query"]["allmessages"] = [
        {"name": "addsection-preload", "content": "Hello<noinclude>x"}
    ]
    wire.answers(answer)
    page = client.open_page("Harbour", section="new", preload=preload_of("Harbour", "new", old))
    assert wire.only.fields["meta"] == "tokens|userinfo|allmessages"
    assert (wire.only.fields["ammessages"], wire.only.fields["amlang"]) == (
        "addsection-preload",
        "de",
    )
    assert page.preload == "Hello"


@pytest.mark.parametrize("content", ["", "-"])
def test_a_message_that_is_switched_off_prepares_nothing(wire, client, old, content):
    answer = captured("open_page")
    answer["query"]["allmessages"] = [{"name": "addsection-preload", "content": content}]
    wire.answers(answer)
    page = client.open_page("Harbour", section="new", preload=preload_of("Harbour", "new", old))
    assert page.preload == ""


@pytest.mark.parametrize(
    ("title", "message", "language"),
    [("MediaWiki:Aboutsite", "Aboutsite", "de"), ("MediaWiki:Aboutsite/fr", "Aboutsite", "fr")],
)
def test_the_default_text_of_a_message_in_its_language(old, title, message, language):
    preload = preload_of(title, "", old)
    assert (preload.message, preload.language) == (message, language)


def test_a_page_that_is_there_has_nothing_prepared(wire, client, new):
    answer = captured("open_page")
    answer["query"]["pages"][0]["preloadcontent"] = {"content": "Prepared"}
    wire.answers(answer)
    assert client.open_page("Harbour", preload=preload_of("Harbour", "", new)).preload == ""


def test_an_extension_prepares_a_page_of_an_older_wiki(wire, client, old):
    answer = captured("open_missing")
    answer["query"]["pages"][0]["preload"] = "Of an extension"
    wire.answers(answer)
    page = client.open_page("Nowhere", preload=preload_of("Nowhere", "", old))
    assert page.preload == "Of an extension"


def test_a_preload_page_is_read_through_its_redirect(wire, client):
    slot = {"main": {"content": "<noinclude>x</noinclude>For $1"}}
    wire.answers({"query": {"pages": [{"title": "P", "revisions": [{"slots": slot}]}]}})
    assert client.preload_text(Preload(page="P", params=("Alice",))) == "For Alice"
    assert wire.only.fields["redirects"] == "1"


@pytest.mark.parametrize(
    "answer",
    [
        {"query": {"pages": [{"title": "P", "missing": True}]}},
        {"query": {"interwiki": [{"title": "de:P", "iw": "de"}]}},
        {"query": {"pages": [{"title": "P", "revisions": [{"slots": {"main": {}}}]}]}},
    ],
)
def test_a_preload_page_that_cannot_be_read_prepares_nothing(wire, client, answer):
    wire.answers(answer)
    assert client.preload_text(Preload(page="P")) == ""
