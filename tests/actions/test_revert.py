"""Restoring old revisions and undoing edits, on the demo wiki."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from editor.actions.collide import merge_of, open_collision, resolve_collision
from editor.actions.pen import pass_pen
from editor.actions.publish import publish_draft
from editor.actions.revert import (
    DraftInTheWayError,
    NotRevertedError,
    Obstacle,
    Revert,
    open_reverted,
)
from editor.actions.save_draft import StaleDraftError
from editor.actions.share_draft import set_access
from editor.models import Access, Draft, DraftVersion, PublishAttempt
from editor.wiki import PageAddress, WikiClient
from tests.factories import open_draft, save_text
from tests.people import new_title

LINES = [f"Line {n}." for n in range(1, 10)]


def page_of(lines: list[str]) -> str:
    return "\n\n".join(lines)


def changed(number: int, words: str) -> str:
    return page_of([words if n == number else line for n, line in enumerate(LINES)])


@pytest.fixture
def history(wiki):
    """A page of four revisions: made, its start changed, its end changed, both changed again."""
    title = new_title()
    first = wiki.edit(title, page_of(LINES))
    second = wiki.edit(title, changed(0, "Start, changed."), user="Carol")
    both = page_of(["Start, changed.", *LINES[1:-1], "End, changed."])
    third = wiki.edit(title, both)
    return title, first, second, third


def reverted(user: User, title: str, over_version: int | None = None, **wanted: int) -> Draft:
    opened = open_reverted(
        user=user,
        address=PageAddress(title=title),
        revert=Revert(**wanted),
        over_version=over_version,
    )
    assert opened.draft is not None
    return opened.draft


def published(user: User, draft: Draft) -> PublishAttempt:
    return publish_draft(user=user, draft=draft, version=draft.version)


def test_an_old_revision_is_restored_onto_the_newest(wiki, alice, history):
    title, first, _, third = history
    draft = reverted(alice, title, oldid=first)
    assert (draft.text, draft.base_revid) == (page_of(LINES), third)
    published(alice, draft)
    newest = wiki.history(title)[0]
    assert wiki.text(title) == page_of(LINES)
    assert (newest["user"], newest["parentid"]) == ("Alice", third)
    assert "mw-manual-revert" in newest["tags"]


def test_undoing_the_newest_revision_is_left_to_the_wiki(wiki, alice, history):
    title, _, second, third = history
    draft = reverted(alice, title, undo=third)
    assert draft.text == wiki.text(title, second)
    assert draft.summary.startswith("Undo revision ")
    assert f"{third}" in draft.summary
    assert "by [[Special:Contributions/Bob|Bob]]" in draft.summary
    wiki.clear_log("api")
    published(alice, draft)
    sent = " ".join(wiki.log("api"))
    assert f"undo={third}" in sent
    assert f"undoafter={second}" in sent
    newest = wiki.history(title)[0]
    assert wiki.text(title) == wiki.text(title, second)
    assert "mw-undo" in newest["tags"]
    assert newest["comment"] == draft.summary


def test_undoing_an_edit_in_the_middle_keeps_what_came_after_it(wiki, alice, history):
    title, _, second, _ = history
    draft = reverted(alice, title, undo=second)
    assert draft.text == changed(8, "End, changed.")
    published(alice, draft)
    assert wiki.text(title) == changed(8, "End, changed.")
    assert "mw-undo" in wiki.history(title)[0]["tags"]


def test_several_edits_are_undone_at_once(wiki, alice, history):
    title, first, _, third = history
    draft = reverted(alice, title, undo=third, undoafter=first)
    published(alice, draft)
    assert wiki.text(title) == page_of(LINES)
    assert "mw-undo" in wiki.history(title)[0]["tags"]


def test_an_undo_that_was_written_on_is_published_as_it_was_written(wiki, alice, history):
    title, _, _, third = history
    draft = reverted(alice, title, undo=third)
    saved = save_text(draft, draft.text + "\n\nMore.")
    published(alice, saved.draft)
    assert wiki.text(title).endswith("More.")
    assert "mw-undo" not in wiki.history(title)[0]["tags"]


def test_what_cannot_be_undone_by_itself_becomes_a_collision(wiki, alice, history):
    title, _, second, _ = history
    wiki.edit(title, changed(0, "Start, changed again and again."))
    draft = reverted(alice, title, undo=second)
    snapshot = open_collision(draft)
    assert snapshot is not None
    assert snapshot.theirs_revid == wiki.history(title)[0]["revid"]
    assert merge_of(snapshot).conflicts
    resolve_collision(snapshot=snapshot, text="Decided.\n")
    draft = Draft.objects.get(pk=draft.pk)
    published(alice, draft)
    assert "Decided." in wiki.text(title)


def test_no_edit_of_code_is_undone_by_words(wiki, alice):
    title, line = f"Module:{new_title()}", "return { a = 1, b = 2, c = 3, d = 4, e = 5 }"
    wiki.edit(title, line)
    second = wiki.edit(title, line.replace("1", "10"))
    wiki.edit(title, line.replace("1", "10").replace("5", "50"))
    assert open_collision(reverted(alice, title, undo=second)) is not None


def test_an_unpublished_draft_is_asked_about_and_kept_as_a_version(wiki, alice, history):
    title, first, _, _ = history
    mine = save_text(open_draft(alice, title), "What Alice was writing.").draft
    with pytest.raises(DraftInTheWayError):
        reverted(alice, title, oldid=first)
    assert Draft.objects.get(pk=mine.pk).text == "What Alice was writing."
    draft = reverted(alice, title, oldid=first, over_version=mine.version)
    assert (draft.pk, draft.text) == (mine.pk, page_of(LINES))
    kept = DraftVersion.objects.filter(draft=draft).values_list("text__content", flat=True)
    assert "What Alice was writing." in kept


def test_the_same_link_again_leaves_what_was_typed_since(wiki, alice, history):
    title, first, _, _ = history
    saved = save_text(reverted(alice, title, oldid=first), "Restored, and written on.")
    assert reverted(alice, title, oldid=first).text == "Restored, and written on."
    assert Draft.objects.get(pk=saved.draft.pk).version == saved.version


def test_a_revision_alone_finds_its_page(wiki, alice, history):
    title, first, _, _ = history
    assert reverted(alice, "", oldid=first).title == title


@pytest.mark.parametrize(
    ("wanted", "obstacle"),
    [
        ({"undo": 99_999_999}, Obstacle.NO_SUCH_REVISION),
        ({"oldid": 99_999_999}, Obstacle.NO_SUCH_REVISION),
        ({"undo": "first"}, Obstacle.FIRST_REVISION),
        ({"undo": "first", "undoafter": "third"}, Obstacle.WRONG_ORDER),
        ({"undo": "elsewhere"}, Obstacle.WRONG_PAGE),
        ({"oldid": "elsewhere"}, Obstacle.WRONG_PAGE),
    ],
)
def test_what_cannot_be_put_back_leaves_everything_as_it_was(
    wiki, alice, history, wanted, obstacle
):
    title, first, _, third = history
    known = {"first": first, "third": third, "elsewhere": wiki.edit(new_title(), "Elsewhere.")}
    asked = {name: known.get(value, value) for name, value in wanted.items()}
    with pytest.raises(NotRevertedError) as caught:
        reverted(alice, title, **asked)
    assert caught.value.obstacle == obstacle
    assert not Draft.objects.filter(state=Draft.State.EDITING).exists()


def test_what_was_undone_already_is_said(wiki, alice, history):
    title, _, _, third = history
    wiki.edit(title, changed(0, "Start, changed."))
    with pytest.raises(NotRevertedError) as caught:
        reverted(alice, title, undo=third)
    assert caught.value.obstacle == Obstacle.NOTHING_TO_UNDO


@pytest.mark.parametrize("meanwhile", ["passed on", "discarded"])
def test_a_draft_that_changes_hands_meanwhile_keeps_its_text(
    wiki, alice, bob, history, monkeypatch, meanwhile
):
    title, _, second, _ = history
    draft = save_text(open_draft(alice, title), "Mine.").draft
    set_access(draft=draft, user=bob, access=Access.WRITE)
    revision = WikiClient.revision

    def slowly(*arguments, **options):
        current = Draft.objects.get(pk=draft.pk)
        if meanwhile == "discarded":
            Draft.objects.filter(pk=draft.pk).update(state=Draft.State.DISCARDED)
        elif current.pen_id == alice.pk:
            assert pass_pen(current, to_id=bob.pk)
        return revision(*arguments, **options)

    monkeypatch.setattr(WikiClient, "revision", slowly)
    with pytest.raises(StaleDraftError):
        reverted(alice, title, undo=second, over_version=draft.version)
    assert Draft.objects.get(pk=draft.pk).text == "Mine."
