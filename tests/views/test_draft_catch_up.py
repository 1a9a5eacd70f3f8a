from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editor.actions.catch_up import catch_up, undo_catch_up
from editor.models import ConflictSnapshot, Draft, DraftVersion, PageCheck, PageState
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address, form_data, splice_data, words

BASE = "First line.\n\nSecond line.\n\nThird line."
THEIRS = BASE.replace("First line", "Their line")
MINE = BASE.replace("Third line", "My line")
BOTH = MINE.replace("First line", "Their line")
MERGED = "1 newer edit by <bdi>Bob</bdi>, merged into your draft."


@pytest.fixture
def draft(wiki, alice, title) -> Draft:
    """Alice has changed the third line."""
    wiki.edit(title, BASE)
    return save_text(open_draft(alice, title), MINE).draft


def again(draft) -> Draft:
    found: Draft = Draft.objects.get(pk=draft.pk)
    return found


def pulse(browser, draft, **fields):
    PageCheck.objects.update(asked_at=timezone.now() - timedelta(minutes=1))
    posted = {"tab": "one", "state": "", "idle": 0} | fields
    return browser.post(address(draft, "pulse"), posted, headers=FRAGMENT).text


def ask(browser, draft, **fields):
    posted = {"version": draft.version} | fields
    return browser.post(address(draft, "catch-up"), posted, headers=FRAGMENT)


def moves(page: str) -> tuple[str, str, str]:
    """What the answer tells the browser of its text: from which version to which, and where."""
    template = page.partition("<template data-rebased")[2].partition(">")[0]
    data = dict(re.findall(r'data-(\w+)="([^"]*)"', template))
    return data["from"], data["version"], data["places"]


def test_the_pulse_tells_of_newer_edits_and_the_tab_may_have_them_merged(wiki, browser, draft):
    assert "data-newer" not in pulse(browser, draft)
    newest = wiki.edit(draft.title, THEIRS, summary="Bob's <reason>")
    told = pulse(browser, draft)
    assert f'data-newer="{newest}"' in told
    assert "<bdi>Bob</bdi> published a newer version" in told
    assert "Bob&#x27;s &lt;reason&gt;" in told
    answer = ask(browser, draft)
    assert MERGED in answer.text
    assert moves(answer.text) == ("1", "2", "0,5,5")
    assert again(draft).text == BOTH
    # It stands there until something else is to be said.
    assert MERGED in pulse(browser, draft)


def test_a_tab_with_an_older_text_is_only_told(wiki, browser, draft):
    save_text(draft, MINE + " And more.")
    wiki.edit(draft.title, THEIRS)
    pulse(browser, draft)
    answer = ask(browser, draft)
    assert "published a newer version" in answer.text
    assert "data-rebased" not in answer.text
    assert again(draft).text == MINE + " And more."


def test_what_cannot_be_merged_says_why_and_the_next_pulse_does_not_wipe_it_away(
    wiki, browser, alice, title
):
    wiki.edit(title, "== One ==\nFirst.\n\n== Two ==\nSecond.")
    # Nothing of one's own is in it that could be merged with the rest of the page.
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nSecond.", summary="Why").draft
    newest = wiki.edit(title, "== One ==\nFirst.")
    assert f'data-newer="{newest}"' in pulse(browser, draft)
    assert "This section is not on the page any more." in ask(browser, draft).text
    assert 'id="wiki-news"' not in pulse(browser, draft, tried=newest)
    assert again(draft).text == "== Two ==\nSecond."


TWO = "== Two ==\nSecond thing.\n\nThird thing."
PAGE = f"== One ==\nGeese live on a pond.\n\n{TWO}\n\n== Four ==\nNobody counts sheep."
DIVIDED = PAGE.replace("Third", "== Three ==\nThird")
WIDENED = "This was a draft of the section “<bdi>Two</bdi>”. What belongs to that section"


@pytest.fixture
def section(wiki, alice, title) -> Draft:
    """Of the second section, in the middle and at the end of which Alice has written."""
    wiki.edit(title, PAGE)
    text = TWO.replace("Second thing.", "Second thing, and more.") + "\n\nMine."
    return save_text(open_draft(alice, title, "2"), text).draft


def test_that_a_section_was_divided_is_said_and_the_draft_is_of_the_whole_page(
    wiki, browser, section
):
    wiki.edit(section.title, DIVIDED)
    answer = ask(browser, section)
    assert WIDENED in answer.text
    assert MERGED in answer.text
    assert f'data-place="{section.title}"' in answer.text
    assert moves(answer.text)[:2] == ("1", "3")
    merged = DIVIDED.replace("Second thing.", "Second thing, and more.")
    merged = merged.replace("Third thing.", "Third thing.\n\nMine.")
    assert again(section).text == merged
    page = browser.get(address(section))
    assert WIDENED in page.text
    assert f'<span class="editor-place" dir="auto">{section.title}</span>' in page.text
    # Once it is published, nothing is left to be explained.
    browser.post(address(section, "publish"), form_data(again(section)))
    assert wiki.text(section.title) == merged
    assert WIDENED not in browser.get(address(section)).text


def test_the_address_of_the_section_leads_to_the_draft_that_it_became(wiki, browser, section):
    wiki.edit(section.title, DIVIDED)
    ask(browser, section)
    came_from = f"/edit/{section.title}?section={section.section}"
    assert browser.get(came_from)["Location"] == address(section)
    browser.post(address(section, "publish"), form_data(again(section)))
    assert browser.get(came_from).context["draft"].section == section.section


def test_a_tab_that_typed_on_in_the_section_gets_the_page_without_the_merge(wiki, browser, section):
    wiki.edit(section.title, DIVIDED)
    ask(browser, section)
    answer = ask(browser, section, give_up="on")
    assert moves(answer.text)[:2] == ("1", "4")
    assert again(section).text == PAGE.replace(TWO, section.text)
    assert WIDENED in answer.text


def test_a_kept_text_of_the_section_does_not_replace_the_page(wiki, browser, section):
    wiki.edit(section.title, DIVIDED)
    ask(browser, section)
    whole = again(section).text
    # A tab that had not heard of it.
    stale = browser.post(address(section, "save"), form_data(section, f"{section.text} More."))
    assert stale.status_code == 409
    versions = again(section).versions
    for kept in (versions.get(reason="other-tab"), versions.get(reason="opened")):
        shown = browser.get(address(section, f"versions/{kept.pk}")).text
        assert "This is the text of one section, and the draft is of the whole page now" in shown
        assert "Replace the draft's text with this" not in shown
        browser.post(address(section, f"versions/{kept.pk}/restore"))
        assert again(section).text == whole
    page = DraftVersion.objects.keep(again(section), DraftVersion.Reason.TYPING)
    shown = browser.get(address(section, f"versions/{page.pk}")).text
    assert "Replace the draft's text with this" in shown


def test_the_desk_says_that_it_is_about_the_whole_page(wiki, browser, section):
    wiki.edit(section.title, PAGE.replace(f"{TWO}\n\n", ""))
    asked = browser.post(address(section, "publish"), form_data(section), follow=True)
    assert WIDENED in asked.text
    (question,) = asked.context["questions"]
    assert question.answered.card.theirs == ""
    assert question.answered.card.mine.startswith("== Two ==\nSecond thing, and more.")


def test_without_javascript_the_buttons_save_and_merge_and_take_back(wiki, browser, draft):
    wiki.edit(draft.title, THEIRS)
    typed = MINE + "\n\nTyped."
    posted = browser.post(address(draft, "merge"), form_data(draft, typed), follow=True)
    assert MERGED in posted.text
    assert again(draft).text == BOTH + "\n\nTyped."
    snapshot = ConflictSnapshot.objects.get()
    shown = browser.get(address(draft, f"collisions/{snapshot.pk}")).text
    assert "Merged with revision" in shown
    assert "Undo the merge" in shown
    merged = again(draft)
    undone = browser.post(
        address(draft, "unmerge"),
        form_data(merged, merge=snapshot.pk),
        follow=True,
    )
    assert "The newer edits by <bdi>Bob</bdi> are not in your text." in undone.text
    assert again(draft).text == typed
    # Coming back does not merge it again; asking does.
    browser.get(address(draft))
    assert again(draft).text == typed
    browser.post(address(draft, "merge"), form_data(again(draft)))
    assert again(draft).text == BOTH + "\n\nTyped."


def test_who_published_after_a_merge_was_taken_back_is_named(wiki, browser, alice, draft):
    wiki.edit(draft.title, THEIRS)
    snapshot = catch_up(user=alice, draft=again(draft)).merge
    assert snapshot is not None
    undo_catch_up(snapshot=snapshot)
    assert "The newer edits by Bob are not" in words(pulse(browser, draft))
    wiki.edit(draft.title, THEIRS + "\n\nA third.", user="Carol")
    assert "The newer edits by Carol and Bob are not" in words(pulse(browser, draft))


def test_undo_says_where_it_cannot(wiki, browser, draft, alice):
    wiki.edit(draft.title, THEIRS)
    snapshot = catch_up(user=alice, draft=again(draft)).merge
    assert snapshot is not None
    merged = again(draft)
    text = BOTH.replace("Their line", "Their longer line")
    answer = browser.post(
        address(draft, "unmerge"),
        splice_data(merged, text, merge=snapshot.pk),
        headers=FRAGMENT,
    )
    assert "it cannot be taken back alone" in answer.text
    assert "draft:saved" in answer["HX-Trigger"]
    assert again(draft).text == text


def test_who_typed_where_it_was_merged_goes_on_with_their_own_text(wiki, browser, draft):
    wiki.edit(draft.title, THEIRS)
    ask(browser, draft)
    answer = ask(browser, draft, give_up="on")
    assert moves(answer.text) == ("1", "3", "")
    typed = splice_data(draft, MINE.replace("First", "My very first")) | {"version": 3}
    assert browser.post(address(draft, "save"), typed, headers=FRAGMENT).status_code == 200
    assert again(draft).base_revid == draft.base_revid


def test_what_became_of_the_page_is_said_by_the_pulse(wiki, browser, draft):
    wiki.protect(draft.title)
    told = pulse(browser, draft)
    assert "<bdi>Admin</bdi> protected this page on <time " in told
    assert "Only administrators may edit this page." in told
    to = new_title("Elsewhere")
    wiki.move(draft.title, to)
    told = pulse(browser, draft)
    assert f"This page was moved to “{to}”" in told
    assert "Admin moved it on" in words(told)
    assert "data-newer" not in told
    wiki.delete(to)
    wiki.delete(draft.title, reason="No use")
    other = browser.get(address(draft)).text
    assert "This page was deleted while you were editing." in other


def test_a_deleted_page_is_said_by_the_pulse_and_kept_while_nothing_changes(wiki, browser, draft):
    wiki.edit(draft.title, THEIRS)
    ask(browser, draft)
    wiki.delete(draft.title, reason="No use")
    told = pulse(browser, draft)
    assert "merged into your draft" not in told
    assert "This page was deleted while you were editing." in told
    assert "Admin deleted it on" in words(told)
    assert "No use" in told
    assert 'name="recreate" form="edit-form"' in told
    assert pulse(browser, draft) == told


def test_ones_own_edit_from_elsewhere_is_told_like_any_other(wiki, browser, draft):
    wiki.edit(draft.title, THEIRS, user="Alice")
    assert "You published a newer version from another place." in pulse(browser, draft)
    assert "1 newer edit by you, merged into your draft." in ask(browser, draft).text


def test_what_galley_publishes_is_news_to_others_without_asking_the_wiki(
    wiki, browser, draft, bob, title
):
    browser.get(address(draft))
    mine = save_text(open_draft(bob, title), THEIRS).draft
    browser_of(bob).post(address(mine, "publish"), form_data(mine))
    wiki.clear_log("api")
    with wiki_down():
        assert "<bdi>Bob</bdi> published a newer version" in pulse(browser, draft)


def test_what_was_merged_on_the_way_to_the_wiki_comes_into_the_tab(wiki, browser, draft):
    wiki.edit(draft.title, THEIRS)
    pulse(browser, draft)
    typed = MINE + "\n\nTyped."
    answer = browser.post(
        address(draft, "publish"), splice_data(draft, typed), headers=FRAGMENT
    ).text
    assert "Published, revision" in answer
    assert MERGED in answer
    assert moves(answer) == ("2", "3", "0,5,5")
    assert wiki.text(draft.title) == BOTH + "\n\nTyped."


def test_a_page_created_meanwhile_is_told_and_asked_about(wiki, browser, alice):
    title = new_title()
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.edit(title, "Theirs.")
    assert "<bdi>Bob</bdi> created this page meanwhile." in pulse(browser, draft)
    assert "1 passage to decide" in ask(browser, draft).text


def test_a_wiki_that_is_down_changes_nothing_and_says_so(browser, draft):
    PageState.objects.filter(title=draft.title).update(revid=10**9, user="Bob")
    with wiki_down():
        assert "published a newer version" in pulse(browser, draft)
        told = ask(browser, draft).text
    assert "Your text is safe" in told
    # The tab tries again, and so may whoever reads it.
    assert f'data-again data-newer="{10**9}"' in told
    assert "Merge now" in told
    assert again(draft).text == MINE


def test_the_front_page_says_what_was_merged_and_what_is_to_decide(wiki, browser, draft):
    for text in (THEIRS, THEIRS.replace("Second", "Their second")):
        wiki.edit(draft.title, text)
        catch_up(user=draft.owner, draft=again(draft))
    with wiki_down():
        assert "2 newer edits, merged" in browser.get("/").text
    wiki.edit(draft.title, THEIRS.replace("Third line", "Another one altogether"))
    catch_up(user=draft.owner, draft=again(draft))
    with wiki_down():
        assert "Collision: 1 passage to decide" in browser.get("/").text


def test_it_is_the_owners_alone(wiki, draft, stranger):
    other = browser_of(stranger)
    assert ask(other, draft).status_code == 404
    assert other.post(address(draft, "merge"), form_data(draft)).status_code == 404
    assert other.get(address(draft, "catch-up")).status_code == 405
    assert ask(Client(), draft).status_code == 401
