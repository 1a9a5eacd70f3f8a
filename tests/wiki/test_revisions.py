from __future__ import annotations

from datetime import UTC, datetime

import pytest

from editor.wiki import InvalidTitleError, WikiRejectedError

from .conftest import captured


def test_a_section_of_a_revision(wire, client):
    wire.answers("revision_section")
    revision = client.revision(23, section="1")
    assert wire.only.fields["revids"] == "23"
    assert wire.only.fields["rvsection"] == "1"
    assert revision.text == "== One ==\nfirst"
    assert (revision.info.revid, revision.info.title, revision.pageid) == (23, "Harbour", 20)
    assert len(revision.info.sha1) == 40
    assert (revision.content_model, revision.content_format) == ("wikitext", "text/x-wiki")


def test_a_revision_without_the_section(wire, client):
    wire.answers("open_section_missing")
    revision = client.revision(23, section="9")
    assert revision.is_section_missing
    assert revision.text is None


def test_a_revision_that_is_not_there(wire, client):
    wire.answers("revision_unknown")
    with pytest.raises(WikiRejectedError) as caught:
        client.revision(99999)
    assert caught.value.code == "nosuchrevid"


def test_the_newest_text_of_a_page(wire, client):
    wire.answers("latest", "open_missing")
    latest = client.latest("Sandbox2")
    assert latest is not None
    assert latest.text == "\ufffd\ufffd x\ufffdy\nz\u00a0"
    assert client.latest("Nowhere") is None


@pytest.mark.parametrize(
    "answer", ["open_invalid", "open_special", "open_interwiki", {"batchcomplete": True}]
)
def test_the_newest_text_of_no_page(wire, client, answer):
    wire.answers(answer)
    with pytest.raises(InvalidTitleError):
        client.latest("A|B")


def test_what_came_after_a_revision(wire, client):
    wire.answers("revisions_since")
    (since,) = client.revisions_since("Harbour", after_revid=23, user="Bob", limit=5)
    fields = wire.only.fields
    assert (fields["rvstartid"], fields["rvdir"], fields["rvlimit"]) == ("23", "newer", "6")
    assert fields["rvuser"] == "Bob"
    assert "content" not in fields["rvprop"].split("|")
    assert (since.revid, since.parentid, since.user, since.comment) == (27, 23, "Bob", "other")
    assert since.size == 57


def test_never_more_than_were_asked_for(wire, client):
    """The wiki may not know the revision that is left out of the count."""
    answer = captured("revisions_since")
    row = answer["query"]["pages"][0]["revisions"][-1]
    answer["query"]["pages"][0]["revisions"] = [{**row, "revid": 30 + i} for i in range(3)]
    wire.answers(answer)
    found = client.revisions_since("Harbour", after_revid=23, limit=2)
    assert [info.revid for info in found] == [30, 31]


def test_what_came_after_a_time(wire, client):
    wire.answers("open_page")
    since = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    (found,) = client.revisions_since("Harbour", since=since)
    fields = wire.only.fields
    assert fields["rvstart"] == "2026-11-22T12:00:00Z"
    assert "rvstartid" not in fields
    assert (fields["rvslots"], fields["rvlimit"]) == ("main", "50")
    assert found.revid


def test_nothing_came_after_it(wire, client):
    wire.answers("open_missing")
    assert client.revisions_since("Nowhere", after_revid=1) == []


def test_after_a_revision_the_wiki_does_not_know(wire, client):
    wire.answers("revisions_since_unknown")
    with pytest.raises(WikiRejectedError) as caught:
        client.revisions_since("Harbour", after_revid=99999)
    assert caught.value.code == "badid_rvstartid"
