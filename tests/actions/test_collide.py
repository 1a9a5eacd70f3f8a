from __future__ import annotations

import pytest

from editor.actions.collide import (
    TextMovedError,
    merge_of,
    open_collision,
    record_collision,
    resolve_collision,
    what_became_of_theirs,
)
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.merge.replacing import Replaced
from editor.models import ConflictSnapshot, Draft
from editor.wiki import PageMissingError, SectionMissingError
from tests.factories import open_draft, save_text
from tests.people import new_title

BASE = "First line.\n\nSecond line.\n\nThird line."


@pytest.fixture
def place(wiki, title):
    wiki.edit(title, BASE)
    return title


def again(draft) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=draft.pk)
    return found


def collision(wiki, user, title, *, mine: str, theirs: str) -> ConflictSnapshot:
    draft = save_text(open_draft(user, title), mine).draft
    wiki.edit(title, theirs, summary="Bob's reason")
    return record_collision(user=user, draft=draft)


def test_all_texts_of_a_collision_are_kept(wiki, alice, place):
    mine, theirs = BASE.replace("Second", "My"), BASE.replace("Second", "Their")
    snapshot = collision(wiki, alice, place, mine=mine, theirs=theirs)
    newest = wiki.history(place)[0]
    assert snapshot.base_text.content == BASE
    assert snapshot.mine_text.content == mine
    assert snapshot.theirs_text.content == theirs
    assert (snapshot.theirs_revid, snapshot.theirs_user) == (newest["revid"], "Bob")
    assert snapshot.theirs_comment == "Bob's reason"
    assert snapshot.draft.versions.filter(reason="conflict", text__content=mine).exists()


def test_all_whose_edits_collide_are_named(wiki, alice, place):
    draft = save_text(open_draft(alice, place), "Mine.").draft
    wiki.edit(place, "Theirs.", summary="Bob's reason")
    (edit,) = record_collision(user=alice, draft=draft).taken_in
    assert edit["user"] == "Bob"
    wiki.edit(place, "Theirs, too.", user="Carol", summary="Carol's reason")
    edits = record_collision(user=alice, draft=draft).taken_in
    assert [(edit["user"], edit["comment"]) for edit in edits] == [
        ("Bob", "Bob's reason"),
        ("Carol", "Carol's reason"),
    ]


def test_coming_back_to_the_same_collision_finds_the_same(wiki, alice, place):
    snapshot = collision(wiki, alice, place, mine="Mine.", theirs="Theirs.")
    assert record_collision(user=alice, draft=again(snapshot.draft)) == snapshot


def test_a_newer_collision_takes_the_older_one_up(wiki, alice, place):
    first = collision(wiki, alice, place, mine="Mine.", theirs="Theirs.")
    wiki.edit(place, "Theirs, again.")
    second = record_collision(user=alice, draft=again(first.draft))
    assert second != first
    assert open_collision(first.draft) == second
    assert ConflictSnapshot.objects.count() == 2


def test_what_fits_together_is_merged(wiki, alice, place):
    mine, theirs = BASE.replace("Third", "My"), BASE.replace("First", "Their")
    snapshot = collision(wiki, alice, place, mine=mine, theirs=theirs)
    assert merge_of(snapshot).text == "Their line.\n\nSecond line.\n\nMy line."
    draft = resolve_collision(snapshot=snapshot, text="Their line.\n\nSecond line.\n\nMy line.")
    assert draft.text == "Their line.\n\nSecond line.\n\nMy line."
    assert draft.base_revid == snapshot.theirs_revid
    attempt = publish_draft(user=alice, draft=draft, version=draft.version)
    assert not attempt.was_merged_by_wiki
    assert wiki.text(place) == draft.text


def test_a_collision_is_merged_once(wiki, alice, place):
    mine, theirs = BASE.replace("Second", "My"), BASE.replace("First", "Their")
    snapshot = collision(wiki, alice, place, mine=mine, theirs=theirs)
    found = merge_of(snapshot)
    # What is kept is put together again, whatever the merge would find by now.
    kept = ConflictSnapshot.objects.get(pk=snapshot.pk)
    assert kept.merge is not None
    kept.merge[0][0], kept.merge[0][4] = 4, 4
    assert merge_of(kept).conflicts == (0,)
    assert merge_of(snapshot) == found


def test_until_it_is_decided_nothing_is_published(wiki, alice, place):
    snapshot = collision(wiki, alice, place, mine="Mine.", theirs="Theirs.")
    draft = again(snapshot.draft)
    with pytest.raises(CollisionOpenError):
        publish_draft(user=alice, draft=draft, version=draft.version)
    assert wiki.text(place) == "Theirs."


def test_what_was_typed_after_the_collision_is_put_on_top(wiki, alice, place):
    mine, theirs = BASE.replace("Second", "My"), BASE.replace("Second", "Their")
    snapshot = collision(wiki, alice, place, mine=mine, theirs=theirs)
    save_text(again(snapshot.draft), mine.replace("Third", "Typed since, the third"))
    draft = resolve_collision(snapshot=snapshot, text=theirs)
    assert "Their line." in draft.text
    assert "Typed since, the third line." in draft.text


def test_what_was_typed_into_the_passage_itself_is_asked_about_anew(wiki, alice, place):
    mine, theirs = BASE.replace("Second", "My"), BASE.replace("Second", "Their")
    snapshot = collision(wiki, alice, place, mine=mine, theirs=theirs)
    typed = mine.replace("My", "My own")
    save_text(again(snapshot.draft), typed)
    with pytest.raises(TextMovedError):
        resolve_collision(snapshot=snapshot, text=theirs)
    assert again(snapshot.draft).text == typed
    assert open_collision(snapshot.draft) == snapshot


def test_what_was_typed_near_what_was_decided_is_shown_first(wiki, alice, title):
    line = "One two three four five six seven eight nine ten eleven twelve."
    wiki.edit(title, line)
    mine, theirs = line.replace("One", "My"), line.replace("One", "Their")
    snapshot = collision(wiki, alice, title, mine=mine, theirs=theirs)
    save_text(again(snapshot.draft), mine.replace("twelve", "what was typed"))
    with pytest.raises(TextMovedError):
        resolve_collision(snapshot=snapshot, text=theirs)
    assert open_collision(snapshot.draft) == snapshot


def test_a_third_edit_is_a_collision_of_its_own(wiki, alice, place):
    snapshot = collision(wiki, alice, place, mine="Mine.", theirs="Theirs.")
    draft = resolve_collision(snapshot=snapshot, text="Both.")
    wiki.edit(place, "A third.")
    with pytest.raises(CollisionOpenError):
        publish_draft(user=alice, draft=draft, version=draft.version)
    third = open_collision(again(draft))
    assert third is not None
    assert third.base_text.content == "Theirs."
    assert third.mine_text.content == "Both."
    assert third.theirs_text.content == "A third."


def test_a_section_collides_as_a_section(wiki, alice, title):
    whole = "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond."
    wiki.edit(title, whole)
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nMine.").draft
    moved = whole.replace("== One ==", "== Zero ==\nNew.\n\n== One ==")
    wiki.edit(title, moved.replace("Second.", "Theirs."))
    snapshot = record_collision(user=alice, draft=draft)
    assert snapshot.theirs_text.content == "== Two ==\nTheirs."
    assert snapshot.theirs_section == "3"
    decided = resolve_collision(snapshot=snapshot, text="== Two ==\nBoth.")
    publish_draft(user=alice, draft=decided, version=decided.version)
    assert wiki.text(title).endswith("== Two ==\nBoth.")
    assert "== Zero ==\nNew." in wiki.text(title)


SECTIONS = (
    "Lead.\n\n== One ==\nThe first thing to say is this.\n\n"
    "== Two ==\nThe second thing, which is longer, stands here.\n\n=== More ===\nAnd here.\n\n"
    "== Three ==\nThe end."
)


def test_a_section_that_was_renamed_moved_and_edited_is_still_that_section(wiki, alice, title):
    wiki.edit(title, SECTIONS)
    draft = open_draft(alice, title, "2")
    draft = save_text(draft, draft.text.replace("The second", "My second")).draft
    two = SECTIONS[SECTIONS.index("== Two") : SECTIONS.index("== Three")]
    theirs = two.replace("== Two ==", "== Second ==").replace("here", "there", 1)
    wiki.edit(title, SECTIONS.replace(two, "") + "\n\n" + theirs.rstrip())
    snapshot = record_collision(user=alice, draft=draft)
    assert snapshot.theirs_section == "3"
    merged = merge_of(snapshot)
    assert merged.text is not None
    decided = resolve_collision(snapshot=snapshot, text=merged.text)
    assert decided.section_heading == "Second"
    publish_draft(user=alice, draft=decided, version=decided.version)
    assert wiki.text(title).endswith(theirs.replace("The second", "My second").rstrip())
    assert wiki.text(title).count("second thing") == 1


def test_a_section_that_is_gone_collides_as_a_part_of_the_page(wiki, alice, title):
    wiki.edit(title, SECTIONS)
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nMine.").draft
    theirs = SECTIONS[: SECTIONS.index("== Two")] + "== Three ==\nThe end."
    wiki.edit(title, theirs)
    snapshot = record_collision(user=alice, draft=draft)
    assert (snapshot.theirs_section, snapshot.theirs_text.content) == ("", theirs)
    assert snapshot.base_text.content == SECTIONS
    assert snapshot.mine_text.content == again(draft).text
    assert "== Two ==\nMine.\n\n== Three" in again(draft).text


def test_a_section_that_is_gone_from_a_base_that_is_gone_is_only_said(wiki, alice, title):
    wiki.edit(title, SECTIONS)
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nMine.").draft
    other = new_title()
    deleted = wiki.edit(other, SECTIONS)
    wiki.delete(other)
    Draft.objects.filter(pk=draft.pk).update(base_revid=deleted)
    wiki.edit(title, SECTIONS[: SECTIONS.index("== Two")] + "== Three ==\nThe end.")
    with pytest.raises(SectionMissingError):
        record_collision(user=alice, draft=again(draft))
    assert again(draft).text == "== Two ==\nMine."


def test_a_whole_page_keeps_the_edit_of_a_section_that_moved(wiki, alice, title):
    wiki.edit(title, SECTIONS)
    one = SECTIONS[SECTIONS.index("== One") : SECTIONS.index("== Two")]
    mine = SECTIONS.replace("The first", "My first")
    moved = SECTIONS.replace(one, "") + "\n\n" + one.rstrip()
    snapshot = collision(wiki, alice, title, mine=mine, theirs=moved)
    assert merge_of(snapshot).text == moved.replace("The first", "My first")


def test_a_page_deleted_meanwhile_is_said(wiki, alice, place):
    draft = save_text(open_draft(alice, place), "Mine.").draft
    wiki.delete(place)
    with pytest.raises(PageMissingError):
        record_collision(user=alice, draft=draft)
    assert again(draft).text == "Mine."


def test_an_untouched_draft_holds_nothing_to_decide(wiki, alice, place):
    snapshot = collision(wiki, alice, place, mine=BASE, theirs="Theirs.")
    assert merge_of(snapshot).text == "Theirs."


@pytest.mark.parametrize(
    ("theirs", "became"),
    [
        ("", Replaced.BLANKED),
        ("#REDIRECT [[Moon]]\n\n[[Category:Redirects]]", Replaced.REDIRECT),
    ],
)
def test_a_page_that_became_something_else_is_one_question(wiki, alice, place, theirs, became):
    mine = BASE.replace("Second", "My")
    snapshot = collision(wiki, alice, place, mine=mine, theirs=theirs)
    assert what_became_of_theirs(snapshot) is became
    (passage,) = merge_of(snapshot).passages
    assert (passage.mine, passage.theirs, passage.result) == (mine, theirs, None)


def test_a_page_of_another_kind_now_is_one_question(wiki, alice, place):
    draft = save_text(open_draft(alice, place), BASE.replace("Second", "My")).draft
    wiki.session("Admin").post(action="changecontentmodel", title=place, model="text", summary="")
    wiki.edit(place, BASE.replace("Third", "Their"))
    snapshot = record_collision(user=alice, draft=draft)
    assert snapshot.theirs_model == "text"
    assert what_became_of_theirs(snapshot) is Replaced.OTHER_MODEL
    assert len(merge_of(snapshot).passages) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Project:{}", '{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}'),
        ("Module:{}", "return { a = 1, b = 2, c = 3, d = 4, e = 5 }\n\n-- The end."),
    ],
)
def test_code_is_merged_by_lines(wiki, alice, name, text):
    wiki.configure(wgNamespaceContentModels={"4": "json"})
    title = name.format(new_title())
    wiki.edit(title, text)
    text = wiki.text(title)
    draft = save_text(open_draft(alice, title), text.replace("1", "10")).draft
    wiki.edit(title, text.replace("2", "20"))
    merged = merge_of(record_collision(user=alice, draft=draft))
    (index,) = merged.conflicts
    assert merged.passages[index].mine.endswith("\n")


def test_a_base_that_is_gone_from_the_wiki_is_merged_with_all_the_same(wiki, alice, place):
    draft = save_text(open_draft(alice, place), BASE.replace("Third", "My")).draft
    wiki.edit(place, BASE.replace("First", "Their"))
    wiki.configure(wgGroupPermissions={"sysop": {"deleterevision": True}})
    wiki.session("Admin").post(
        action="revisiondelete", type="revision", ids=draft.base_revid, hide="content|user|comment"
    )
    snapshot = record_collision(user=alice, draft=draft)
    assert merge_of(snapshot).text == "Their line.\n\nSecond line.\n\nMy line."
