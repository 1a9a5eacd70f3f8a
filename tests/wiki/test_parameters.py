"""What the table of the API's coverage says is sent is what the client sends, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

from editor.wiki import EditRequest, StashRequest
from tests.coverage_table import COMMON, NEVER, OF_THE_FORM, PARAMETERS

# Every request has these; Galley names the user instead of asserting that there is one.
ALWAYS = COMMON - {"assert"}
PIECES = {"prependtext", "appendtext", "redirect"}
OF_AN_UNDO = {"undo", "undoafter"}

WHOLE = EditRequest(
    title="Harbour",
    text="x",
    summary="Why",
    section="new",
    section_title="Heading",
    baserevid=27,
    starttimestamp=datetime(2026, 11, 22, tzinfo=UTC),
    is_minor=True,
    is_bot=True,
    watchlist="watch",
    watchlist_expiry="1 week",
    tags=("a",),
    createonly=True,
    nocreate=True,
    recreate=True,
    undo=34,
    undoafter=27,
    captcha_id="7",
    captcha_word="4",
)
ADDED = EditRequest(title="Harbour", prepend="x", append="y", follows_redirect=True)
UNDONE = EditRequest(title="Harbour", undo=34, undoafter=27)
TEXT = StashRequest(
    title="Harbour", text="x", summary="Why", section="new", section_title="Heading", baserevid=27
)


def sent(wire, client, action, request) -> set[str]:
    wire.answers("edit" if action == "edit" else "stash")
    getattr(client, action)(request)
    return set(wire.sent[-1].fields)


def test_each_parameter_of_an_edit_is_sent(wire, client):
    # `text` and what goes with it, in one request; the rest of the table in those that have none.
    table = set(PARAMETERS["edit"]) - set(NEVER)
    of_a_text = table - PIECES - OF_AN_UNDO - {"notminor"}
    assert sent(wire, client, "edit", WHOLE) == of_a_text | OF_THE_FORM | ALWAYS
    assert sent(wire, client, "edit", ADDED) >= PIECES | {"md5", "notminor"}
    assert sent(wire, client, "edit", UNDONE) >= OF_AN_UNDO


def test_each_parameter_of_a_stash_is_sent(wire, client):
    whole = set(PARAMETERS["stashedit"]) - {"stashedtexthash"}
    assert sent(wire, client, "stash", TEXT) == whole | ALWAYS
    again = StashRequest(title="Harbour", text_hash="0" * 40)
    assert "stashedtexthash" in sent(wire, client, "stash", again)
