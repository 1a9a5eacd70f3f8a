"""What the wiki offers around the form, from its answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from editor.wiki import ChangeTag, WatchExpiry, WikiUnavailableError, offers
from editor.wiki.offers import expiries_of

PARAMINFO = {"paraminfo": {"modules": [{"parameters": [{"name": "watchlistexpiry"}]}]}}
WITHOUT_EXPIRY = {"paraminfo": {"modules": [{"parameters": [{"name": "watchlist"}]}]}}
NO_TOOLS = {"query": {"allmessages": [{"name": "edittools", "content": "<!-- Write here. -->"}]}}
PARSED = {"parse": {"text": "<p>Parsed.</p>"}}


def offered(tags=(), **messages):
    listed = [{"name": name.replace("_", "-"), "content": text} for name, text in messages.items()]
    missing = {"name": "wikimedia-copyrightwarning", "missing": True}
    return {"query": {"tags": list(tags), "allmessages": [*listed, missing]}}


def tag(name, **more):
    return {"name": name, "active": True, "source": ["manual"], "defined": True, **more}


def test_only_tags_that_are_active_and_for_hands(wire, client, site):
    tags = [
        tag("plain", displayname="plain"),
        tag("shown", displayname="<b>Shown</b> &amp; told", description="<i>What for</i>"),
        tag("hidden", displayname=False),
        tag("off", active=False),
        tag("of an extension", source=["extension"]),
    ]
    wire.answers(offered(tags), PARAMINFO, NO_TOOLS)
    assert client.form_offer(site).tags == (
        ChangeTag("plain", "plain"),
        ChangeTag("shown", "Shown & told", "What for"),
        ChangeTag("hidden", "hidden"),
    )


def test_tags_without_an_end_are_asked_for_a_bounded_number_of_times(
    wire, client, site, monkeypatch
):
    monkeypatch.setattr(offers, "MOST_QUESTIONS", 3)
    more = {"continue": {"tgcontinue": "next", "continue": "-||"}}
    pages = [offered([tag(name)]) | more for name in ("one", "two", "three")]
    wire.answers(*pages, PARAMINFO, NO_TOOLS)
    assert [known.name for known in client.form_offer(site).tags] == ["one", "two", "three"]
    assert wire.sent[1].fields["tgcontinue"] == "next"
    assert "ammessages" not in wire.sent[1].fields


def test_ends_of_a_watch_where_the_wiki_knows_them(wire, client, site):
    message = "Permanent:infinite,1 week:1 week"
    wire.answers(offered(watchlist_expiry_options=message), PARAMINFO, NO_TOOLS)
    assert client.form_offer(site).expiries == (
        WatchExpiry("infinite", "Permanent"),
        WatchExpiry("1 week", "1 week"),
    )
    wire.answers(offered(watchlist_expiry_options=message), WITHOUT_EXPIRY, NO_TOOLS)
    assert client.form_offer(site).expiries == ()


@pytest.mark.parametrize(
    ("message", "values"),
    [
        ("", []),
        ("1 day,Für immer:infinite", ["1 day", "infinite"]),
        (" A : 1 week , ", ["1 week"]),
    ],
)
def test_ends_of_a_watch_as_the_wiki_writes_them(message, values):
    assert [expiry.value for expiry in expiries_of(message)] == values


def test_the_copyright_line_for_a_wiki_with_a_licence(wire, client, site):
    messages = {"copyrightwarning": "Under $2, see $1.", "copyrightwarning2": "Edited mercilessly."}
    wire.answers(offered(copyrightpage="Project:Terms", **messages), PARAMINFO, NO_TOOLS, PARSED)
    offer = client.form_offer(replace(site, rights_text="CC BY-SA"))
    assert offer.copyright_html == "<p>Parsed.</p>"
    assert wire.sent[-1].fields["text"] == "Under CC BY-SA, see [[Project:Terms]]."


def test_the_copyright_line_for_one_without(wire, client, site):
    messages = {"copyrightwarning": "Under $2, see $1.", "copyrightwarning2": "See $1."}
    wire.answers(offered(copyrightpage="Project:Terms", **messages), PARAMINFO, NO_TOOLS, PARSED)
    client.form_offer(replace(site, rights_text=""))
    assert wire.sent[-1].fields["text"] == "See [[Project:Terms]]."


def test_wikimedias_own_line_goes_first(wire, client, site):
    answer = offered(wikimedia_copyrightwarning="Ours.", copyrightwarning="Not this.")
    answer["query"]["allmessages"].pop()
    wire.answers(answer, PARAMINFO, NO_TOOLS, PARSED)
    client.form_offer(replace(site, rights_text="CC BY-SA"))
    assert wire.sent[-1].fields["text"] == "Ours."


def test_a_line_that_is_switched_off_is_not_parsed(wire, client, site):
    wire.answers(offered(copyrightwarning2="-"), PARAMINFO, NO_TOOLS)
    assert client.form_offer(replace(site, rights_text="")).copyright_html == ""


def test_the_words_below_the_form_are_of_the_wikis_language(wire, client, site):
    """Somebody who reads English has the German words of a German wiki too, as in its own form."""
    tools = {"query": {"allmessages": [{"name": "edittools", "content": "Sonderzeichen: ß"}]}}
    wire.answers(offered(copyrightwarning2="-"), PARAMINFO, tools, PARSED)
    offer = client.form_offer(replace(site, rights_text="", language="de"))
    assert offer.tools_html == "<p>Parsed.</p>"
    assert wire.sent[-2].fields["amlang"] == "de"
    assert (wire.sent[-1].fields["text"], wire.sent[-1].fields["uselang"]) == (
        "Sonderzeichen: ß",
        "de",
    )


def test_an_answer_that_is_none(wire, client, site):
    wire.answers({"query": {}})
    with pytest.raises(WikiUnavailableError):
        client.form_offer(site)
