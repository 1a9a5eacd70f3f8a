"""What the wiki asks before it publishes is answered in Galley's form, or finished on the wiki."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import requests
from django.test import Client

from editor.models import Draft
from tests import captchas
from tests.factories import open_draft
from tests.faults import proxied
from tests.people import browser_of
from tests.posting import FRAGMENT, address, decide_all, form_data, splice_data
from tests.preferences import change_tag

LINK = "A link: https://example.org/new\n"


def publish(
    browser: Client, draft: Draft, text: str, *, fragment: bool = False, **fields: Any
) -> Any:
    data = (splice_data if fragment else form_data)(draft, text, **fields)
    headers = FRAGMENT if fragment else {}
    return browser.post(address(draft, "publish"), data, headers=headers)


def again(browser: Client, draft: Draft, text: str, **fields: Any) -> Any:
    draft.refresh_from_db()
    return publish(browser, draft, text, **fields)


def found(pattern: str, page: str) -> re.Match[str]:
    match = re.search(pattern, page)
    assert match
    return match


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "fragment"])
def test_a_question_is_answered_in_the_form(wiki, alice, browser, title, fragment):
    captchas.ask(wiki, "QuestyCaptcha")
    draft = open_draft(alice, title)
    asked = publish(browser, draft, LINK, summary="A source", fragment=fragment)
    page = asked.text
    assert asked.status_code == (200 if fragment else 409)
    assert "What is 2+2?" in page
    assert "Publish with this answer" in page
    answer = {"captcha_id": captchas.id_on(page), "captcha_word": " 4 "}
    again(browser, draft, LINK, summary="A source", fragment=fragment, **answer)
    newest = wiki.history(title)[0]
    assert (newest["user"], newest["comment"]) == ("Alice", "A source")
    assert wiki.text(title) == LINK.strip()


def test_a_wrong_answer_brings_a_new_question_and_keeps_everything(wiki, alice, browser, title):
    captchas.ask(wiki, "QuestyCaptcha")
    draft = open_draft(alice, title)
    first = captchas.id_on(publish(browser, draft, LINK, summary="A source").text)
    answer = {"captcha_id": first, "captcha_word": "5"}
    asked = again(browser, draft, LINK, summary="A source", **answer)
    assert "not the answer the wiki expects" in asked.text
    assert captchas.id_on(asked.text) != first
    assert LINK in asked.text
    assert 'value="A source"' in asked.text
    assert len(wiki.history(title)) == 1
    right = {"captcha_id": captchas.id_on(asked.text), "captcha_word": "4"}
    again(browser, draft, LINK, summary="A source", **right)
    assert len(wiki.history(title)) == 2


def test_an_answer_outlasts_a_warning_that_comes_first(wiki, alice, browser, title):
    captchas.ask(wiki, "QuestyCaptcha")
    wiki.add_abuse_filter("'casino' in added_lines", action="warn")
    draft = open_draft(alice, title)
    text = f"A casino. {LINK}"
    steps = captchas.steps_to_publish(lambda given: again(browser, draft, text, **given))
    assert set(steps) == {"question", "warning"}
    assert wiki.text(title) == text.strip()


def test_arithmetic_is_asked_as_the_wiki_writes_it(wiki, alice, browser, title):
    captchas.ask(wiki, "SimpleCaptcha")
    draft = open_draft(alice, title)
    page = publish(browser, draft, LINK).text
    one, sign, two = found(r'id="captcha-question"[^>]*>\s*(\d+)([+−])(\d+)', page).groups()
    result = int(one) + int(two) if sign == "+" else int(one) - int(two)
    assert 'inputmode="decimal"' in page
    again(browser, draft, LINK, captcha_id=captchas.id_on(page), captcha_word=str(result))
    assert wiki.text(title) == LINK.strip()


def test_a_question_may_hold_html_that_does_no_harm(wiki, alice, browser, title):
    question = '<b>Two</b> and two?<script>alert(1)</script><img src=x onerror="alert(2)">'
    captchas.ask(wiki, "QuestyCaptcha", wgCaptchaQuestions={question: ["4"]})
    draft = open_draft(alice, title)
    seen = ""
    # The wiki's other question is there too, and it picks one by chance.
    for _ in range(30):
        seen = again(browser, draft, LINK).text
        if "and two?" in seen:
            break
    assert "<b>Two</b> and two?" in seen
    assert "alert(" not in seen
    assert "onerror" not in seen


def test_a_picture_is_shown_by_galley_and_answered(wiki, alice, browser, title):
    captchas.ask_with_picture(wiki)
    draft = open_draft(alice, title)
    page = publish(browser, draft, LINK).text
    assert re.search(r'<img class="captcha-picture"\s+src="data:image/png;base64,[\w+/=]+"', page)
    assert wiki.url not in re.findall(r'src="([^"]*)"', page)
    answer = {"captcha_id": captchas.id_on(page), "captcha_word": captchas.PICTURED_WORD}
    again(browser, draft, LINK, **answer)
    assert wiki.text(title) == LINK.strip()


def test_a_picture_that_the_wiki_does_not_show_is_finished_there(wiki, alice, browser, title):
    captchas.ask_with_picture(wiki, store="CaptchaSessionStore")
    draft = open_draft(alice, title)
    page = publish(browser, draft, LINK).text
    assert "captcha-picture" not in page
    assert "captcha_word" not in page
    assert address(draft, "on-wiki") in page


def test_a_question_after_a_collision_is_asked_beside_the_text(wiki, alice, browser, title):
    wiki.edit(title, "One two three four five.")
    draft = open_draft(alice, title)
    wiki.edit(title, "One two three four FIVE.")
    mine = "ONE two three four five. https://example.org/new"
    asked = publish(browser, draft, mine)
    assert asked.headers["Location"] == address(draft, "conflict")
    captchas.ask(wiki, "QuestyCaptcha")
    decided = decide_all(browser, draft, "mine") | {"then": "publish"}
    page = browser.post(address(draft, "conflict"), decided).text
    assert "Publish with this answer" in page
    answer = {"captcha_id": captchas.id_on(page), "captcha_word": "4"}
    draft.refresh_from_db()
    again(browser, draft, draft.text, **answer)
    assert wiki.history(title)[0]["user"] == "Alice"


def test_a_question_of_which_nothing_can_be_shown_is_finished_on_the_wiki(
    wiki, alice, browser, title
):
    """Of MathCaptcha, where the wiki makes pictures of its formulas."""
    question = '<span class="mwe-math-element"><img src="/math/1.svg" aria-hidden="true"></span>'
    captcha = {"type": "math", "mime": "text/html", "id": "17", "question": question}
    draft = open_draft(alice, title)
    with proxied(wiki) as proxy:
        asked = {"edit": {"result": "Failure", "captcha": captcha}}
        proxy.answer("edit", 200, json.dumps(asked))
        page = publish(browser, draft, LINK).text
    assert "captcha_word" not in page
    assert "Answer it and publish again" not in page
    assert address(draft, "on-wiki") in page


@pytest.mark.parametrize("kind", ["ReCaptchaNoCaptcha", "hCaptcha"])
def test_a_captcha_bound_to_its_site_is_finished_there(wiki, alice, browser, title, kind):
    captchas.ask(wiki, kind)
    draft = open_draft(alice, title)
    page = publish(browser, draft, LINK).text
    assert "captcha_word" not in page
    assert "Finish on the wiki" in page
    assert "Answer it and publish again" not in page
    assert address(draft, "on-wiki") in page
    draft.refresh_from_db()
    assert draft.text == LINK


def test_the_wikis_own_form_takes_the_draft_over(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    browser.post(address(draft, "save"), form_data(draft, "Mine & <mine>.\n", summary="“Why”"))
    http, target, shown = handed_over(wiki, browser, draft, "Mine & <mine>.")
    assert target.startswith(f"{wiki.url}/index.php?")
    assert "Mine &amp; &lt;mine&gt;." in shown
    assert "“Why”" in shown
    # The wiki has shown its form and saved nothing; its own button does the rest.
    assert len(wiki.history(title)) == 1
    http.post(target, data=own_form(shown, "Mine & <mine>.", "“Why”"), timeout=30)
    newest = wiki.history(title)[0]
    assert (newest["user"], newest["comment"]) == ("Alice", "“Why”")
    assert wiki.text(title) == "Mine & <mine>."


def test_an_undo_and_how_long_to_watch_go_along(wiki, alice, browser, title):
    wiki.edit(title, "One.\n\nTwo.")
    undone = wiki.edit(title, "One!\n\nTwo.")
    wiki.edit(title, "One!\n\nTwo.\n\nThree.")
    browser.get(f"/edit/{title}?undo={undone}")
    draft = Draft.objects.get(title=title)
    data = form_data(draft, is_watching="on", watch_expiry="1 month")
    browser.post(address(draft, "save"), data)
    http, target, shown = handed_over(wiki, browser, draft, draft.text)
    assert re.search(r"<option[^>]*value='1 month'[^>]*selected", shown)
    http.post(target, data=own_form(shown, draft.text, "Not so"), timeout=30)
    assert wiki.text(title) == "One.\n\nTwo.\n\nThree."
    assert "mw-undo" in wiki.history(title)[0]["tags"]


def test_what_the_wikis_form_has_no_field_for_is_said(wiki, alice, browser, title):
    tag = change_tag(wiki, "galley-test")
    draft = open_draft(alice, title, section="new")
    told = {"section_title": "Heading", "summary": "Why & so", "tags": [tag], "offers_tags": "on"}
    browser.post(address(draft, "save"), form_data(draft, "Mine.", **told))
    page = browser.get(address(draft, "on-wiki")).text
    assert "Your summary does not go along" in page
    assert "Why &amp; so" in page
    assert "Your tags do not go along" in page
    assert tag in page
    assert wiki_form(page)[1]["wpSummary"] == "Heading"


def test_that_a_watch_is_left_as_it_is_does_not_go_along(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    says = "your watchlist does not go along"
    assert says not in browser.get(address(draft, "on-wiki")).text
    browser.post(address(draft, "save"), form_data(draft, "Mine.", watch_mode="nochange"))
    assert says in browser.get(address(draft, "on-wiki")).text


def test_the_section_goes_along(wiki, alice, browser, title):
    wiki.edit(title, "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.\n")
    draft = open_draft(alice, title, section="2")
    target, fields = wiki_form(browser.get(address(draft, "on-wiki")).text)
    shown = requests.post(target, data=fields | {"wpTextbox1": "== Two ==\nMine."}, timeout=30).text
    assert "First." not in shown
    assert hidden_fields(shown)["wpSection"] == "2"


def test_a_stranger_finds_nothing_to_hand_over(stranger, alice, wiki, title):
    draft = open_draft(alice, title)
    assert browser_of(stranger).get(address(draft, "on-wiki")).status_code == 404


def handed_over(wiki: Any, browser: Client, draft: Draft, text: str) -> tuple[Any, str, str]:
    """The session of an editor who is signed in on the wiki too, and the form that it shows."""
    target, fields = wiki_form(browser.get(address(draft, "on-wiki")).text)
    session = wiki.session("Alice")
    session.post(action="query")
    http = session._http
    return http, target, http.post(target, data=fields | {"wpTextbox1": text}, timeout=30).text


def own_form(shown: str, text: str, summary: str) -> dict[str, str]:
    """What the wiki's own button posts."""
    form = shown[shown.index('id="editform"') :].partition("</form>")[0]
    return hidden_fields(form) | {"wpTextbox1": text, "wpSummary": summary, "wpSave": "Save"}


def wiki_form(page: str) -> tuple[str, dict[str, str]]:
    target = found(r'<form method="post"\s+action="([^"]+)"\s+target="_blank"', page)[1]
    return target.replace("&amp;", "&"), hidden_fields(page[page.index('target="_blank"') :])


def hidden_fields(page: str) -> dict[str, str]:
    fields = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)=["\']([^"\']*)["\']', tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            fields[attributes["name"]] = attributes.get("value", "")
    return fields
