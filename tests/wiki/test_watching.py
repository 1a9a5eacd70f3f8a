from __future__ import annotations

import pytest

from editor.wiki import Slots, WikiBusyError, WikiClient, WikiConnection

from .conftest import API_URL, REST_URL


def test_the_newest_of_several_pages(wire, client):
    wire.answers("pages_now")
    asked = ["harbour", "Nowhere", "A|B", "Main Page", "Special:Foo", "Old harbour"]
    found = client.pages_now(asked)
    assert list(found) == ["harbour", "Nowhere", "Main Page", "Old harbour"]
    harbour = found["harbour"]
    assert (harbour.title, harbour.user, harbour.comment) == ("Harbour", "Bob", "second")
    assert harbour.revid > harbour.pageid > 0
    assert (harbour.content_model, harbour.level) == ("wikitext", "")
    assert (found["Nowhere"].revid, found["Nowhere"].pageid) == (0, 0)
    assert found["Nowhere"].level == "sysop"
    assert found["Main Page"].level == "sysop"
    assert found["Old harbour"].is_redirect


def test_many_pages_are_asked_for_by_fifties(wire, client):
    wire.answers(*[{"query": {"pages": []}}] * 3)
    assert client.pages_now([f"Page {number}" for number in range(101)]) == {}
    assert [len(sent.fields["titles"].split("|")) for sent in wire.sent] == [50, 50, 1]


def test_no_page_is_no_request(wire, client):
    assert client.pages_now([]) == {}
    assert wire.sent == []


def test_it_waits_for_no_slot(wire):
    slots = Slots(1, queue=1, patience_seconds=30)
    connection = WikiConnection(API_URL, REST_URL, "Galley/0.1 (tests)", slots)
    client = WikiClient(connection, username="Alice", auth=None)
    with slots.hold(), pytest.raises(WikiBusyError):
        client.pages_now(["Harbour"])
    connection.close()
