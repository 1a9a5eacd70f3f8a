from __future__ import annotations

from dataclasses import replace

NO_EDITINTRO = {"query": {"pages": [{"title": "Harbour", "ns": 0}]}}


def test_who_deleted_a_page(wire, client):
    wire.answers("log_delete", "log_move_none")
    entry = client.deletion_log("Gone")
    assert entry is not None
    assert (entry.type, entry.title, entry.user) == ("delete", "Gone", "Admin")
    assert entry.comment == "Not needed [[Harbour]]"
    assert "<a " in entry.comment_html
    assert [sent.fields["letype"] for sent in wire.sent] == ["delete", "move"]


def test_who_moved_a_page_away(wire, client):
    wire.answers("log_move_none", "log_move")
    entry = client.deletion_log("Moved")
    assert entry is not None
    assert entry.type == "move"


def test_the_newer_of_both_counts(wire, client):
    older = {
        "type": "delete",
        "action": "delete",
        "title": "T",
        "timestamp": "2026-01-01T00:00:00Z",
    }
    newer = {**older, "type": "move", "action": "move", "timestamp": "2026-02-01T00:00:00Z"}
    restored = {**older, "action": "restore", "timestamp": "2026-03-01T00:00:00Z"}
    hidden = {**older, "userhidden": True, "commenthidden": True}
    wire.answers({"query": {"logevents": [restored, hidden]}}, {"query": {"logevents": [newer]}})
    entry = client.deletion_log("T")
    assert entry is not None
    assert (entry.type, entry.user, entry.comment) == ("move", "", "")


def test_an_administrator_is_told_no_more_than_anybody(wire, client):
    """What the wiki hides it still sends to who may see it, marked."""
    shown = {
        "type": "delete",
        "action": "delete",
        "title": "T",
        "user": "Carol",
        "comment": "A secret",
        "parsedcomment": "<i>A secret</i>",
        "timestamp": "2026-01-01T00:00:00Z",
    }
    unnamed = {**shown, "userhidden": True, "commenthidden": True}
    unsaid = {**shown, "actionhidden": True, "timestamp": "2026-02-01T00:00:00Z"}
    wire.answers({"query": {"logevents": [unsaid, unnamed]}}, "log_move_none")
    entry = client.deletion_log("T")
    assert entry is not None
    assert entry.timestamp.month == 1
    assert (entry.user, entry.comment, entry.comment_html) == ("", "", "")


def test_nobody_deleted_it(wire, client):
    wire.answers("log_move_none", "log_move_none")
    assert client.deletion_log("Harbour") is None


def test_notices_of_a_newer_wiki(wire, client, site):
    wire.answers("notices_1_43")
    of_namespace, of_page = client.notices("Harbour", site)
    assert "careful" in of_namespace
    assert "Only about" in of_page


def test_notices_by_the_visual_editor(wire, client, site):
    wire.answers("notices_none", "notices")
    of_namespace, of_page = client.notices("Harbour", site)
    assert "careful" in of_namespace
    assert "Only about" in of_page
    assert wire.sent[1].fields["paction"] == "metadata"


def test_a_refusal_is_no_notice(wire, client, site):
    found = {"notices": {"permissions-error": "<p>No</p>", "editnotice-0": "<p>Yes</p>"}}
    wire.answers(NO_EDITINTRO, {"visualeditor": found})
    assert client.notices("Harbour", site) == ("<p>Yes</p>",)


def test_notices_by_their_messages(wire, client, site):
    wire.answers("notices_none", "notices_messages", "notices_parsed")
    (html,) = client.notices("Harbour", replace(site, extensions=frozenset()))
    assert "careful" in html
    assert "Only about" in html
    assert wire.sent[1].fields["ammessages"] == "editnotice-0|editnotice-0-Harbour"
    assert wire.sent[2].fields["title"] == "Harbour"


def test_no_notices_are_not_parsed(wire, client, site):
    nothing = {"query": {"allmessages": [{"name": "editnotice-0", "missing": True}]}}
    wire.answers(NO_EDITINTRO, nothing)
    assert client.notices("Harbour", replace(site, extensions=frozenset())) == ()
    wire.answers(NO_EDITINTRO, {"visualeditor": {"notices": []}})
    assert client.notices("Harbour", site) == ()


def test_who_protected_a_page_last(wire, client):
    entry = {"type": "protect", "title": "T", "user": "Admin", "comment": "Why"}
    lifted = {**entry, "action": "unprotect", "timestamp": "2026-03-01T00:00:00Z"}
    changed = {**entry, "action": "modify", "timestamp": "2026-02-01T00:00:00Z"}
    wire.answers({"query": {"logevents": [lifted, changed]}})
    found = client.protection_log("T")
    assert found is not None
    assert (found.timestamp.month, found.user, found.comment) == (2, "Admin", "Why")


def test_what_galley_says_itself_is_not_repeated(wire, client, site):
    said = {"protectedpagewarning": "<p>No</p>", "editnotice-0": "<p>Yes</p>"}
    wire.answers(NO_EDITINTRO, {"visualeditor": {"notices": said}})
    assert client.notices("Harbour", site) == ("<p>Yes</p>",)
    assert "protectedpagewarning" in wire.sent[0].fields["ineditintroskip"]


def test_an_introduction_is_asked_for(wire, client, site):
    wire.answers(NO_EDITINTRO, {"visualeditor": {"notices": []}})
    client.notices("Harbour", site, intro="Template:I")
    assert wire.sent[0].fields["ineditintrocustom"] == "Template:I"
    assert wire.sent[1].fields["editintro"] == "Template:I"


def test_an_introduction_without_the_visual_editor(wire, client, site):
    plain = replace(site, extensions=frozenset())
    nothing = [{"name": "editnotice-0", "missing": True}]
    there = {"pageid": 7, "title": "Template:I"}
    wire.answers(
        NO_EDITINTRO, {"query": {"allmessages": nothing, "pages": [there]}}, "notices_parsed"
    )
    client.notices("Harbour", plain, intro="Template:I")
    assert wire.sent[2].fields["text"] == "{{:Template:I}}"
    gone = {"missing": True, "title": "Template:I"}
    wire.answers(NO_EDITINTRO, {"query": {"allmessages": nothing, "pages": [gone]}})
    assert client.notices("Harbour", plain, intro="Template:I") == ()
