"""What happens while a collision is being decided: nothing decided is lost by it."""

from __future__ import annotations

import pytest

from editor.actions.collide import open_collision, record_collision
from editor.actions.pen import pass_pen
from editor.actions.share_draft import set_access
from editor.models import Access, ConflictSnapshot, Draft, PageCheck
from tests.deciding import BASE, BETWEEN, MINE, THEIRS, decide, decided, finish, questions, stored
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address, form_data, words
from tests.together import together


def test_a_third_edit_meanwhile_keeps_what_was_decided(wiki, browser, snapshot, desk, title):
    decided(browser, desk, "mine", "mine")
    shown = browser.get(desk).context["result"].digest
    wiki.edit(title, THEIRS.replace("Their sentence", "A third"))
    answer = browser.get(desk)
    assert "Something changed in between" in answer.content.decode()
    assert [question.answered.choice for question in answer.context["questions"]] == ["", "mine"]
    assert "as you decided on" in answer.content.decode()
    # A page from before cannot publish what nobody has looked at.
    answer = browser.post(desk, {"then": "publish", "shown": shown})
    assert answer.status_code == 422
    assert wiki.text(title).startswith("A third")
    assert stored(snapshot).text == MINE


def test_a_third_edit_at_the_last_moment_is_asked_about(wiki, browser, snapshot, desk, title):
    decided(browser, desk, "mine", "mine")
    shown = browser.get(desk).context["result"].digest
    wiki.edit(title, THEIRS.replace("Their sentence", "A third"))
    answer = browser.post(desk, {"then": "publish", "shown": shown})
    assert answer.status_code == 200
    assert "Something changed in between" in answer.content.decode()
    # What was decided is mine in the new collision, and is asked about only where they wrote.
    (question,) = answer.context["questions"]
    assert question.answered.card.mine.startswith("My words")
    assert wiki.text(title).startswith("A third")


def test_a_result_that_was_not_shown_is_not_published(wiki, browser, desk, title):
    decided(browser, desk, "mine", "mine")
    shown = browser.get(desk).context["result"].digest
    decide(browser, desk, 0, "theirs")
    answer = browser.post(desk, {"then": "publish", "shown": shown})
    assert "Something changed in between" in answer.content.decode()
    assert wiki.text(title) == THEIRS


def test_what_was_saved_elsewhere_since_is_shown_before_it_is_published(
    wiki, browser, snapshot, desk, title
):
    """Half a sentence in another tab, far from all that was asked about."""
    decided(browser, desk, "mine", "theirs")
    shown = browser.get(desk).context["result"].digest
    half = BETWEEN.replace("word75 ", "word75, of which ")
    save_text(stored(snapshot), f"My words{half}My end")
    answer = browser.post(desk, {"then": "publish", "shown": shown})
    assert "Something changed in between" in answer.text
    assert "of which" in answer.text
    assert wiki.text(title) == THEIRS
    # Looked at, it is what is published; the decisions are still there.
    finish(browser, desk, "publish")
    assert wiki.text(title) == f"My words{half}Their finish"


def test_a_passage_that_was_overtaken_is_not_lost_with_what_was_written(
    wiki, alice, browser, snapshot, desk
):
    key = questions(browser, desk)[0].answered.card.key
    wiki.edit(snapshot.draft.title, THEIRS.replace("Their sentence", "What nobody has seen"))
    record_collision(user=alice, draft=stored(snapshot))
    fields = {"card": key, "choice": "own", "own": "Written by hand."}
    answer = browser.post(desk.replace("conflict", "decide"), fields, follow=True)
    assert "this passage is another question now" in answer.content.decode()
    assert "What nobody has seen" in answer.content.decode()
    assert stored(snapshot).versions.filter(text__content="Written by hand.").exists()
    assert answer.context["left"] == 2


@pytest.mark.parametrize("headers", [FRAGMENT, {}])
def test_what_is_written_where_another_tab_has_finished_is_kept(browser, snapshot, desk, headers):
    card = questions(browser, desk)[0].answered.card
    decided(browser, desk, "mine", "mine")
    finish(browser, desk, "edit")
    path, draft = desk.replace("conflict", "decide"), address(snapshot.draft)
    fields = {"snapshot": snapshot.pk, "card": card.key, "own": "Written by hand."}
    answer = browser.post(path, fields | {"choice": "own"}, headers=headers)
    assert answer.headers.get("HX-Redirect" if headers else "Location") == draft
    (kept,) = snapshot.draft.versions.filter(reason="passage")
    assert kept.text.content == "Written by hand."
    assert "What you wrote by hand is kept under “Versions”." in browser.get(draft).text
    # A passage is not a text that could be put in the place of all the others.
    page = browser.get(address(snapshot.draft, f"versions/{kept.pk}")).text
    assert "Written by hand." in page
    assert "Replace the draft" not in page
    # A box that nobody wrote in came along with the answer.
    browser.post(path, fields | {"choice": "theirs", "own": card.to_write_on}, headers=headers)
    assert snapshot.draft.versions.filter(reason="passage").count() == 1


def test_who_writes_on_where_another_tab_has_finished_is_not_led_away(browser, snapshot, desk):
    key = questions(browser, desk)[0].answered.card.key
    decided(browser, desk, "mine", "mine")
    finish(browser, desk, "edit")
    fields = {"snapshot": snapshot.pk, "card": key, "own": "Written by hand."}
    answer = browser.post(desk.replace("conflict", "decide"), fields, headers=FRAGMENT)
    assert "HX-Redirect" not in answer.headers
    assert "The collision was decided in another tab." in answer.text
    assert f'href="{address(snapshot.draft)}"' in answer.text
    assert snapshot.draft.versions.filter(text__content="Written by hand.").exists()


def test_two_recordings_of_one_collision_leave_one_open(wiki, alice, title, transactional_db):
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS)

    def record():
        return record_collision(user=alice, draft=Draft.objects.get(pk=draft.pk))

    together(record, record)
    assert open_collision(draft) is not None
    assert ConflictSnapshot.objects.count() == 1


def test_a_draft_edited_in_the_passage_meanwhile_is_asked_about_anew(browser, snapshot, desk):
    decided(browser, desk, "theirs", "theirs")
    shown = browser.get(desk).context["result"].digest
    save_text(stored(snapshot), MINE.replace("My words", "My own words"))
    answer = browser.post(desk, {"then": "edit", "shown": shown})
    assert answer.status_code == 200
    assert "My own words" in stored(snapshot).text
    again = open_collision(stored(snapshot))
    assert again is not None
    assert "My own words" in again.mine_text.content
    choices = [question.answered.choice for question in answer.context["questions"]]
    assert choices == ["", "theirs"]


def test_a_page_deleted_meanwhile_is_said(wiki, browser, snapshot, desk, title):
    decided(browser, desk, "mine", "mine")
    shown = browser.get(desk).context["result"].digest
    wiki.delete(title)
    page = browser.get(desk).content.decode()
    assert "not on the wiki" in page
    answer = browser.post(desk, {"then": "publish", "shown": shown})
    assert answer.status_code == 409
    assert "deleted" in answer.content.decode() or "not on the wiki" in answer.content.decode()
    assert stored(snapshot).text == MINE


def test_a_page_moved_meanwhile_takes_the_desk_along(wiki, browser, snapshot, desk, title):
    """The redirect that is left behind is no third edit, and is not published over."""
    decide(browser, desk, 0, "mine")
    target = new_title("Moved")
    wiki.move(title, target)
    # The last decision brings the whole page, which says it.
    answer = decide(browser, desk, 1, "theirs", headers=FRAGMENT)
    assert answer["HX-Redirect"] == desk
    page = browser.get(desk).text
    assert f"moved to “{target}”" in page
    assert "<bdi>Admin</bdi> moved it on" in page
    assert "Take the draft to the new title" in page
    assert open_collision(stored(snapshot)) == snapshot
    browser.post(address(snapshot.draft, "move"), form_data(stored(snapshot)))
    finish(browser, desk, "publish")
    assert wiki.text(target) == f"My words{BETWEEN}Their finish"
    assert wiki.text(title).startswith("#REDIRECT")


def test_a_guest_is_led_to_no_page_that_is_older_than_the_share(bob, browser, snapshot, desk):
    texts = address(snapshot.draft, f"collisions/{snapshot.pk}")
    assert texts in browser.get(desk).text
    set_access(draft=snapshot.draft, user=bob, access=Access.WRITE)
    pass_pen(stored(snapshot), to_id=bob.pk)
    guest = browser_of(bob)
    assert guest.get(texts).status_code == 404
    page = guest.get(desk).text
    assert "Passage 1 of 2" in page
    assert texts not in page
    assert "all the texts and decisions are kept" in page


def test_a_wiki_that_is_down_keeps_what_was_decided(browser, snapshot, desk):
    with wiki_down():
        decided(browser, desk, "theirs", "theirs")
        answer = browser.get(desk)
        assert "reached" in answer.content.decode()
        shown = answer.context["result"].digest
        answer = browser.post(desk, {"then": "publish", "shown": shown})
    assert answer.status_code == 503
    assert "reached" in answer.content.decode()
    assert stored(snapshot).text == THEIRS


def put_into_draft(wiki, browser, draft, theirs) -> Draft:
    """The whole way from what is on the wiki now, over the desk, back into the draft."""
    wiki.edit(draft.title, theirs)
    browser.get(address(draft))
    desk = address(draft, "conflict")
    decided(browser, desk, *["mine" for _ in questions(browser, desk)])
    assert finish(browser, desk, "draft")["Location"] == address(draft)
    found: Draft = Draft.objects.get(pk=draft.pk)
    assert open_collision(found) is None
    return found


def pulse(browser, draft) -> str:
    PageCheck.objects.all().delete()
    said = {"tab": "tab-one"}
    return words(browser.post(address(draft, "pulse"), said, headers=FRAGMENT))


def test_a_page_created_anew_is_the_drafts_page_once_that_was_decided(wiki, browser, alice, title):
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.delete(title)
    assert "deleted" in pulse(browser, draft)
    decided_on = put_into_draft(wiki, browser, draft, BASE.replace("First", "Their first"))
    assert decided_on.page_id != draft.page_id
    assert "deleted" not in pulse(browser, draft)
    # A third edit, far from all that was written: told of like any other, and merged.
    theirs = BASE.replace("First", "Their first").replace("word75", "word75 of theirs")
    wiki.edit(title, theirs)
    assert "Bob published a newer version" in pulse(browser, draft)
    browser.get(address(draft))
    assert open_collision(draft) is None
    assert Draft.objects.get(pk=draft.pk).text == MINE.replace("word75", "word75 of theirs")


def test_of_a_page_created_meanwhile_its_deletion_is_said(wiki, browser, alice):
    draft = save_text(open_draft(alice, new_title()), MINE).draft
    put_into_draft(wiki, browser, draft, THEIRS)
    wiki.delete(draft.title)
    assert "deleted" in pulse(browser, draft)


def test_a_page_of_another_kind_is_followed_as_that_once_it_was_decided(
    wiki, browser, alice, title
):
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.session("Admin").post(action="changecontentmodel", title=title, model="text", summary="")
    put_into_draft(wiki, browser, draft, BASE.replace("First", "Their first"))
    theirs = BASE.replace("First", "Their first").replace("word75", "word75\n\nTheirs.\n\n")
    wiki.edit(title, theirs)
    browser.get(address(draft))
    after = Draft.objects.get(pk=draft.pk)
    assert (after.content_model, after.content_format) == ("text", "text/plain")
    assert open_collision(after) is None
    assert "Theirs." in after.text
