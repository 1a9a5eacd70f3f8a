from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from editor.models import Draft, DraftRevert, DraftVersion
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.people import browser_of, new_title
from tests.posting import form_data


def page(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def revisions(wiki, title):
    """The revision the title fixture made, and Carol's after it."""
    first = wiki.history(title)[0]["revid"]
    second = wiki.edit(title, "First line, changed.", user="Carol", summary="To [[Moon]] <b>bold")
    return first, second


def test_history_says_who_changed_what_when_and_how(browser, title, revisions):
    first, second = revisions
    shown = page(browser.get(f"/history/{quote(title)}"))
    assert "Carol" in shown
    assert "Bob" in shown
    assert "&lt;b&gt;bold" in shown
    assert "<a href" in shown
    assert re.search(rf'name="old"\s+value="{first}"', shown)
    assert f"undo={second}&amp;undoafter={first}" in shown
    assert f"/edit/{quote(title)}?oldid={first}" in shown
    assert f"/edit/{quote(title)}?oldid={second}" not in shown


def test_history_is_paged(wiki, browser, monkeypatch):
    monkeypatch.setattr("editor.actions.history.ENTRIES_SHOWN", 2)
    title = new_title()
    made = [wiki.edit(title, "x" * n) for n in range(1, 4)]
    first = browser.get(f"/history/{quote(title)}")
    assert f"revision-{made[2]}" in page(first)
    assert f"revision-{made[0]}" not in page(first)
    following = first.context["history"].following
    second = browser.get(f"/history/{quote(title)}", {"following": following})
    assert f"revision-{made[0]}" in page(second)
    assert 'rel="next"' not in page(second)


def test_history_of_what_is_not_there_says_so(browser, wiki):
    assert "has no history" in page(browser.get(f"/history/{quote(new_title())}"))


def test_history_without_the_wiki_is_explained(browser, title):
    with wiki_down():
        assert browser.get(f"/history/{quote(title)}").status_code == 503


def test_history_and_comparisons_are_for_those_who_are_signed_in(wiki, title):
    for address in (f"/history/{quote(title)}", "/compare?old=1&new=2"):
        assert Client().get(address).status_code == 302


def test_any_two_revisions_are_compared(browser, revisions):
    first, second = revisions
    shown = page(browser.get("/compare", {"old": second, "new": first}))
    assert "<ins>" in shown
    assert f"undo={second}&amp;undoafter={first}" in shown


@pytest.mark.parametrize("query", [{"old": 1}, {"old": "x", "new": "y"}, {"old": 1, "new": 10**9}])
def test_revisions_that_are_not_there_are_said(browser, wiki, query):
    assert browser.get("/compare", query).status_code in (404, 409)


def test_an_old_revision_opens_as_a_draft_with_a_warning(browser, title, revisions):
    first, _ = revisions
    answer = browser.get(f"/edit/{quote(title)}", {"oldid": first}, follow=True)
    assert "Second line." in page(answer)
    assert f"old revision {first}" in page(answer)


def test_the_wikis_own_edit_links_open_old_revisions_and_undo(browser, title, revisions):
    first, second = revisions
    answer = browser.get(
        "/index.php", {"title": title, "action": "edit", "undo": second, "undoafter": first},
        follow=True,
    )  # fmt: skip
    assert "Second line." in page(answer)
    assert answer.context["draft"].summary.startswith("Undo revision ")
    assert (
        f"/edit/{quote(title.replace(' ', '_'))}?oldid={first}"
        in browser.get("/index.php", {"title": title, "oldid": first}).headers["Location"]
    )


def test_a_section_of_an_old_revision_opens_the_whole_and_says_so(browser, title, revisions):
    first, _ = revisions
    asked = {"title": title, "oldid": first, "action": "edit", "section": "1"}
    answer = browser.get("/index.php", asked, follow=True)
    assert answer.context["draft"].section == ""
    assert "Of an old revision the whole page opens" in page(answer)


def test_an_address_with_a_revision_alone_opens_it(wiki, browser, title, revisions):
    first, _ = revisions
    address = f"{wiki.url}/index.php?oldid={first}"
    answer = browser.get("/open", {"title": address}, follow=True)
    assert answer.context["draft"].title == title


@pytest.mark.parametrize("way", ["/open", "/index.php"])
@pytest.mark.parametrize("diff", ["{}&oldid={}&title={}", "{}&oldid={}", "{}", "prev&oldid={}"])
def test_an_address_of_a_difference_opens_its_page_and_puts_nothing_back(
    wiki, alice, browser, title, revisions, way, diff
):
    first, second = revisions
    query = "diff=" + diff.format(second, first, quote(title))
    if way == "/open":
        answer = browser.get(way, {"title": f"{wiki.url}/index.php?{query}"}, follow=True)
    else:
        answer = browser.get(f"{way}?{query}", follow=True)
    draft = answer.context["draft"]
    assert (draft.title, draft.text) == (title, wiki.text(title))
    assert not DraftRevert.objects.exists()


def test_what_only_leads_to_a_page_opens_it(wiki, browser, title, revisions):
    first, second = revisions
    name = title.replace(" ", "_")
    for typed, address in (
        (f"Special:Diff/{first}/{second}", f"/edit/{quote(name)}"),
        (f"{wiki.url}/wiki/Special:EditPage/{name}", f"/edit/{quote(name)}"),
        (
            f"{wiki.url}/index.php?title=Special:NewSection/{name}",
            f"/edit/{quote(name)}?section=new",
        ),
        (f"{wiki.url}/wiki/Special:Permalink/{first}", f"/revision/{first}?oldid={first}"),
    ):
        assert browser.get("/open", {"title": typed})["Location"] == address, typed
    assert browser.get("/open", {"title": "Special:Diff/99999999"}).status_code == 404


def test_an_unpublished_draft_is_asked_about_first(alice, browser, title, revisions):
    first, _ = revisions
    mine = save_text(open_draft(alice, title), "What Alice was writing.").draft
    asked = browser.get(f"/edit/{quote(title)}", {"oldid": first}, follow=True)
    assert "You have a draft of this page" in page(asked)
    assert Draft.objects.get(pk=mine.pk).text == "What Alice was writing."
    browser.post(f"/drafts/{mine.pk}/revert", {"version": mine.version, "oldid": first})
    assert "Second line." in Draft.objects.get(pk=mine.pk).text
    kept = DraftVersion.objects.filter(draft=mine).values_list("text__content", flat=True)
    assert "What Alice was writing." in kept


def test_a_draft_that_was_written_on_meanwhile_is_not_replaced(alice, browser, title, revisions):
    mine = save_text(open_draft(alice, title), "What Alice was writing.").draft
    later = save_text(mine, "What she wrote since.").draft
    answer = browser.post(
        f"/drafts/{mine.pk}/revert", {"version": mine.version, "oldid": revisions[0]}
    )
    assert answer.status_code == 409
    assert Draft.objects.get(pk=later.pk).text == "What she wrote since."


def test_a_refused_question_can_be_asked_again_by_a_link(alice, browser, title, revisions):
    mine = save_text(open_draft(alice, title), "What Alice was writing.").draft
    question = f"/drafts/{mine.pk}/revert?oldid={revisions[0]}"
    with wiki_down():
        answer = browser.post(
            f"/drafts/{mine.pk}/revert", {"version": mine.version, "oldid": revisions[0]}
        )
    assert answer.status_code == 503
    assert f'href="{question}">Try again</a>' in page(answer)
    assert f"revision {revisions[0]}" in page(browser.get(question))
    # One that asks for nothing leads back to the draft.
    nothing = browser.get(f"/drafts/{mine.pk}/revert")
    assert nothing.headers["Location"] == f"/drafts/{mine.pk}/"


def test_other_peoples_drafts_are_not_there(alice, stranger, title, revisions):
    mine = save_text(open_draft(alice, title), "Mine.").draft
    other = browser_of(stranger)
    assert other.get(f"/drafts/{mine.pk}/revert", {"oldid": revisions[0]}).status_code == 404
    assert other.post(f"/drafts/{mine.pk}/revert", {"oldid": revisions[0]}).status_code == 404


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"undo": 10**9}, "is not there, or is hidden"),
        ({"undo": "elsewhere"}, "belongs to another page"),
        ({"undo": "first"}, "The first revision of a page cannot be undone"),
    ],
)
def test_what_cannot_be_undone_is_said_in_words(wiki, browser, title, revisions, query, words):
    known = {"first": revisions[0], "elsewhere": wiki.edit(new_title(), "Elsewhere.")}
    asked = {name: known.get(value, value) for name, value in query.items()}
    answer = browser.get(f"/edit/{quote(title)}", asked)
    assert answer.status_code in (404, 409)
    assert words in page(answer)
    assert "History of the page" in page(answer)


def test_an_undo_that_later_edits_are_in_the_way_of_has_to_be_decided(wiki, browser, title):
    changed = wiki.edit(title, "One line, changed.")
    wiki.edit(title, "One line, changed again.")
    answer = browser.get(f"/edit/{quote(title)}", {"undo": changed}, follow=True)
    assert "cannot be undone by itself" in page(answer)
    assert "out of the newest text" not in page(answer)
    assert "Decide" in page(answer)


def test_undo_is_published_through_the_form(wiki, browser, title, revisions):
    _, second = revisions
    answer = browser.get(f"/edit/{quote(title)}", {"undo": second}, follow=True)
    assert f"revision {second} by" in answer.text
    # As the wiki's own form, it opens with what it changes.
    assert "<ins>" in answer.text.split('id="panel"')[1]
    assert "everything after" not in answer.text
    draft = answer.context["draft"]
    browser.post(f"/drafts/{draft.pk}/publish", form_data(draft))
    assert "mw-undo" in wiki.history(title)[0]["tags"]
    assert wiki.text(title).startswith("First line.\n")


def test_the_editor_and_the_front_page_lead_to_the_history(wiki, alice, browser, title):
    saved = save_text(open_draft(alice, title), "Mine.")
    assert f"/history/{quote(title)}" in page(browser.get(f"/drafts/{saved.draft.pk}/"))
    browser.post(f"/drafts/{saved.draft.pk}/publish", form_data(saved.draft))
    assert f"/history/{quote(title)}" in page(browser.get("/"))


def test_a_redirect_opens_as_itself_and_leads_on_when_asked(wiki, browser, title):
    redirect = new_title("Redirect")
    wiki.edit(redirect, f"#REDIRECT [[{title}]]")
    opened = page(browser.get(f"/edit/{quote(redirect)}"))
    assert "#REDIRECT" in opened
    assert f"This page redirects to {title}." in opened
    followed = browser.get(f"/edit/{quote(redirect)}", {"redirect": "yes"}, follow=True)
    assert followed.context["draft"].title == title
    assert f"The redirect {redirect} led here." in page(followed)


@pytest.mark.parametrize("way", ["/page/{}", "/index.php?curid={}", "/edit/Whatever?curid={}"])
def test_a_page_opens_by_its_number(wiki, browser, title, way):
    answer = wiki.session("Admin").get(action="query", titles=title)
    pageid = answer["query"]["pages"][0]["pageid"]
    assert browser.get(way.format(pageid), follow=True).context["draft"].title == title


@pytest.mark.parametrize("name", ["Talk:Moon", "User:Alice/Notes", "Template:Age", "Category:X y"])
def test_every_namespace_is_opened(wiki, browser, name):
    assert browser.get(f"/edit/{quote(name)}").context["draft"].title == name


def test_a_special_page_is_no_page_to_edit_and_another_can_be_opened(wiki, browser):
    answer = browser.get("/edit/Special:RecentChanges")
    assert answer.status_code == 404
    assert 'action="/open"' in page(answer)
