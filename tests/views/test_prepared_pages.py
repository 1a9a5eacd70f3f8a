"""New pages and sections begin as the wiki's own edit links ask for, on old wikis and new ones."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from editor.models import Draft
from tests.factories import open_draft, save_text
from tests.people import new_title
from tests.posting import address, form_data


@pytest.fixture
def preload(wiki):
    title = new_title("Template:Preload")
    wiki.edit(
        title,
        "<noinclude>Not this.</noinclude><includeonly>Report of $1\n\n"
        "* {{subst:PAGENAME}} and $2</includeonly>",
    )
    return title


def draft_of(alice):
    return Draft.objects.filter(owner=alice).latest("pk")


def test_a_new_page_begins_with_the_preload_page(wiki, browser, alice, preload):
    wiki.clear_log("api")
    title = new_title()
    asked = {"preload": preload, "preloadparams[]": ["Alice", "Bob"]}
    page = browser.get(f"/edit/{title}", asked)
    assert len(wiki.log("api")) <= 2
    draft = draft_of(alice)
    assert draft.text == "Report of Alice\n\n* {{subst:PAGENAME}} and Bob"
    assert draft.base_text.content == ""
    assert "Report of Alice" in page.content.decode()
    answer = browser.post(address(draft, "publish"), form_data(draft))
    assert answer.status_code == 302
    assert wiki.text(title) == f"Report of Alice\n\n* {title} and Bob"


def test_a_new_section_begins_with_heading_and_text(wiki, browser, alice, title, preload):
    asked = {"section": "new", "preload": preload, "preloadtitle": "Report"}
    browser.get(f"/edit/{title}", asked)
    draft = draft_of(alice)
    assert draft.section_title == "Report"
    assert draft.text.startswith("Report of $1")
    browser.post(address(draft, "publish"), form_data(draft))
    assert "== Report ==\n\nReport of $1" in wiki.text(title)


def test_summary_and_minor_of_the_link(browser, alice, title):
    browser.get(f"/edit/{title}", {"summary": "As agreed", "minor": "1"})
    draft = draft_of(alice)
    assert (draft.summary, draft.is_minor) == ("As agreed", True)


def test_a_page_that_is_there_is_not_prepared(browser, alice, title, preload):
    browser.get(f"/edit/{title}", {"preload": preload})
    assert draft_of(alice).text.startswith("First line.")


def test_a_preload_page_that_is_not_there_prepares_nothing(browser, alice):
    assert browser.get(f"/edit/{new_title()}", {"preload": new_title()}).status_code == 200
    assert draft_of(alice).text == ""


def test_no_script_is_prepared_by_a_link(wiki, browser, alice, preload):
    wiki.configure(wgGrantPermissions={"editpage": {"editmyuserjs": True}})
    page = new_title("User:Alice/page") + ".js"
    browser.get(f"/edit/{page}", {"preload": preload})
    draft = draft_of(alice)
    assert (draft.content_model, draft.text) == ("javascript", "")


def test_what_was_typed_is_not_replaced(browser, alice, preload):
    title = new_title()
    save_text(open_draft(alice, title), "Mine.")
    page = browser.get(f"/edit/{title}", {"preload": preload}).content.decode()
    assert draft_of(alice).text == "Mine."
    assert "was not put in" in page


def test_a_prepared_text_is_still_there_when_the_draft_is_opened_again(browser, alice, preload):
    browser.get(f"/edit/{new_title()}", {"preload": preload, "summary": "Kept"})
    draft = draft_of(alice)
    browser.get(address(draft))
    draft.refresh_from_db()
    assert draft.text.startswith("Report of $1")
    assert draft.summary == "Kept"


def test_the_same_link_without_preparation_begins_empty(browser, alice, preload):
    title = new_title()
    browser.get(f"/edit/{title}", {"preload": preload})
    browser.get(f"/edit/{title}")
    assert draft_of(alice).text == ""


def test_a_message_begins_with_its_default_text(wiki, alice, title):
    may = {"editinterface": True}
    wiki.configure(wgGroupPermissions={"user": may}, wgGrantPermissions={"editpage": may})
    draft = open_draft(alice, "MediaWiki:Aboutsite")
    assert draft.text == "About {{SITENAME}}"
    assert draft.is_new_page


def test_every_new_section_begins_as_the_wiki_wants(wiki, alice, title):
    message = "MediaWiki:Addsection-preload"
    try:
        wiki.edit(message, "Please be kind. <noinclude>Documentation.</noinclude>", user="Admin")
        wiki.clear_log("api")
        draft = open_draft(alice, title, "new")
        assert len(wiki.log("api")) == 1
    finally:
        wiki.delete(message)
    assert draft.text.strip() == "Please be kind."


def test_the_wikis_own_edit_link_brings_all_of_it_along(browser, alice, preload):
    title = new_title()
    link = {
        "title": title,
        "action": "edit",
        "preload": preload,
        "preloadparams[]": ["A", "B"],
        "summary": "From the wiki",
        "editintro": "Template:Note",
    }
    page = browser.get("/index.php", link, follow=True).content.decode()
    draft = draft_of(alice)
    assert draft.text.endswith("{{subst:PAGENAME}} and B")
    assert draft.summary == "From the wiki"
    assert f"/drafts/{draft.pk}/notices?editintro=Template%3ANote" in page


def test_an_address_in_the_title_box_brings_all_of_it_along(wiki, browser, alice, title, preload):
    asked = {"title": title, "action": "edit", "section": "new", "preload": preload}
    asked |= {"preloadtitle": "Report & more", "editintro": "Template:Note"}
    typed = f"{wiki.url}/index.php?{urlencode(asked)}"
    page = browser.get("/open", {"title": typed}, follow=True).text
    draft = draft_of(alice)
    assert (draft.section, draft.section_title) == ("new", "Report & more")
    assert draft.text.startswith("Report of $1")
    assert f"/drafts/{draft.pk}/notices?editintro=Template%3ANote" in page
