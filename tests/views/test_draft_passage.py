"""What came into a draft with a merge: said in the line, shown by passage, undone one by one."""

from __future__ import annotations

import re

import pytest

from editor.actions.catch_up import catch_up
from editor.actions.follow import follow_published
from editor.actions.pen import pass_pen
from editor.actions.publish import publish_draft
from editor.actions.share_draft import set_access
from editor.models import Access, ConflictSnapshot, Draft, PageCheck
from tests.factories import open_draft, save_text
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address, form_data, splice_data

LINE = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
BASE = f"Above.\n\n{LINE}\n\nBelow."
MINE = BASE.replace("fourteen", "my word")
THEIRS = BASE.replace("One", "Their word").replace("Above", "Their beginning")
BOTH = THEIRS.replace("fourteen", "my word")
UNSEEN = "1 passage needs a look: both of you changed it."
NEAR = "Both of you changed this paragraph"
FAR = "Only they changed this"
REPLACES = "they replace theirs in this passage"


@pytest.fixture
def draft(wiki, alice, title) -> Draft:
    wiki.edit(title, BASE)
    return save_text(open_draft(alice, title), MINE).draft


@pytest.fixture
def snapshot(wiki, draft) -> ConflictSnapshot:
    """Bob has changed the same line, and another one."""
    wiki.edit(draft.title, THEIRS)
    found = catch_up(user=draft.owner, draft=again(draft)).merge
    assert found is not None
    return found


def again(draft) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=draft.pk)
    return found


def place(snapshot, what: str = "") -> str:
    return address(snapshot.draft, f"collisions/{snapshot.pk}{what}")


def unmerge(snapshot) -> str:
    return address(snapshot.draft, f"unmerge/passage?merge={snapshot.pk}")


def pulse(browser, draft) -> str:
    PageCheck.objects.all().delete()
    posted = {"tab": "one", "state": "", "idle": 0}
    text: str = browser.post(address(draft, "pulse"), posted, headers=FRAGMENT).text
    return text


def looked(page: str) -> dict[str, list[str]]:
    """What a page says to have shown, once it has come."""
    return {"looked": re.findall(r'name="looked"\s+value="(\d+)"', page)}


def panel(browser, snapshot) -> str:
    text: str = browser.get(place(snapshot, "/passages"), headers=FRAGMENT).text
    return text


def test_the_line_says_what_wants_a_look_until_it_was_shown(browser, draft, snapshot):
    assert UNSEEN in pulse(browser, draft)
    assert UNSEEN in browser.get(address(draft)).text
    assert place(snapshot, "/passages") in pulse(browser, draft)
    shown = panel(browser, snapshot)
    # Sent is not seen: a panel that has come says so, and the line says it no more then, in this
    # tab and wherever the draft is open.
    assert UNSEEN in pulse(browser, draft)
    assert f'hx-post="{address(draft, "looked")}"' in shown
    seen = looked(shown) | {"news": ["on"]}
    noted = browser.post(address(draft, "looked"), seen, headers=FRAGMENT).text
    assert 'id="wiki-news" hx-swap-oob' in noted
    assert "merged into your draft." in noted
    assert UNSEEN not in noted
    assert UNSEEN not in pulse(browser, draft)
    assert UNSEEN not in browser.get(address(draft)).text


def test_what_both_changed_is_shown_first_and_says_so(browser, snapshot):
    for page in (panel(browser, snapshot), browser.get(place(snapshot)).text):
        assert page.count(NEAR) == page.count(FAR) == 1
        assert page.index(NEAR) < page.index("<ins>Their word</ins>") < page.index(FAR)
        assert page.index(FAR) < page.index("<ins>Their beginning</ins>")
        assert page.count("Undo this passage") == 2


def test_one_passage_is_undone_in_the_open_text_with_what_was_typed(browser, draft, snapshot):
    typed = BOTH + "\n\nTyped."
    answer = browser.post(
        unmerge(snapshot),
        splice_data(again(draft), typed, passage=0),
        headers=FRAGMENT,
    )
    assert again(draft).text == typed.replace("Their beginning", "Above")
    # The tab moves its text by a splice, from the version that it has just saved.
    assert '"draft:saved": {"version": 3' in answer["HX-Trigger"]
    assert 'data-from="3"' in answer.text
    assert 'data-version="4"' in answer.text
    assert 'data-places="0,15,5"' in answer.text
    assert REPLACES in answer.text
    assert answer.text.count("Undo this passage") == 1


def test_without_javascript_it_is_undone_from_the_page_of_the_merge(browser, draft, snapshot):
    assert browser.get(place(snapshot, "/passages"))["Location"] == place(snapshot)
    done = browser.post(place(snapshot, "/passages/undo"), {"passage": 1}, follow=True).text
    assert again(draft).text == BOTH.replace("Their word", "One")
    assert REPLACES in done
    assert "undone, your words stand there" in done
    assert done.count("Undo this passage") == 1
    # What publishing changes is in “Show changes”: these words are an edit over theirs.
    changes = browser.post(address(draft, "changes"), form_data(again(draft))).text
    assert "<del>Their word " in changes
    assert "<ins>One " in changes


def test_what_was_undone_is_taken_in_again_with_what_was_written_since(browser, draft, snapshot):
    for number in (0, 1):
        browser.post(place(snapshot, "/passages/undo"), {"passage": number})
    shown = browser.get(place(snapshot)).text
    assert shown.count("Take it in again") == 2
    typed = MINE + "\n\nTyped."
    answer = browser.post(
        unmerge(snapshot), splice_data(again(draft), typed, again=1), headers=FRAGMENT
    )
    assert again(draft).text == typed.replace("One", "Their word")
    assert "It stands as it was merged again." in answer.text
    assert answer.text.count("Take it in again") == answer.text.count("Undo this passage") == 1
    done = browser.post(place(snapshot, "/passages/undo"), {"again": 0}, follow=True).text
    assert again(draft).text == BOTH + "\n\nTyped."
    assert "Take it in again" not in done
    # Undone once more and written in, it is not written over.
    browser.post(place(snapshot, "/passages/undo"), {"passage": 1})
    written = again(draft).text.replace("One two", "One and a half")
    save_text(again(draft), written)
    assert browser.post(place(snapshot, "/passages/undo"), {"again": 1}).status_code == 409
    assert again(draft).text == written


def test_what_was_written_there_since_is_not_undone_and_why_is_said(browser, draft, snapshot):
    text = BOTH.replace("Their word", "Their words and mine")
    overtaken = "This passage has changed since it was merged"
    answer = browser.post(
        unmerge(snapshot),
        splice_data(again(draft), text, passage=1),
        headers=FRAGMENT,
    )
    assert overtaken in answer.text
    assert "draft:saved" in answer["HX-Trigger"]
    refused = browser.post(place(snapshot, "/passages/undo"), {"passage": 1})
    assert refused.status_code == 409
    assert overtaken in refused.text
    assert again(draft).text == text


def test_an_earlier_merge_is_reached_from_the_later_one(wiki, browser, draft, snapshot):
    wiki.edit(draft.title, THEIRS.replace("Below", "Their end"))
    later = catch_up(user=draft.owner, draft=again(draft)).merge
    assert later is not None
    # What wants a look is what "Show" opens.
    assert place(snapshot, "/passages") in pulse(browser, draft)
    assert place(snapshot) in panel(browser, later)
    browser.post(place(snapshot, "/passages/undo"), {"passage": 1})
    assert again(draft).text == BOTH.replace("Their word", "One").replace("Below", "Their end")


def test_a_guest_is_shown_the_merges_since_the_draft_was_shared(wiki, alice, bob, draft, snapshot):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(again(draft), to_id=bob.pk)
    wiki.edit(draft.title, THEIRS.replace("Below", "Their end"))
    later = catch_up(user=bob, draft=again(draft)).merge
    assert later is not None
    shown = panel(browser_of(bob), later)
    assert "<ins>Their end</ins>" in shown
    assert place(snapshot) not in shown
    assert browser_of(bob).get(place(snapshot, "/passages")).status_code == 404
    # Who has given the pen away may look, and not undo.
    owners = browser_of(alice).get(place(later)).text
    assert "<ins>Their end</ins>" in owners
    assert "Undo this passage" not in owners


def test_a_guest_is_not_led_to_a_merge_of_before_that_was_taken_back(bob, browser, draft, snapshot):
    browser.post(place(snapshot, "/undo"))
    assert place(snapshot) in pulse(browser, draft)
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(again(draft), to_id=bob.pk)
    line = pulse(browser_of(bob), draft)
    assert "are not in your text." in line
    assert "Merge now" in line
    assert place(snapshot) not in line


def test_what_is_no_passage_changes_nothing(browser, draft, snapshot):
    for number in ("7", "-1", "²", "", "9" * 400):
        answer = browser.post(place(snapshot, "/passages/undo"), {"passage": number})
        assert answer.status_code == 302
    assert again(draft).text == BOTH


def test_a_merge_that_was_taken_back_offers_nothing_to_undo(browser, snapshot):
    browser.post(place(snapshot, "/undo"))
    shown = browser.get(place(snapshot)).text
    assert NEAR in shown
    assert "Undo this passage" not in shown


def test_it_is_the_owners_alone(draft, snapshot, stranger):
    other = browser_of(stranger)
    for url in (place(snapshot, "/passages/undo"), unmerge(snapshot)):
        assert other.post(url, form_data(draft, passage=0)).status_code == 404
        assert other.get(url).status_code == 405
    assert again(draft).text == BOTH


def merged_by_the_wiki(wiki, draft, theirs) -> str:
    """Somebody publishes in the very moment in which Alice does; the page of what came of it."""
    wiki.edit(draft.title, theirs)
    attempt = publish_draft(user=draft.owner, draft=again(draft), version=draft.version)
    assert attempt.was_merged_by_wiki
    followed = follow_published(user=draft.owner, draft=again(draft)).wiki_merge
    assert followed is not None
    return address(draft, f"collisions/{followed.pk}")


def test_of_what_the_wiki_merged_one_passage_is_undone_in_the_draft(wiki, browser, draft):
    shown = merged_by_the_wiki(wiki, draft, BASE.replace("Above", "Their beginning"))
    assert FAR in browser.get(shown).text
    browser.post(f"{shown}/passages/undo", {"passage": 0})
    assert again(draft).text == MINE
    assert wiki.text(draft.title) == MINE.replace("Above", "Their beginning")


def test_where_the_wiki_merged_what_galley_asks_about_both_sides_are_shown(wiki, browser, draft):
    theirs = "#REDIRECT [[Moon]]\n\n" + BASE
    page = browser.get(merged_by_the_wiki(wiki, draft, theirs)).text
    assert NEAR in page
    asked = page.partition("Where Galley would have asked you first")[2].partition("<h2")[0]
    assert "<ins>#REDIRECT [[Moon]]</ins>" in asked
    assert "<ins>my word</ins>" in asked
    assert "Undo this passage" not in page


def test_the_comparison_marks_what_both_changed(browser, snapshot):
    marked = '<span class="visually-hidden">(merged within the line)</span>'
    assert browser.get(place(snapshot)).text.count(marked) == 1
    # Mine alone was merged with nothing.
    assert marked not in browser.get(place(snapshot), {"old": "base", "new": "mine"}).text


def test_a_passage_is_undone_after_it_was_published_too(wiki, browser, draft, snapshot):
    seen = form_data(again(draft)) | looked(browser.get(place(snapshot)).text)
    browser.post(address(draft, "publish"), seen)
    assert wiki.text(draft.title) == BOTH
    # It is on the wiki by now; undone, one's own words are an edit over that.
    undone = browser.post(place(snapshot, "/passages/undo"), {"passage": 1}, follow=True).text
    assert REPLACES in undone
    assert again(draft).text == BOTH.replace("Their word", "One")


def test_nothing_that_both_changed_is_published_before_it_was_shown(wiki, browser, draft, snapshot):
    fields = form_data(again(draft))
    first = browser.post(address(draft, "publish"), fields, headers=FRAGMENT)
    assert NEAR in first.text
    assert "Publish it like this" in first.text
    # That answer was lost: whoever presses again has not seen it.
    browser.post(address(draft, "publish"), form_data(again(draft)), headers=FRAGMENT)
    assert wiki.text(draft.title) == THEIRS
    seen = form_data(again(draft)) | looked(first.text)
    browser.post(address(draft, "publish"), seen, headers=FRAGMENT)
    assert wiki.text(draft.title) == BOTH


def test_a_program_that_was_put_together_is_shown_before_it_is_published(wiki, alice, browser):
    """However far apart: what another edit does to a program only a reader can tell."""
    title = f"Module:{new_title()}"
    lines = [f"local {name} = {name}" for name in "abcdefgh"]
    code = "\n".join([*lines, "return a"])
    wiki.edit(title, code)
    draft = save_text(open_draft(alice, title), code.replace("a = a", "a = 1", 1)).draft
    wiki.edit(title, code.replace("h = h", "h = 2"))
    browser.get(address(draft))
    assert "Look at what was merged before you publish it" in pulse(browser, draft)
    first = browser.post(address(draft, "publish"), form_data(again(draft)), headers=FRAGMENT)
    assert "Publish it like this" in first.text
    assert "a = 1" not in wiki.text(title)
    seen = form_data(again(draft)) | looked(first.text)
    browser.post(address(draft, "publish"), seen, headers=FRAGMENT)
    assert wiki.text(title) == again(draft).text
    assert "a = 1" in wiki.text(title)
    assert "h = 2" in wiki.text(title)


def test_what_was_confirmed_outlasts_the_look_at_a_merge(browser, draft, snapshot):
    fields = form_data(again(draft), needs_no_summary="on")
    shown = browser.post(address(draft, "publish"), fields, headers=FRAGMENT)
    assert NEAR in shown.text
    assert '<input type="hidden" name="needs_no_summary" value="on">' in shown.text


def test_without_javascript_it_is_shown_on_the_page_of_the_merge(wiki, browser, draft, snapshot):
    answer = browser.post(address(draft, "publish"), form_data(again(draft)), follow=True)
    assert answer.redirect_chain[-1][0] == place(snapshot)
    assert "Not published yet." in answer.text
    browser.post(address(draft, "publish"), form_data(again(draft)))
    assert wiki.text(draft.title) == THEIRS
    assert "I have looked at it: back to the draft" in answer.text
    back = browser.post(address(draft, "looked"), looked(answer.text))
    assert back["Location"] == address(draft)
    browser.post(address(draft, "publish"), form_data(again(draft)))
    assert wiki.text(draft.title) == BOTH


@pytest.mark.parametrize("headers", [FRAGMENT, {}])
def test_a_guest_sees_what_was_merged_before_the_draft_was_shared(
    wiki, bob, draft, snapshot, headers
):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(again(draft), to_id=bob.pk)
    publish = address(draft, "publish")
    first = browser_of(bob).post(publish, form_data(again(draft)), headers=headers)
    assert "one passage of it was merged with an edit of somebody else" in first.text
    assert "Publish it like this" in first.text
    # What stands there now, and what would change; not the texts of the merge.
    assert "<ins>my word</ins>" in first.text
    assert f"collisions/{snapshot.pk}" not in first.text
    assert wiki.text(draft.title) == THEIRS
    browser_of(bob).post(publish, form_data(again(draft)), headers=headers)
    assert wiki.text(draft.title) == THEIRS
    seen = form_data(again(draft)) | looked(first.text)
    browser_of(bob).post(publish, seen, headers=headers)
    assert wiki.text(draft.title) == BOTH
