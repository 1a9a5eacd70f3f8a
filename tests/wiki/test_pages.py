from __future__ import annotations

from datetime import UTC, datetime

import pytest

from editor.wiki import (
    InvalidTitleError,
    PageMissingError,
    Protection,
    WikiAuthError,
    WikiClient,
    WikiRejectedError,
    WikiUnavailableError,
)

from .conftest import captured


def test_a_page_is_opened_with_one_request(wire, make_client):
    kept: list[str] = []
    wire.answers("open_page")
    client = make_client(csrf_token="", on_csrf_token=kept.append)
    page = client.open_page("harbour")
    assert wire.only.method == "GET"
    assert wire.only.fields["titles"] == "harbour"
    assert "rvsection" not in wire.only.fields
    assert (page.title, page.pageid) == ("Harbour", 20)
    assert page.text == "Intro\n\n== One ==\nfirst\n\n== Two ==\nsecond <ref>x</ref>"
    assert page.revision is not None
    assert (page.revid, page.revision.user, page.revision.comment) == (23, "Bob", "start")
    assert page.timestamp == page.revision.timestamp
    assert page.starttimestamp.tzinfo is UTC
    assert page.starttimestamp >= page.revision.timestamp
    assert (page.content_model, page.content_format) == ("wikitext", "text/x-wiki")
    assert (page.language, page.dir) == ("en", "ltr")
    assert page.url.endswith("/wiki/Harbour")
    assert page.edit_errors == page.protection == ()
    assert not page.is_missing
    assert not page.is_redirect
    assert page.user.name == "Alice"
    assert page.user.block is None
    assert "edit" in page.user.rights
    assert page.user.options["minordefault"] == 0
    assert client.csrf_token == kept[0] != ""


def test_the_same_token_is_not_told_again(wire, make_client):
    kept: list[str] = []
    wire.answers("open_page", "open_page")
    client = make_client(csrf_token="", on_csrf_token=kept.append)
    client.open_page("Harbour")
    client.open_page("Harbour")
    assert len(kept) == 1


def test_a_section(wire, client):
    wire.answers("open_section")
    page = client.open_page("Harbour", section="1")
    assert wire.only.fields["rvsection"] == "1"
    assert (page.section, page.text) == ("1", "== One ==\nfirst")
    assert not page.is_section_missing


def test_a_section_that_is_not_there(wire, client):
    wire.answers("open_section_missing")
    page = client.open_page("Harbour", section="9")
    assert page.is_section_missing
    assert page.text is None
    assert page.revid == 23


@pytest.mark.parametrize("section", ["abc", "1 or 2", "-1", "T-", "9999999", "１"])
def test_what_is_no_section_is_not_asked_for(wire, client, section):
    """The wiki would answer with the lead, and a later save would put it elsewhere."""
    wire.answers("open_page")
    page = client.open_page("Harbour", section=section)
    assert "rvsection" not in wire.only.fields
    assert page.is_section_missing
    assert page.text is None


def test_a_new_section_begins_empty(wire, client):
    wire.answers("open_page")
    page = client.open_page("Harbour", section="new")
    assert "rvsection" not in wire.only.fields
    assert (page.text, page.is_section_missing) == ("", False)


def test_a_missing_page(wire, client):
    wire.answers("open_missing")
    page = client.open_page("Nowhere")
    assert page.is_missing
    assert (page.text, page.revid, page.pageid, page.revision) == ("", 0, 0, None)
    assert (page.content_model, page.content_format) == ("wikitext", "text/x-wiki")


@pytest.mark.parametrize(
    ("content_model", "content_format"),
    [("css", "text/css"), ("json", "application/json"), ("Scribunto", "text/plain")],
)
def test_a_missing_page_of_another_model(wire, client, content_model, content_format):
    answer = captured("open_missing")
    answer["query"]["pages"][0]["contentmodel"] = content_model
    wire.answers(answer)
    page = client.open_page("Nowhere")
    assert (page.content_model, page.content_format) == (content_model, content_format)


def test_a_section_of_a_missing_page(wire, client):
    wire.answers("open_missing")
    assert client.open_page("Nowhere", section="2").is_section_missing


def test_a_protected_page_says_why(wire, client):
    wire.answers("open_protected")
    page = client.open_page("Locked")
    assert [message.code for message in page.edit_errors] == ["protectedpage"]
    assert page.edit_errors[0].html
    assert page.protection == (Protection("edit", "sysop"),)
    assert page.text == "locked {{Template:X}}"


def test_a_title_protected_from_creation_says_all_reasons(wire, client):
    wire.answers("open_create_protected")
    codes = [message.code for message in client.open_page("Unborn").edit_errors]
    assert codes == ["protectedpage", "protectedtitle"]


def test_a_blocked_user_is_told_before_writing(wire, make_client):
    wire.answers("open_blocked")
    page = make_client("Carol").open_page("Harbour")
    assert page.user.block is not None
    assert page.user.block.reason == "Testing [[x]]"
    assert not page.user.block.is_partial
    assert page.edit_errors[0].code == "blocked"
    assert page.edit_errors[0].data["blockinfo"]["blockedby"] == "Admin"


def test_an_old_revision(wire, client):
    answer = captured("open_page")
    answer["query"]["pages"][0]["lastrevid"] = 99
    wire.answers(answer)
    page = client.open_page(revid=23)
    assert wire.only.fields["revids"] == "23"
    assert "titles" not in wire.only.fields
    assert page.revid < page.latest_revid


def test_a_text_the_wiki_hides(wire, client):
    answer = captured("open_page")
    row = answer["query"]["pages"][0]["revisions"][0]
    row["slots"]["main"] = {"contentmodel": "wikitext", "texthidden": True}
    for name in ("user", "comment", "sha1"):
        del row[name]
        row[f"{name}hidden"] = True
    wire.answers(answer)
    page = client.open_page("Harbour")
    assert page.text is None
    assert not page.is_section_missing
    assert page.revision is not None
    assert (page.revision.user, page.revision.comment) == ("", "")


def test_a_watch_with_an_end(wire, client):
    answer = captured("open_page")
    page = answer["query"]["pages"][0]
    page |= {"watched": True, "watchlistexpiry": "2026-12-01T00:00:00Z"}
    wire.answers(answer)
    opened = client.open_page("Harbour")
    assert opened.is_watched
    assert opened.watchlist_expiry == datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("open_invalid", "title-invalid-characters"),
        ("open_interwiki", "title-is-interwiki"),
        ("open_special", "title-is-special"),
    ],
)
def test_a_title_that_is_none(wire, client, reply, code):
    wire.answers(reply)
    with pytest.raises(InvalidTitleError) as caught:
        client.open_page("whatever")
    assert caught.value.code == code


def test_a_bar_in_a_title_stays_in_it(wire, client):
    wire.answers("open_invalid")
    with pytest.raises(InvalidTitleError):
        client.open_page("A|B")
    assert wire.only.fields["titles"] == "\x1fA|B"


@pytest.mark.parametrize("title", ["", "  "])
def test_an_empty_title_is_not_asked_for(wire, client, title):
    with pytest.raises(InvalidTitleError):
        client.open_page(title)
    assert wire.sent == []


def test_half_a_surrogate_pair_in_a_title_can_be_sent(wire, client):
    wire.answers("open_invalid")
    with pytest.raises(InvalidTitleError):
        client.open_page("\ud83d")
    assert wire.only.fields["titles"] == "\ufffd"


def test_an_unknown_page_or_revision(wire, client):
    wire.answers("open_unknown_pageid", "open_unknown_revid")
    with pytest.raises(PageMissingError):
        client.open_page(pageid=99999)
    with pytest.raises(WikiRejectedError) as caught:
        client.open_page(revid=99999)
    assert caught.value.code == "nosuchrevid"


def test_nobody_may_open_a_page_without_a_token(wire, connection):
    answer = captured("open_page")
    answer["query"]["tokens"]["csrftoken"] = "+\\"
    wire.answers(answer)
    client = WikiClient(connection, username="", auth=None)
    assert client.open_page("Harbour").revid == 23
    assert client.csrf_token == ""


def test_the_token_of_nobody_is_not_kept(wire, make_client):
    answer = captured("open_page")
    answer["query"]["tokens"]["csrftoken"] = "+\\"
    wire.answers(answer)
    with pytest.raises(WikiAuthError):
        make_client(csrf_token="").open_page("Harbour")


@pytest.mark.parametrize("lost", ["title", "revisions", "protection", "actions", "canonicalurl"])
def test_a_page_with_something_lost_on_the_way(wire, client, lost):
    answer = captured("open_page")
    del answer["query"]["pages"][0][lost]
    wire.answers(answer)
    with pytest.raises((WikiUnavailableError, PageMissingError)):
        client.open_page("Harbour")


def test_nothing_asked_for_is_no_title(client):
    with pytest.raises(InvalidTitleError):
        client.open_page(pageid=0)
