from __future__ import annotations

import re

import pytest
from django.test import Client

from editor.actions.by_hand import digest_of_own
from editor.actions.collide import record_collision
from editor.actions.share_draft import set_access
from editor.models import Access, ConflictSnapshot
from tests.deciding import BASE, BETWEEN, MINE, THEIRS, decide, decided, finish, questions, stored
from tests.factories import open_draft, save_text
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address


def test_each_passage_is_asked_about_with_both_sides(browser, desk):
    answer = browser.get(desk)
    page = answer.content.decode()
    assert len(answer.context["questions"]) == 2
    for words in (
        "Passage 1 of 2",
        "Passage 2 of 2",
        "2 of 2 left",
        "<bdi>Bob</bdi> published revision",
        "Their",
        "My",
    ):
        assert words in page
    assert "What publishing changes" not in page


def test_each_side_is_marked_against_what_was_there_before(wiki, alice, browser, title):
    wiki.edit(title, "It was a cold day.")
    draft = save_text(open_draft(alice, title), "It was a warm day.").draft
    wiki.edit(title, "It was a rainy day.")
    record_collision(user=alice, draft=draft)
    page = browser.get(address(draft, "conflict")).text
    theirs, mine = page[page.index("side-theirs") : page.index("side-base")].split("side-mine")
    for side, word in ((theirs, "rainy"), (mine, "warm")):
        assert re.findall(r"<(ins|del)>([^<]+)<", side) == [("del", "cold"), ("ins", word)]


@pytest.mark.parametrize(
    ("choice", "passage"),
    [
        ("mine", "My words"),
        ("theirs", "Their sentence"),
        ("mine-then-theirs", "My words\nTheir sentence"),
        ("theirs-then-mine", "Their sentence\nMy words"),
    ],
)
def test_a_choice_is_what_ends_up_in_the_draft(browser, snapshot, desk, choice, passage):
    decided(browser, desk, choice, "mine")
    answer = finish(browser, desk, "edit")
    assert answer["Location"] == address(snapshot.draft)
    assert stored(snapshot).text == f"{passage}{BETWEEN}My end"
    assert stored(snapshot).base_revid == snapshot.theirs_revid


def test_a_decision_without_javascript_leads_to_the_next_open_passage(browser, desk):
    one, two = questions(browser, desk)
    answer = decide(browser, desk, 0, "mine")
    assert answer["Location"] == f"{desk}?page=1#{two.anchor}"
    page = browser.get(desk).content.decode()
    assert "1 of 2 left" in page
    answer = decide(browser, desk, 1, "own", fields={"own": "Our\r\nline."})
    assert answer["Location"] == f"{desk}#result"
    page = browser.get(desk).content.decode()
    assert "All decided" in page
    assert "What publishing changes on the wiki" in page
    assert one.anchor in page


def test_a_decision_with_it_brings_the_passage_the_count_and_the_way_on(browser, desk):
    _, two = questions(browser, desk)
    answer = decide(browser, desk, 0, "theirs", headers=FRAGMENT)
    page = answer.content.decode()
    assert page.lstrip().startswith("<li")
    assert "1 of 2 left" in page
    assert "What publishing changes" not in page
    assert two.anchor in answer["HX-Trigger"]
    answer = decide(browser, desk, 1, "theirs", headers=FRAGMENT)
    assert "The wiki has this very text already." in answer.content.decode()
    assert '"next": "result"' in answer["HX-Trigger"]


def test_what_is_being_written_by_hand_is_kept_and_stays_open(browser, snapshot, desk):
    key = questions(browser, desk)[0].answered.card.key
    fields = {"card": key, "own": "Begun by hand"}
    answer = browser.post(desk.replace("conflict", "decide"), fields, headers=FRAGMENT)
    assert answer.text.split()[0] == "Kept"
    assert digest_of_own("Begun by hand") in answer.text
    answer = browser.get(desk)
    assert "Begun by hand" in answer.content.decode()
    assert answer.context["left"] == 2


def test_deciding_and_publishing(wiki, browser, snapshot, desk, title):
    decided(browser, desk, "mine", "theirs")
    answer = finish(browser, desk, "publish")
    attempt = stored(snapshot).attempts.get()
    assert answer["Location"] == f"/published/{attempt.pk}"
    assert wiki.text(title) == f"My words{BETWEEN}Their finish"
    assert wiki.history(title)[0]["comment"] == "Why"


def test_with_passages_left_nothing_goes_on(wiki, browser, snapshot, desk, title):
    decide(browser, desk, 0, "mine")
    answer = browser.post(desk, {"then": "publish", "shown": ""})
    assert answer.status_code == 422
    assert "There are passages left to decide." in answer.content.decode()
    assert [question.answered.choice for question in answer.context["questions"]] == ["mine", ""]
    assert wiki.text(title) == THEIRS
    assert stored(snapshot).text == MINE


@pytest.mark.parametrize("choice", ["nonsense", "conflict", "merged"])
def test_what_is_no_choice_is_none(browser, desk, choice):
    assert decide(browser, desk, 0, choice).status_code == 422
    assert browser.get(desk).context["left"] == 2


def test_what_fits_together_is_shown_and_published_with_one_press(wiki, alice, browser, title):
    wiki.edit(title, BASE)
    draft = save_text(open_draft(alice, title), BASE.replace("Last", "My")).draft
    wiki.edit(title, BASE.replace("First", "Their"))
    record_collision(user=alice, draft=draft)
    page = browser.get(address(draft, "conflict")).content.decode()
    line = browser.get(address(draft)).text
    assert "fits together with your text. The result is to be looked at." in line
    assert "Look at it</a>" in line
    assert "The two edits fit together." in page
    assert "Publish the merged text" in page
    finish(browser, address(draft, "conflict"), "publish")
    assert wiki.text(title) == BASE.replace("First", "Their").replace("Last", "My")


def test_what_was_merged_within_a_line_is_shown_and_reopened(wiki, alice, browser, title):
    words = " ".join(f"word{number}" for number in range(12))
    base = f"It began {words} and ended here."
    wiki.edit(title, base)
    draft = save_text(open_draft(alice, title), base.replace("began", "started")).draft
    wiki.edit(title, base.replace("ended", "stopped"))
    record_collision(user=alice, draft=draft)
    desk = address(draft, "conflict")
    answer = browser.get(desk)
    page = answer.content.decode()
    assert "Ask me about this" in page
    assert "difference-merged" in page
    (merged,) = answer.context["result"].merged
    card = {"card": merged.answered.card.key, "choice": ""}
    browser.post(desk.replace("conflict", "decide"), card)
    page = browser.get(desk).content.decode()
    assert "1 of 1 left" in page
    assert "As it was merged" in page


def test_broken_json_is_said_before_it_can_be_published(wiki, alice, browser):
    wiki.configure(wgNamespaceContentModels={"4": "json"})
    title = f"Project:{new_title()}"
    wiki.edit(title, '{"a": 1}')
    text = wiki.text(title)
    draft = save_text(open_draft(alice, title), text.replace("1", "10")).draft
    wiki.edit(title, text.replace("1", "20"))
    record_collision(user=alice, draft=draft)
    desk = address(draft, "conflict")
    decide(browser, desk, 0, "theirs-then-mine")
    answer = browser.get(desk)
    page = answer.content.decode()
    assert "not valid JSON" in page
    assert 'value="publish"' not in page
    decide(browser, desk, 0, "mine")
    assert 'value="publish"' in browser.get(desk).content.decode()


def test_of_very_many_passages_a_part_is_shown_and_all_are_counted(wiki, alice, browser, title):
    far = [" ".join(f"w{line}x{word}" for word in range(150)) for line in range(60)]

    def page(words):
        return "\n\n".join(f"{words} number {at}.\n\n{line}" for at, line in enumerate(far))

    wiki.edit(title, page("Old"))
    draft = save_text(open_draft(alice, title), page("Mine")).draft
    wiki.edit(title, page("Theirs"))
    record_collision(user=alice, draft=draft)
    desk = address(draft, "conflict")
    answer = browser.get(desk)
    assert (answer.context["count"], len(answer.context["questions"])) == (60, 50)
    assert "60 of 60 left" in answer.content.decode()
    later = browser.get(desk, {"page": "2"})
    assert [question.number for question in later.context["questions"]] == list(range(51, 61))


def test_a_passage_as_long_as_a_page_is_shown_in_part(wiki, alice, browser, title):
    def page(word):
        return "\n".join(f"{word}{number}" for number in range(4000))

    wiki.edit(title, page("old"))
    draft = save_text(open_draft(alice, title), page("mine")).draft
    wiki.edit(title, page("theirs"))
    record_collision(user=alice, draft=draft)
    answer = browser.get(address(draft, "conflict"))
    assert "too long to be shown whole" in answer.content.decode()
    assert len(answer.content) < 50_000


def test_a_passage_written_by_hand_outlasts_the_sign_in(browser, snapshot, desk):
    key = questions(browser, desk)[0].answered.card.key
    fields = {"snapshot": snapshot.pk, "card": key, "choice": "own", "own": "Written by hand."}
    answer = Client().post(desk.replace("conflict", "decide"), fields)
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "Written by hand." in page
    # All that was pressed comes along, to be sent again.
    assert key in page
    assert 'value="own"' in page


def test_it_is_said_who_all_of_theirs_is(wiki, alice, browser, snapshot, desk):
    wiki.edit(snapshot.draft.title, THEIRS + " at last", user="Carol", summary="Carol's reason")
    record_collision(user=alice, draft=stored(snapshot))
    page = browser.get(desk).content.decode()
    for words in ("2 edits since you began", "<bdi>Bob</bdi>", "<bdi>Carol</bdi>", "Carol&#x27;s"):
        assert words in page


def test_who_has_not_the_pen_gets_back_what_was_written(alice, bob, browser, snapshot, desk):
    key = questions(browser, desk)[0].answered.card.key
    set_access(draft=snapshot.draft, user=bob, access=Access.WRITE)
    fields = {"card": key, "choice": "own", "own": "Written by hand."}
    answer = browser_of(bob).post(desk.replace("conflict", "decide"), fields)
    assert answer.status_code == 403
    assert "Written by hand." in answer.content.decode()
    assert browser.get(desk).context["left"] == 2


def test_all_the_texts_can_be_read(browser, snapshot):
    page = browser.get(address(snapshot.draft, f"collisions/{snapshot.pk}")).content.decode()
    for text in (BASE, MINE, THEIRS):
        assert text in page


def test_a_collision_that_is_decided_leads_to_the_draft(browser, snapshot, desk):
    decided(browser, desk, "mine", "mine")
    finish(browser, desk, "edit")
    assert browser.get(desk)["Location"] == address(snapshot.draft)
    assert browser.post(desk, {"then": "publish"})["Location"] == address(snapshot.draft)
    assert ConflictSnapshot.objects.count() == 1


def test_the_front_page_says_which_draft_waits(browser, snapshot, desk):
    page = browser.get("/").content.decode()
    assert "Collision: passages to decide" in page
    assert desk in page
    decide(browser, desk, 0, "mine")
    assert "Collision: 1 passage to decide" in browser.get("/").content.decode()
    decide(browser, desk, 1, "mine")
    assert "Collision: to be looked at" in browser.get("/").content.decode()


def test_markup_in_the_texts_is_shown_not_run(wiki, alice, browser, title):
    wiki.edit(title, BASE)
    bad = "</textarea><script>alert(1)</script>"
    draft = save_text(open_draft(alice, title), BASE.replace("First line", bad)).draft
    wiki.edit(title, BASE.replace("First line", "<script>alert(2)</script>"))
    record_collision(user=alice, draft=draft)
    page = browser.get(address(draft, "conflict")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_decision_whose_sign_in_has_expired_is_posted_again(browser, snapshot, desk):
    key = questions(browser, desk)[0].answered.card.key
    decision = {"card": key, "choice": "own", "own": "By <hand>"}
    path = desk.replace("conflict", "decide")
    page = Client().post(path, decision)
    assert page.status_code == 401
    assert "Your sign-in has expired." in page.content.decode()
    assert "By &lt;hand&gt;</textarea>" in page.content.decode()
    assert f'action="{path}"' in page.content.decode()
    assert dict(page.context["fields"]) == decision
    browser.post(path, dict(page.context["fields"]))
    assert "By &lt;hand&gt;" in browser.get(desk).content.decode()


def test_a_decision_with_a_token_of_before_is_posted_again(alice, browser, desk):
    key = questions(browser, desk)[0].answered.card.key
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    path = desk.replace("conflict", "decide")
    page = strict.post(path, {"card": key, "choice": "own", "own": "By hand"})
    assert page.status_code == 403
    token = page.context["csrf_token"]
    again = dict(page.context["fields"]) | {"csrfmiddlewaretoken": str(token)}
    assert strict.post(path, again).status_code == 302
