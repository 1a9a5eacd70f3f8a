"""What is asked about once before it is published, and not again when the wiki asks next."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from editor.models import Draft
from tests import captchas
from tests.factories import open_draft
from tests.people import new_title
from tests.posting import address, form_data
from tests.preferences import preferring

LINK = "A casino. https://example.org/new"


def press(browser: Client, draft: Draft, text: str, **fields: str) -> Any:
    draft.refresh_from_db()
    return browser.post(address(draft, "publish"), form_data(draft, text, **fields))


def hidden_in(page: str) -> dict[str, str]:
    """What the panel carries to the next try."""
    panel = page[page.index('id="panel"') : page.index('id="edit-foot"')]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', panel))


def steps(browser: Client, draft: Draft, text: str, **first: str) -> list[str]:
    """What is asked, one after the other, of an editor who confirms and answers it all."""
    asked: list[str] = []
    answer = press(browser, draft, text, **first)
    while answer.status_code == 409 and len(asked) < 8:
        explanation = answer.context["panel"].context["explanation"]
        asked.append(explanation.confirms or explanation.remedy)
        fields = hidden_in(answer.text)
        if asked[-1] == "answer":
            fields["captcha_word"] = "4"
        if asked[-1] == "recreate":
            fields["recreate"] = "on"
        answer = press(browser, draft, text, **fields)
    assert answer.status_code == 302
    return asked


@pytest.fixture
def asking_wiki(wiki):
    """It asks a question about a link, and warns of casinos, each in its own request."""
    captchas.ask(wiki, "QuestyCaptcha")
    wiki.add_abuse_filter("'casino' in added_lines", action="warn")
    return wiki


def test_a_deleted_page_is_confirmed_once_whatever_the_wiki_asks_next(
    asking_wiki, alice, browser, title
):
    draft = open_draft(alice, title)
    asking_wiki.delete(title)
    asked = steps(browser, draft, LINK)
    assert asked[0] == "recreate"
    assert set(asked[1:]) == {"answer", "confirm"}
    assert asking_wiki.text(title) == LINK


def test_that_there_is_no_summary_is_confirmed_once(asking_wiki, alice, browser, title):
    with preferring(asking_wiki, forceeditsummary=1):
        asked = steps(browser, open_draft(alice, title), LINK)
    assert asked[0] == "needs_no_summary"
    assert set(asked[1:]) == {"answer", "confirm"}
    assert asking_wiki.text(title) == LINK


def test_a_blank_page_is_created_only_when_confirmed(wiki, alice, browser):
    title = new_title()
    draft = open_draft(alice, title)
    asked = press(browser, draft, " \n")
    assert asked.status_code == 409
    assert "create a page with nothing on it" in asked.text
    assert "Publish again to confirm" in asked.text
    assert wiki.history(title) == []
    assert press(browser, draft, " \n", **hidden_in(asked.text)).status_code == 302
    assert len(wiki.history(title)) == 1


def test_a_deleted_page_is_not_created_anew_as_a_blank_one_unasked(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    wiki.delete(title)
    assert steps(browser, draft, "") == ["recreate", "creates_blank_page"]
    assert wiki.text(title) == ""


def test_a_page_that_is_there_may_be_blanked(wiki, alice, browser, title):
    assert steps(browser, open_draft(alice, title), "") == []
    assert wiki.text(title) == ""


def test_a_redirect_of_a_page_to_itself_is_published_only_when_confirmed(
    asking_wiki, alice, browser, title
):
    before = asking_wiki.text(title)
    draft = open_draft(alice, title)
    text = f"#redirect [[ :{title[0].lower()}{title[1:].replace(' ', '_')}#Crew|x]] {LINK}"
    asked = press(browser, draft, text)
    assert "a redirect to itself" in asked.text
    assert asking_wiki.text(title) == before
    asked = steps(browser, draft, text)
    assert asked[0] == "redirects_to_itself"
    assert set(asked[1:]) == {"answer", "confirm"}
    assert asking_wiki.text(title) == text
    # It is one already: changing it is nothing to be asked about, as on the wiki.
    browser.get(f"/edit/{title}", follow=True)
    assert "redirects_to_itself" not in steps(browser, draft, f"{text} again")


def test_a_redirect_elsewhere_is_not_asked_about(wiki, alice, browser, title):
    assert steps(browser, open_draft(alice, title), f"#REDIRECT [[{title}/Elsewhere]]") == []


def test_of_a_page_that_is_new_no_summary_is_wanted(wiki, alice, browser):
    title = new_title()
    with preferring(wiki, forceeditsummary=1):
        assert steps(browser, open_draft(alice, title), "Text.") == []
    assert wiki.text(title) == "Text."
