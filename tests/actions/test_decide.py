"""Each decision is kept as it is made, and found again where the same texts collide."""

from __future__ import annotations

import pytest

from editor.actions.by_hand import digest_of_own
from editor.actions.collide import open_collision, record_collision, renew_collision
from editor.actions.decide import (
    NoAnswerError,
    NoSuchPassageError,
    decide,
    desk_of,
    keep_remembered,
    on_newest,
)
from editor.actions.pen import pass_pen
from editor.actions.share_draft import set_access
from editor.models import Access, Draft
from tests.factories import open_draft, save_text
from tests.people import new_title

FAR = "\n\n" + " ".join(f"word{number}" for number in range(150)) + "\n\n"
BASE = f"It cost 5 dollars then.{FAR}It ended in 1960 there.{FAR}Bob was there too."
MINE = BASE.replace(" 5 ", " 6 ").replace("1960", "1961").replace("Bob", "Alice")
THEIRS = BASE.replace(" 5 ", " 7 ").replace("1960", "1962").replace("Bob", "Carol")


@pytest.fixture
def snapshot(wiki, alice, title):
    """Three passages to decide."""
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS)
    return record_collision(user=alice, draft=draft)


def keys(user, snapshot):
    return [question.card.key for question in desk_of(user=user, snapshot=snapshot).questions]


def stored(snapshot) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=snapshot.draft_id)
    return found


def test_a_decision_is_there_when_one_comes_back(alice, snapshot):
    one, two, _ = keys(alice, snapshot)
    decide(user=alice, snapshot=snapshot, key=one, choice="mine")
    decide(user=alice, snapshot=snapshot, key=two, choice=None, own="Begun by hand")
    desk = desk_of(user=alice, snapshot=snapshot)
    assert [question.choice for question in desk.questions] == ["mine", "", ""]
    assert desk.questions[1].to_write_on == "Begun by hand"
    assert (desk.left, desk.text) == (2, None)


def test_all_decided_makes_the_text(alice, snapshot):
    one, two, three = keys(alice, snapshot)
    decide(user=alice, snapshot=snapshot, key=one, choice="theirs-then-mine")
    decide(user=alice, snapshot=snapshot, key=two, choice="own", own="It ended later.")
    desk = decide(user=alice, snapshot=snapshot, key=three, choice="theirs")
    both = "It cost 7 dollars then.\nIt cost 6 dollars then."
    assert desk.text == f"{both}{FAR}It ended later.{FAR}Carol was there too."
    assert desk_of(user=alice, snapshot=snapshot).text == desk.text


def test_a_third_edit_keeps_what_was_decided_where_the_texts_are_the_same(wiki, alice, snapshot):
    for key in keys(alice, snapshot):
        decide(user=alice, snapshot=snapshot, key=key, choice="mine")
    wiki.edit(snapshot.draft.title, THEIRS.replace("1962", "1972").replace("word50", "another", 1))
    desk = desk_of(user=alice, snapshot=snapshot)
    newest = on_newest(user=alice, draft=stored(snapshot), desk=desk)
    assert newest.snapshot != snapshot
    assert [question.choice for question in newest.questions] == ["mine", "", "mine"]
    assert [question.is_remembered for question in newest.questions] == [True, False, True]
    assert newest.left == 1


def test_what_is_typed_meanwhile_asks_anew_only_where_it_was_typed(alice, snapshot):
    for key in keys(alice, snapshot):
        decide(user=alice, snapshot=snapshot, key=key, choice="theirs")
    draft = save_text(stored(snapshot), MINE.replace(" 6 ", " 66 ")).draft
    renewed = renew_collision(user=alice, draft=draft, snapshot=snapshot)
    assert renewed != snapshot
    assert open_collision(draft) == renewed
    desk = desk_of(user=alice, snapshot=renewed)
    assert [question.choice for question in desk.questions] == ["", "theirs", "theirs"]


def test_the_same_collision_is_not_asked_twice(wiki, alice, bob, snapshot):
    """Another draft, on another day: shown as decided, and changeable; others are asked."""
    title = snapshot.draft.title
    for key in keys(alice, snapshot):
        decide(user=alice, snapshot=snapshot, key=key, choice="mine")
    Draft.objects.filter(pk=snapshot.draft_id).update(state=Draft.State.DISCARDED)
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS)
    later = record_collision(user=alice, draft=draft)
    desk = desk_of(user=alice, snapshot=later)
    assert all(question.is_remembered and question.decided_at for question in desk.questions)
    assert desk.text == MINE
    assert desk_of(user=bob, snapshot=later).left == 3
    key = desk.questions[0].card.key
    decide(user=alice, snapshot=later, key=key, choice="theirs")
    assert desk_of(user=alice, snapshot=snapshot).questions[0].choice == "mine"
    keep_remembered(user=alice, desk=desk_of(user=alice, snapshot=later))
    assert sorted(later.decisions.values_list("choice", flat=True)) == ["mine", "mine", "theirs"]


def test_what_was_decided_is_known_where_the_page_is_now(wiki, alice, snapshot):
    for key in keys(alice, snapshot):
        decide(user=alice, snapshot=snapshot, key=key, choice="mine")
    Draft.objects.filter(pk=snapshot.draft_id).update(state=Draft.State.DISCARDED)
    target = new_title("Moved")
    wiki.move(snapshot.draft.title, target)
    wiki.edit(target, BASE)
    draft = save_text(open_draft(alice, target), MINE).draft
    wiki.edit(target, THEIRS)
    later = record_collision(user=alice, draft=draft)
    assert desk_of(user=alice, snapshot=later).text == MINE


def test_a_merge_within_a_line_is_made_a_question_and_merged_again(wiki, alice, title):
    words = " ".join(f"word{number}" for number in range(12))
    base = f"It began {words} and ended here."
    wiki.edit(title, base)
    draft = save_text(open_draft(alice, title), base.replace("began", "started")).draft
    wiki.edit(title, base.replace("ended", "stopped"))
    snapshot = record_collision(user=alice, draft=draft)
    desk = desk_of(user=alice, snapshot=snapshot)
    merged = f"It started {words} and stopped here."
    assert (desk.text, len(desk.merged), desk.questions) == (merged, 1, ())
    key = desk.merged[0].card.key
    assert decide(user=alice, snapshot=snapshot, key=key, choice="").left == 1
    assert decide(user=alice, snapshot=snapshot, key=key, choice="theirs").text == (
        f"It began {words} and stopped here."
    )
    again = decide(user=alice, snapshot=snapshot, key=key, choice="merged")
    assert (again.text, again.questions) == (merged, ())


def test_what_one_decided_outlasts_the_pen_and_what_the_next_one_types(alice, bob, snapshot):
    """Alice decides two by hand; Bob gets the pen, and writes a word elsewhere."""
    one, two, _ = keys(alice, snapshot)
    for key in (one, two):
        decide(user=alice, snapshot=snapshot, key=key, choice="own", own=f"By hand {key[:4]}.")
    set_access(draft=snapshot.draft, user=bob, access=Access.WRITE)
    pass_pen(stored(snapshot), to_id=bob.pk)
    Draft.objects.filter(pk=snapshot.draft_id).update(text=MINE.replace("word5 ", "words "))
    renewed = renew_collision(user=bob, draft=stored(snapshot), snapshot=snapshot)
    assert renewed != snapshot
    desk = desk_of(user=bob, snapshot=renewed)
    assert [question.choice for question in desk.questions] == ["own", "own", ""]
    assert {question.decided_by for question in desk.questions if question.choice} == {"Alice"}
    keep_remembered(user=bob, desk=desk)
    assert set(renewed.decisions.values_list("author", flat=True)) == {alice.pk}


def test_what_was_decided_before_a_guest_was_let_in_is_not_shown_to_them(alice, bob, snapshot):
    key = keys(alice, snapshot)[0]
    decide(user=alice, snapshot=snapshot, key=key, choice="own", own="Not for Bob.")
    draft = save_text(stored(snapshot), MINE.replace("word5 ", "words ")).draft
    renewed = renew_collision(user=alice, draft=draft, snapshot=snapshot)
    set_access(draft=draft, user=bob, access=Access.WRITE)
    assert desk_of(user=alice, snapshot=renewed).left == 2
    assert desk_of(user=bob, snapshot=renewed).left == 3


def test_an_answer_of_an_older_tab_leaves_what_was_written_by_hand(alice, snapshot):
    """Its box holds what the page had put there, or nothing was said of a box at all."""
    key = keys(alice, snapshot)[0]
    box = desk_of(user=alice, snapshot=snapshot).questions[0].to_write_on
    decide(user=alice, snapshot=snapshot, key=key, choice=None, own="Long words by hand")
    for own in (box, None):
        desk = decide(user=alice, snapshot=snapshot, key=key, choice="mine", own=own)
        assert (desk.questions[0].choice, desk.questions[0].own) == ("mine", "Long words by hand")
    assert not snapshot.draft.versions.filter(reason="passage").exists()


def test_of_two_boxes_written_in_neither_is_lost(alice, snapshot):
    key = keys(alice, snapshot)[0]

    def write(own, known=""):
        return decide(
            user=alice, snapshot=snapshot, key=key, choice=None, own=own, known=known
        ).questions[0]

    aside = snapshot.draft.versions.filter(reason="passage")
    first = write("First words").own
    # The tab that wrote it goes on, and keeps its own words.
    first = write("First words, and more", known=digest_of_own(first)).own
    assert not aside.exists()
    assert write("Words of another tab").own == "Words of another tab"
    assert [version.text.content for version in aside] == [first]


def test_what_is_no_answer_is_refused(alice, snapshot):
    key = keys(alice, snapshot)[0]
    for choice in ("nonsense", "merged", "conflict"):
        with pytest.raises(NoAnswerError):
            decide(user=alice, snapshot=snapshot, key=key, choice=choice)
    with pytest.raises(NoSuchPassageError):
        decide(user=alice, snapshot=snapshot, key="0" * 64, choice="mine")
    assert desk_of(user=alice, snapshot=snapshot).left == 3
