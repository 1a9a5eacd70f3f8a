"""A new section is prepared with its heading, as the wiki will save it."""

from __future__ import annotations

import pytest

from editor.actions.publish import publish_draft
from editor.actions.stash_draft import stash_draft, stash_state
from tests.factories import open_draft, save_text
from tests.people import new_title


@pytest.mark.parametrize("heading", ["Later", ""])
@pytest.mark.parametrize("is_there", [True, False], ids=["page", "no-page"])
def test_a_publish_finds_the_section_that_was_prepared(wiki, alice, title, heading, is_there):
    place = title if is_there else new_title("Talk:Page")
    saved = save_text(open_draft(alice, place, "new"), "Mine.", section_title=heading)
    assert stash_draft(user=alice, draft=saved.draft).is_ready
    wiki.clear_log("StashEdit")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert any("cache hit" in line for line in wiki.log("StashEdit"))
    assert wiki.text(place).endswith(f"== {heading} ==\n\nMine." if heading else "Mine.")


def test_another_heading_is_prepared_anew(wiki, alice, title):
    saved = save_text(open_draft(alice, title, "new"), "Mine.", section_title="Later")
    stash_draft(user=alice, draft=saved.draft)
    saved = save_text(saved.draft, "Mine.", section_title="Latest")
    assert not stash_state(alice, saved.draft).is_ready
    assert stash_draft(user=alice, draft=saved.draft).is_ready
    wiki.clear_log("StashEdit")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert any("cache hit" in line for line in wiki.log("StashEdit"))
