from __future__ import annotations

import pickle

import pytest

from editor.wiki import TitleSuggestion, WikiRejectedError

from .conftest import captured


def test_what_a_wiki_says_of_itself(site):
    assert (site.wiki_id, site.server) == ("demo", "http://127.0.0.1:8695")
    assert site.generator == "MediaWiki 1.39.17"
    assert (site.article_path, site.script, site.skin) == (
        "/wiki/$1",
        "/index.php",
        "vector-2022",
    )
    assert (site.main_page, site.language, site.is_rtl) == ("Main Page", "en", False)
    assert site.max_article_bytes == 2 * 1024 * 1024
    assert "VisualEditor" in site.extensions
    assert site.namespaces[0].name == ""
    assert not site.namespaces[0].has_subpages
    assert site.namespaces[3].name == "User talk"
    assert site.namespaces[3].has_subpages
    assert site.namespaces[6].aliases == ("Image",)


def test_it_can_be_kept_in_a_cache(site):
    assert pickle.loads(pickle.dumps(site)) == site  # noqa: S301


def test_a_server_without_a_scheme_gets_that_of_the_api(wire, client):
    answer = captured("site_info")
    answer["query"]["general"]["server"] = "//wiki.example"
    wire.answers(answer)
    assert client.site_info().server == "https://wiki.example"


def test_a_wiki_that_only_members_may_read(wire, client):
    wire.answers({"errors": [{"code": "readapidenied", "html": "You need read permission."}]})
    with pytest.raises(WikiRejectedError):
        client.site_info()


def test_who_one_is(wire, client):
    wire.answers("user_info")
    user = client.user_info()
    assert user.name == "Alice"
    assert "user" in user.groups
    assert user.block is None


def test_titles_are_suggested_with_redirects_followed(wire, client):
    wire.answers("search_titles")
    assert client.search_titles("ha") == (TitleSuggestion("Harbour", "", "Hafen"),)
    assert wire.only.fields["gpslimit"] == "8"


def test_suggestions_come_in_the_order_of_the_search(wire, client):
    pages = [
        {"title": "Second", "ns": 0, "index": 2},
        {"title": "First", "ns": 0, "index": 1, "description": "the best"},
        {"title": "Special:Third", "ns": -1, "index": 3},
    ]
    wire.answers({"query": {"pages": pages}})
    assert client.search_titles("x") == (
        TitleSuggestion("First", "the best"),
        TitleSuggestion("Second"),
    )


def test_no_suggestions(wire, client):
    wire.answers("search_titles_none")
    assert client.search_titles("zzzz") == ()
    assert client.search_titles("  ") == ()
    assert len(wire.sent) == 1
