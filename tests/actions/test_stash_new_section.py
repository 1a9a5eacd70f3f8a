"""The wiki can prepare a new section too, heading and all; Galley does not ask for it yet."""

from __future__ import annotations

from editor.credentials import client_for
from editor.wiki import EditRequest, StashRequest


def test_a_new_section_can_be_prepared_with_its_heading(wiki, alice, title):
    revid = wiki.history(title)[0]["revid"]
    place = {"title": title, "section": "new", "section_title": "Later", "text": "Mine."}
    client = client_for(alice)
    assert client.stash(StashRequest(**place, baserevid=revid)).is_stashed
    wiki.clear_log("StashEdit")
    client.edit(EditRequest(**place, baserevid=revid))
    assert any("cache hit" in line for line in wiki.log("StashEdit"))
