from __future__ import annotations

import pytest

from editor.actions.collide import record_collision
from tests.deciding import BASE, MINE, THEIRS
from tests.factories import open_draft, save_text
from tests.posting import address


@pytest.fixture
def snapshot(wiki, alice, title):
    """Two passages to decide."""
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE, summary="Why").draft
    wiki.edit(title, THEIRS)
    return record_collision(user=alice, draft=draft)


@pytest.fixture
def desk(snapshot):
    return address(snapshot.draft, "conflict")
