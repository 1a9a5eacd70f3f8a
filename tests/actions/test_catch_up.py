from __future__ import annotations

import random

import pytest

from editor.actions.catch_up import MergeBuiltUponError, catch_up, undo_catch_up
from editor.actions.collide import merge_of, open_collision
from editor.actions.page_fate import PageMovedError
from editor.actions.publish import publish_draft
from editor.merge import resolve
from editor.models import ConflictSnapshot, Draft
from editor.wiki import PageMissingError
from tests.factories import open_draft, save_text
from tests.people import new_title

BASE = "First line.\n\nSecond line.\n\nThird line."
THEIRS = BASE.replace("First line", "Their line")
MINE = BASE.replace("Third line", "My line")
BOTH = MINE.replace("First line", "Their line")
THEIRS_LATER = "Their very first line.\n\n" + THEIRS
BOTH_LATER = "Their very first line.\n\n" + BOTH


@pytest.fixture
def place(wiki, title):
    wiki.edit(title, BASE)
    return title


@pytest.fixture
def draft(alice, place) -> Draft:
    """Alice has changed the third line."""
    return save_text(open_draft(alice, place), MINE, summary="What I did").draft


def again(draft) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=draft.pk)
    return found


def caught_up(draft, **options):
    return catch_up(user=draft.owner, draft=again(draft), **options)


def test_newer_edits_are_merged_and_the_draft_stands_on_the_newest(wiki, draft):
    wiki.edit(draft.title, THEIRS, summary="One")
    newest = wiki.edit(draft.title, THEIRS_LATER, user="Carol", summary="Two")
    outcome = caught_up(draft)
    assert outcome.draft.text == BOTH_LATER
    assert (outcome.draft.base_revid, outcome.draft.version) == (newest, draft.version + 1)
    assert outcome.draft.summary == "What I did"
    assert outcome.merge is not None
    assert outcome.merge.authors == ["Bob", "Carol"]
    assert [taken["comment"] for taken in outcome.merge.taken_in] == ["One", "Two"]
    assert not outcome.merge.is_doubtful
    assert outcome.merge.result_text.content == outcome.draft.text
    assert outcome.draft.versions.filter(reason="rebase", text__content=MINE).exists()
    wiki.clear_log("api")
    attempt = publish_draft(user=draft.owner, draft=outcome.draft, version=outcome.draft.version)
    assert len(wiki.log("api")) == 1
    assert not attempt.was_merged_by_wiki
    assert wiki.text(draft.title) == BOTH_LATER


def test_nothing_newer_changes_nothing(draft):
    outcome = caught_up(draft)
    assert (outcome.merge, outcome.collision) == (None, None)
    assert (outcome.draft.version, outcome.draft.text) == (draft.version, MINE)


def test_a_draft_in_which_nothing_is_typed_moves_on(wiki, alice, place):
    opened = open_draft(alice, place)
    newest = wiki.edit(place, "")
    outcome = caught_up(opened)
    assert (outcome.draft.text, outcome.draft.base_revid) == ("", newest)
    assert outcome.draft.state == Draft.State.OPENED
    assert (outcome.merge, outcome.collision) == (None, None)


def test_a_summary_without_a_text_stays_where_it_is_listed(wiki, alice, place):
    typed = save_text(open_draft(alice, place), BASE, summary="What I am going to do").draft
    wiki.edit(place, THEIRS)
    outcome = caught_up(typed)
    assert (outcome.draft.text, outcome.draft.state) == (THEIRS, Draft.State.EDITING)
    assert outcome.draft.summary == "What I am going to do"


def test_what_collides_is_recorded_at_once_and_changes_nothing(wiki, draft):
    wiki.edit(draft.title, BASE.replace("Third line", "Another line entirely"))
    outcome = caught_up(draft)
    assert outcome.collision == open_collision(draft)
    assert outcome.draft.text == MINE
    assert outcome.draft.base_revid == draft.base_revid
    # Asked again, it is the same.
    assert caught_up(draft).collision == outcome.collision


def test_a_merge_inside_one_line_is_said_to_want_a_look(wiki, alice, title):
    line = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
    wiki.edit(title, line)
    draft = save_text(open_draft(alice, title), line.replace("fourteen", "my word")).draft
    wiki.edit(title, line.replace("One", "Their word"))
    outcome = caught_up(draft)
    assert outcome.merge is not None
    assert outcome.merge.is_doubtful
    assert "Their word" in outcome.draft.text
    assert "my word" in outcome.draft.text


def test_ones_own_edit_from_elsewhere_is_a_newer_revision_like_any_other(wiki, draft):
    wiki.edit(draft.title, THEIRS, user="Alice")
    outcome = caught_up(draft)
    assert outcome.draft.text == BOTH
    assert outcome.merge is not None
    assert outcome.merge.authors == ["Alice"]


def test_a_section_follows_its_section_and_hears_nothing_of_the_others(wiki, alice, title):
    text = "== One ==\nFirst.\n\n== Two ==\nSecond.\n\nMore."
    wiki.edit(title, text)
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nSecond.\n\nMine.").draft
    wiki.edit(title, "== Zero ==\nNew.\n\n" + text)
    outcome = caught_up(draft)
    assert (outcome.merge, outcome.draft.section) == (None, "3")
    assert outcome.draft.text == draft.text
    wiki.edit(title, "== Zero ==\nNew.\n\n" + text.replace("Second.", "Theirs."))
    outcome = caught_up(outcome.draft)
    assert outcome.draft.text == "== Two ==\nTheirs.\n\nMine."
    assert outcome.merge is not None
    undone = undo_catch_up(snapshot=outcome.merge)
    assert (undone.section, undone.text) == ("3", draft.text)


def test_taking_it_back_gives_ones_text_and_the_old_base(wiki, draft):
    wiki.edit(draft.title, THEIRS)
    merged = caught_up(draft)
    undone = undo_catch_up(snapshot=merged.merge)
    assert (undone.text, undone.base_revid) == (MINE, draft.base_revid)
    assert undone.base_text.content == BASE
    assert undone.state == Draft.State.EDITING
    # It is not made again by itself, nor with what comes later...
    wiki.edit(draft.title, THEIRS_LATER)
    assert caught_up(draft).draft.text == MINE
    # ... but when it is asked for.
    outcome = caught_up(draft, is_asked=True)
    assert outcome.draft.text == BOTH_LATER
    assert ConflictSnapshot.objects.declined_merge(outcome.draft) is None


def test_what_was_typed_since_stays_when_the_merge_is_taken_back(wiki, draft):
    wiki.edit(draft.title, THEIRS)
    merged = caught_up(draft)
    typed = save_text(merged.draft, BOTH + "\n\nTyped since.").draft
    undone = undo_catch_up(snapshot=merged.merge)
    assert undone.text == MINE + "\n\nTyped since."
    assert typed.versions.filter(text__content=typed.text).exists()


def test_a_merge_that_was_written_into_is_not_taken_back_by_itself(wiki, draft):
    wiki.edit(draft.title, THEIRS)
    merged = caught_up(draft)
    typed = save_text(merged.draft, BOTH.replace("Their line", "Their longer line")).draft
    with pytest.raises(MergeBuiltUponError):
        undo_catch_up(snapshot=merged.merge)
    assert again(draft).text == typed.text


def test_only_the_last_merge_can_be_taken_back(wiki, draft):
    wiki.edit(draft.title, THEIRS)
    first = caught_up(draft)
    wiki.edit(draft.title, THEIRS_LATER)
    second = caught_up(draft)
    with pytest.raises(MergeBuiltUponError):
        undo_catch_up(snapshot=first.merge)
    assert again(draft).text == second.draft.text


def test_a_blanked_page_is_asked_about(wiki, alice, place):
    draft = save_text(open_draft(alice, place), BASE + "\n\nFourth line.").draft
    wiki.edit(place, "")
    outcome = caught_up(draft)
    assert outcome.collision is not None
    assert outcome.draft.text == BASE + "\n\nFourth line."


def test_the_longest_page_rewritten_on_both_sides_is_asked_about(wiki, alice):
    # Of plain text, which the wiki saves in no time however long it is.
    wiki.configure(wgNamespaceContentModels={"4": "text"})
    place = f"Project:{new_title()}"
    base, mine, theirs = map(rewritten, ("base", "mine", "theirs"))
    wiki.edit(place, base)
    draft = save_text(open_draft(alice, place), mine).draft
    wiki.edit(place, theirs)
    outcome = caught_up(draft)
    assert outcome.collision is not None
    assert outcome.draft.text == mine
    merged = merge_of(outcome.collision)
    assert merged.conflicts
    for side, text in (("base", base), ("mine", mine), ("theirs", theirs)):
        assert "".join(getattr(passage, side) for passage in merged.passages) == text
    for side, text in (("mine", mine), ("theirs", theirs)):
        asked = {at: getattr(merged.passages[at], side) for at in merged.conflicts}
        assert set(text.split()) <= set(resolve(merged, asked).split())


def rewritten(whose: str) -> str:
    """Almost as much as a wiki takes, in the same frequent words and some of one's own."""
    rng = random.Random(whose)
    words = [f"headword{int(rng.paretovariate(0.7))}" for _ in range(210_000)]
    words[::50] = (f"{whose}{number}" for number in range(len(words[::50])))
    text = "\n\n".join(" ".join(words[at : at + 60]) for at in range(0, len(words), 60))
    return text[: 2048 * 1024].rsplit("\n\n", 1)[0]


def test_a_page_made_a_redirect_is_asked_about(wiki, alice, place):
    draft = save_text(open_draft(alice, place), BASE + "\n\nFourth line.").draft
    wiki.edit(place, "#REDIRECT [[Moon]]\n\n" + BASE)
    assert caught_up(draft).collision is not None


def test_a_page_of_another_content_model_is_asked_about(wiki, alice, place):
    draft = save_text(open_draft(alice, place), BASE + "\n\nFourth line.").draft
    wiki.session("Admin").post(action="edit", title=place, text=BASE, contentmodel="text")
    assert caught_up(draft).collision is not None


def test_a_merge_that_is_no_json_any_more_is_asked_about(wiki, alice):
    wiki.configure(wgNamespaceContentModels={"4": "json"})
    title = f"Project:{new_title()}"
    wiki.edit(title, "[\n\n1,\n\n2,\n\n3\n\n]")
    # Each is valid, and so are their lines; together they close in the wrong order.
    mine, theirs = '[\n\n{"m":[1,\n\n2,\n\n3]}\n\n]', "[[\n\n1,\n\n2],\n\n3\n\n]"
    draft = save_text(open_draft(alice, title), mine).draft
    wiki.edit(title, theirs)
    outcome = caught_up(draft)
    assert outcome.collision is not None
    assert outcome.draft.text == mine


def test_a_base_that_was_deleted_on_the_wiki_is_merged_from_all_the_same(wiki, draft):
    other = new_title()
    deleted = wiki.edit(other, BASE)
    wiki.delete(other)
    Draft.objects.filter(pk=draft.pk).update(base_revid=deleted)
    wiki.edit(draft.title, THEIRS)
    outcome = caught_up(draft)
    assert outcome.draft.text == BOTH
    assert outcome.merge is not None


def test_a_deleted_page_is_said(wiki, draft):
    wiki.delete(draft.title)
    with pytest.raises(PageMissingError):
        caught_up(draft)
    assert again(draft).text == MINE


def test_the_redirect_of_a_move_is_no_newer_version(wiki, draft):
    wiki.move(draft.title, new_title("Elsewhere"))
    with pytest.raises(PageMovedError):
        caught_up(draft)
    assert again(draft).text == MINE


def test_a_page_created_meanwhile_collides(wiki, alice):
    title = new_title()
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.edit(title, "Theirs.")
    assert caught_up(draft).collision is not None


def test_a_new_section_needs_no_catching_up(wiki, alice, place):
    draft = save_text(open_draft(alice, place, "new"), "Mine.", section_title="Mine").draft
    wiki.edit(place, THEIRS)
    wiki.clear_log("api")
    assert caught_up(draft).draft.base_revid == draft.base_revid
    assert wiki.log("api") == []
