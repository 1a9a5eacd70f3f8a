from __future__ import annotations

import pytest

from editor.actions.collide import open_collision, record_collision
from editor.models import ConflictSnapshot, Draft
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.posting import address
from tests.together import together

# Two places that are far enough apart to be two questions, of words that nobody shares.
BETWEEN = "\n\n" + " ".join(f"word{number}" for number in range(100)) + "\n\n"
BASE = f"First line{BETWEEN}Last line"
MINE = f"My words{BETWEEN}My end"
THEIRS = f"Their sentence{BETWEEN}Their finish"


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


def stored(snapshot) -> Draft:
    found: Draft = Draft.objects.get(pk=snapshot.draft_id)
    return found


def questions(browser, desk):
    return browser.get(desk).context["questions"]


def decided(browser, desk, *choices, **fields):
    asked = questions(browser, desk)
    data = {f"choice-{q.index}": c for q, c in zip(asked, choices, strict=True)}
    return browser.post(desk, data | fields | {"snapshot": open_snapshot(browser, desk)})


def open_snapshot(browser, desk):
    """The collision that the form is about, as it names it."""
    return browser.get(desk).context["snapshot"].pk


def test_each_passage_is_asked_about_with_both_sides(browser, desk):
    answer = browser.get(desk)
    page = answer.content.decode()
    assert len(answer.context["questions"]) == 2
    assert "Passage 1 of 2" in page
    assert "Passage 2 of 2" in page
    assert "Bob published revision" in page
    assert "Their" in page
    assert "My" in page


@pytest.mark.parametrize(
    ("choice", "first", "last"),
    [
        ("mine", "My words", "My words"),
        ("theirs", "Their sentence", "Their sentence"),
        ("mine-then-theirs", "My words", "Their sentence"),
        ("theirs-then-mine", "Their sentence", "My words"),
    ],
)
def test_a_choice_is_what_ends_up_in_the_draft(browser, snapshot, desk, choice, first, last):
    answer = decided(browser, desk, choice, "mine", then="edit")
    assert answer["Location"] == address(snapshot.draft)
    passage = stored(snapshot).text.split(BETWEEN)[0]
    assert passage.startswith(first)
    assert passage.endswith(last)
    assert stored(snapshot).text.endswith("My end")
    assert stored(snapshot).base_revid == snapshot.theirs_revid


def test_a_passage_can_be_written_by_hand(browser, snapshot, desk):
    one, two = questions(browser, desk)
    data = {
        f"choice-{one.index}": "own",
        f"own-{one.index}": "Our\r\nline.",
        f"choice-{two.index}": "theirs",
        "snapshot": snapshot.pk,
    }
    browser.post(desk, data | {"then": "edit"})
    assert stored(snapshot).text.startswith("Our\nline.")
    assert stored(snapshot).text.endswith("Their finish")


def test_deciding_and_publishing_is_one_press(wiki, browser, snapshot, desk, title):
    answer = decided(browser, desk, "mine", "theirs", then="publish")
    attempt = stored(snapshot).attempts.get()
    assert answer["Location"] == f"/published/{attempt.pk}"
    assert wiki.text(title).startswith("My words")
    assert wiki.text(title).endswith("Their finish")
    assert wiki.history(title)[0]["comment"] == "Why"


def test_an_undecided_passage_is_asked_again_and_the_rest_is_kept(wiki, browser, desk, title):
    one, two = questions(browser, desk)
    data = {
        f"choice-{one.index}": "own",
        f"own-{one.index}": "Written by hand.",
        f"own-{two.index}": "Begun by hand.",
        "then": "publish",
        "snapshot": open_snapshot(browser, desk),
    }
    answer = browser.post(desk, data)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose one for this passage." in page
    assert "Written by hand." in page
    assert "Begun by hand." in page
    kept, missing = answer.context["questions"]
    assert (kept.choice, kept.is_missing) == ("own", False)
    assert missing.is_missing
    assert wiki.text(title) == THEIRS


@pytest.mark.parametrize("choice", ["", "nonsense", "conflict"])
def test_what_is_no_choice_is_none(browser, snapshot, desk, choice):
    answer = decided(browser, desk, "mine", choice, then="edit")
    assert answer.status_code == 422
    assert stored(snapshot).text == MINE


def test_what_fits_together_is_shown_and_published_with_one_press(wiki, alice, browser, title):
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), BASE.replace("Last", "My")).draft
    wiki.edit(title, BASE.replace("First", "Their"))
    snapshot = record_collision(user=alice, draft=draft)
    page = browser.get(address(draft, "conflict")).content.decode()
    assert "The two edits fit together." in page
    assert "Publish the merged text" in page
    browser.post(address(draft, "conflict"), {"then": "publish", "snapshot": snapshot.pk})
    assert wiki.text(title) == BASE.replace("First", "Their").replace("Last", "My")


def test_a_decision_on_a_collision_that_was_overtaken_is_none(wiki, alice, browser, snapshot, desk):
    asked = questions(browser, desk)
    data = {f"choice-{question.index}": "mine" for question in asked}
    data[f"choice-{asked[0].index}"] = "own"
    data[f"own-{asked[0].index}"] = "Written by hand."
    unseen = THEIRS.replace("Their sentence", "What nobody has seen")
    wiki.edit(snapshot.draft.title, unseen)
    record_collision(user=alice, draft=stored(snapshot))
    answer = browser.post(desk, data | {"then": "publish", "snapshot": snapshot.pk})
    assert answer.status_code == 200
    assert "What nobody has seen" in answer.content.decode()
    assert wiki.text(snapshot.draft.title) == unseen
    assert stored(snapshot).versions.filter(text__content="Written by hand.").exists()


def test_two_recordings_of_one_collision_leave_one_open(wiki, alice, title, transactional_db):
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS)

    def record():
        return record_collision(user=alice, draft=Draft.objects.get(pk=draft.pk))

    together(record, record)
    assert open_collision(draft) is not None
    assert ConflictSnapshot.objects.count() == 1


def test_a_third_edit_meanwhile_is_asked_about_anew(wiki, browser, snapshot, desk, title):
    wiki.edit(title, THEIRS.replace("Their sentence", "A third"))
    answer = decided(browser, desk, "mine", "mine", then="publish")
    assert answer.status_code == 200
    assert "Something changed in between" in answer.content.decode()
    again = open_collision(stored(snapshot))
    assert again is not None
    assert again != snapshot
    assert "A third" in again.theirs_text.content
    # What was decided is in the draft, and nothing was overwritten.
    assert stored(snapshot).text == MINE
    assert wiki.text(title).startswith("A third")


def test_a_draft_edited_in_the_passage_meanwhile_is_asked_about_anew(browser, snapshot, desk):
    asked = questions(browser, desk)
    save_text(stored(snapshot), MINE.replace("My words", "My own words"))
    data = {f"choice-{question.index}": "theirs" for question in asked}
    answer = browser.post(desk, data | {"then": "edit", "snapshot": snapshot.pk})
    assert answer.status_code == 200
    assert "My own words" in stored(snapshot).text
    again = open_collision(stored(snapshot))
    assert again is not None
    assert "My own words" in again.mine_text.content


def test_a_page_deleted_meanwhile_is_said(wiki, browser, snapshot, desk, title):
    wiki.delete(title)
    answer = decided(browser, desk, "mine", "mine", then="publish")
    assert answer.status_code == 409
    assert "deleted" in answer.content.decode() or "not on the wiki" in answer.content.decode()
    assert stored(snapshot).text == MINE


def test_a_wiki_that_is_down_keeps_what_was_decided(browser, snapshot, desk):
    asked = questions(browser, desk)
    data = {f"choice-{question.index}": "theirs" for question in asked}
    with wiki_down():
        answer = browser.post(desk, data | {"then": "publish", "snapshot": snapshot.pk})
    assert answer.status_code == 503
    assert "reached" in answer.content.decode()
    assert stored(snapshot).text == THEIRS


def test_all_the_texts_can_be_read(browser, snapshot):
    page = browser.get(address(snapshot.draft, f"collisions/{snapshot.pk}")).content.decode()
    for text in (BASE, MINE, THEIRS):
        assert text in page


def test_a_collision_that_is_decided_leads_to_the_draft(browser, snapshot, desk):
    decided(browser, desk, "mine", "mine", then="edit")
    assert browser.get(desk)["Location"] == address(snapshot.draft)
    assert browser.post(desk, {"then": "publish"})["Location"] == address(snapshot.draft)
    assert ConflictSnapshot.objects.count() == 1


def test_the_front_page_says_which_draft_waits(browser, snapshot, desk):
    page = browser.get("/").content.decode()
    assert "Collision: passages to decide" in page
    assert desk in page


def test_markup_in_the_texts_is_shown_not_run(wiki, alice, browser, title):
    wiki.edit(title, BASE)
    bad = "</textarea><script>alert(1)</script>"
    draft = save_text(open_draft(alice, title), BASE.replace("First line", bad)).draft
    wiki.edit(title, BASE.replace("First line", "<script>alert(2)</script>"))
    record_collision(user=alice, draft=draft)
    page = browser.get(address(draft, "conflict")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
