from __future__ import annotations

import pytest

from editor.wiki import (
    StashRequest,
    StashStatus,
    WikiRejectedError,
    WikiUnavailableError,
    texthash,
)


def test_a_text_is_stashed(wire, client):
    wire.answers("stash")
    result = client.stash(
        StashRequest(title="Harbour", text="e\u0301\r\n ", baserevid=27, summary="why")
    )
    fields = wire.only.fields
    assert fields["action"] == "stashedit"
    assert fields["text"] == "\u00e9"
    assert (fields["baserevid"], fields["summary"]) == ("27", "why")
    assert (fields["contentmodel"], fields["contentformat"]) == ("wikitext", "text/x-wiki")
    assert not {"section", "sectiontitle", "stashedtexthash"} & set(fields)
    assert result.is_stashed
    assert len(result.text_hash) == 40


def test_a_section_of_a_new_page(wire, client):
    wire.answers("stash")
    client.stash(StashRequest(title="New", text="x", section="0"))
    assert (wire.only.fields["section"], wire.only.fields["baserevid"]) == ("0", "0")


def test_only_the_hash_travels(wire, client):
    wire.answers("stash")
    client.stash(StashRequest(title="Harbour", text="x", text_hash=texthash("x")))
    assert wire.only.fields["stashedtexthash"] == texthash("x")
    assert "text" not in wire.only.fields


def test_a_forgotten_text_follows(wire, client):
    wire.answers("stash_forgotten", "stash")
    assert client.stash(StashRequest(title="Harbour", text="x", text_hash="0" * 40)).is_stashed
    assert wire.sent[1].fields["text"] == "x"
    assert "stashedtexthash" not in wire.sent[1].fields


def test_a_forgotten_text_that_is_not_at_hand(wire, client):
    wire.answers("stash_forgotten")
    with pytest.raises(WikiRejectedError) as caught:
        client.stash(StashRequest(title="Harbour", text_hash="0" * 40))
    assert caught.value.code == "missingtext"


def test_nothing_to_stash(client):
    with pytest.raises(ValueError, match="text"):
        client.stash(StashRequest(title="Harbour"))


@pytest.mark.parametrize("status", list(StashStatus))
def test_every_status_has_its_name(wire, client, status):
    wire.answers({"stashedit": {"status": status.value}})
    result = client.stash(StashRequest(title="Harbour", text="x"))
    assert result.status is status
    assert result.text_hash == ""
    assert result.is_stashed is (status is StashStatus.STASHED)


def test_a_conflict_shows_early(wire, client):
    wire.answers("stash_editconflict")
    result = client.stash(StashRequest(title="Harbour", text="clash", baserevid=27))
    assert result.status is StashStatus.EDITCONFLICT


@pytest.mark.parametrize("answer", [{"stashedit": {"status": "new one"}}, {"stashedit": []}])
def test_a_status_nobody_heard_of(wire, client, answer):
    wire.answers(answer)
    with pytest.raises(WikiUnavailableError):
        client.stash(StashRequest(title="Harbour", text="x"))
