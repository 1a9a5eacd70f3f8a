from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client

from editor.models import Addition
from tests import captchas
from tests.faults import wiki_down
from tests.people import browser_of, new_title
from tests.preferences import preferring
from tests.watching import is_starred

PAGE = "Lead.\n\n== Crew ==\nArmstrong.\n"


def page(response: Any) -> str:
    return str(response.content.decode())


def posted(text: str = "Added.", **fields: str) -> dict[str, str]:
    return {"key": str(uuid4()), "text": text, "place": "end", "gap": "line"} | fields


def test_a_line_is_added_and_its_revision_said(wiki, browser, title):
    data = posted(follows_redirect="on", may_create="on", summary="One more")
    answer = browser.post(f"/add/{quote(title)}", data, follow=True)
    newest = wiki.history(title)[0]
    assert wiki.text(title).endswith("Third line.\nAdded.")
    assert f"Published, revision {newest['revid']}" in page(answer)
    assert newest["comment"] == "One more"


def test_the_sections_of_the_page_are_offered(wiki, browser):
    title = new_title()
    wiki.edit(title, PAGE)
    assert '<option value="1:Crew">Crew</option>' in page(browser.get(f"/add/{quote(title)}"))
    chosen = page(browser.get(f"/add/{quote(title)}", {"section": 1}))
    assert '<option value="1:Crew" selected>Crew</option>' in chosen
    browser.post(f"/add/{quote(title)}", posted(section="1:Crew"))
    assert wiki.text(title).endswith("Armstrong.\nAdded.")
    assert wiki.history(title)[0]["comment"] == "/* Crew */"


def test_a_page_that_is_not_there_is_said_before_anything_is_sent(wiki, browser, title):
    assert "not on the wiki yet" in page(browser.get(f"/add/{quote(new_title())}"))
    assert "not on the wiki yet" not in page(browser.get(f"/add/{quote(title)}"))


def test_of_a_redirect_the_sections_are_offered_that_it_leads_to(wiki, browser):
    target, title = new_title(), new_title("Redirect")
    wiki.edit(target, PAGE)
    wiki.edit(title, f"#REDIRECT [[{target}]]")
    shown = page(browser.get(f"/add/{quote(title)}"))
    assert f"This page redirects to {target}." in shown
    assert '<option value="1:Crew">Crew</option>' in shown
    browser.post(f"/add/{quote(title)}", posted(section="1:Crew", follows_redirect="on"))
    assert wiki.text(target).endswith("Armstrong.\nAdded.")


def test_the_same_form_again_leads_to_the_same_revision(wiki, browser, title):
    data = posted()
    first = browser.post(f"/add/{quote(title)}", data)
    second = browser.post(f"/add/{quote(title)}", data)
    assert first.headers["Location"] == second.headers["Location"]
    assert len(wiki.history(title)) == 2


def test_what_could_not_be_added_waits_on_the_front_page(wiki, browser, title):
    with wiki_down():
        answer = browser.post(f"/add/{quote(title)}", posted("Do not lose me."))
    assert answer.status_code == 503
    assert "Do not lose me." in page(answer)
    kept = Addition.objects.get()
    assert f"/additions/{kept.pk}/" in page(browser.get("/"))
    again = page(browser.get(f"/additions/{kept.pk}/"))
    assert "Do not lose me." in again
    assert str(kept.key) in again
    browser.post(f"/additions/{kept.pk}/discard")
    assert f"/additions/{kept.pk}/" not in page(browser.get("/"))


def test_an_expired_sign_in_keeps_the_text_on_the_page(wiki, title):
    answer = Client().post(f"/add/{quote(title)}", posted("Do not lose me."))
    assert answer.status_code == 401
    assert "Do not lose me." in page(answer)
    assert Client().get(f"/add/{quote(title)}").status_code == 302


def test_a_stale_token_keeps_the_text_on_the_page(alice, title):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = strict.post(f"/add/{quote(title)}", posted("Do not lose me."))
    assert answer.status_code == 403
    assert "Do not lose me." in page(answer)


def test_nothing_to_add_is_said(wiki, browser, title):
    answer = browser.post(f"/add/{quote(title)}", posted("  "))
    assert answer.status_code == 422
    assert "Write what is to be added." in page(answer)


def test_the_front_page_leads_here(wiki, browser, title):
    assert 'formaction="/add"' in page(browser.get("/"))
    answer = browser.get("/add", {"title": f"{wiki.url}/wiki/{quote(title)}"}, follow=True)
    assert answer.context["title"] == title
    section = f"{wiki.url}/index.php?title={quote(title)}&action=edit&section=0"
    answer = browser.get("/add", {"title": section}, follow=True)
    assert '<option value="0" selected>' in page(answer)


@pytest.mark.parametrize("method", ["get", "post"])
def test_other_peoples_additions_are_not_there(wiki, browser, stranger, title, method):
    with wiki_down():
        browser.post(f"/add/{quote(title)}", posted())
    address = f"/additions/{Addition.objects.get().pk}/" + ("discard" if method == "post" else "")
    assert getattr(browser_of(stranger), method)(address).status_code == 404


def test_the_text_goes_on_in_the_editor(wiki, browser, title):
    with wiki_down():
        refused = browser.post(f"/add/{quote(title)}", posted("Added."))
    kept = Addition.objects.get()
    assert f"/additions/{kept.pk}/edit" in page(refused)
    answer = browser.post(f"/additions/{kept.pk}/edit", follow=True)
    assert "Third line.\nAdded." in page(answer)


LINK = "See https://example.org/new"


def test_what_the_wiki_asks_is_answered_in_the_form(wiki, browser, title):
    captchas.ask(wiki, "QuestyCaptcha")
    data = posted(LINK, summary="A source", is_minor="on")
    asked = browser.post(f"/add/{quote(title)}", data)
    assert asked.status_code == 409
    assert "What is 2+2?" in asked.text
    wrong = data | {"captcha_id": captchas.id_on(asked.text), "captcha_word": "5"}
    again = browser.post(f"/add/{quote(title)}", wrong)
    assert "not the answer the wiki expects" in again.text
    assert LINK in again.text
    assert 'value="A source"' in again.text
    right = data | {"captcha_id": captchas.id_on(again.text), "captcha_word": " 4 "}
    answer = browser.post(f"/add/{quote(title)}", right, follow=True)
    newest = wiki.history(title)[0]
    assert f"Published, revision {newest['revid']}" in answer.text
    assert (newest["comment"], newest["minor"]) == ("A source", True)
    assert wiki.text(title).count(LINK) == 1


def test_a_warning_of_a_filter_is_confirmed(wiki, browser, title):
    wiki.add_abuse_filter("'casino' in added_lines", action="warn")
    data = posted("A casino.")
    warned = browser.post(f"/add/{quote(title)}", data)
    assert "Publish again to confirm" in warned.text
    assert "casino" not in wiki.text(title)
    browser.post(f"/add/{quote(title)}", data)
    assert wiki.text(title).endswith("A casino.")


def test_a_warning_and_a_question_one_after_the_other(wiki, browser, title):
    captchas.ask(wiki, "QuestyCaptcha")
    wiki.add_abuse_filter("'casino' in added_lines", action="warn")
    data = posted(f"A casino. {LINK}")
    steps = captchas.steps_to_publish(
        lambda given: browser.post(f"/add/{quote(title)}", data | given)
    )
    assert set(steps) == {"question", "warning"}
    assert wiki.text(title).count("A casino.") == 1


def test_what_can_only_be_asked_on_the_wiki_is_finished_there(wiki, browser, title):
    captchas.ask(wiki, "ReCaptchaNoCaptcha")
    data = posted(LINK, summary="A source")
    asked = browser.post(f"/add/{quote(title)}", data).text
    assert "captcha_word" not in asked
    kept = Addition.objects.get()
    changed = data | {"text": f"{LINK}er", "then": "on-wiki"}
    page = browser.post(f"/additions/{kept.pk}/edit", changed, follow=True).text
    assert f"Third line.\n{LINK}er" in page
    assert 'value="A source"' in page


def test_watching_is_ticked_as_in_the_editor_and_taken_back_where_it_is_not(wiki, browser, title):
    with preferring(wiki, watchdefault=1):
        form = browser.get(f"/add/{quote(title)}").context["form"]
        assert (form["found_watching"].value(), form["is_watching"].value()) == (True, True)
        browser.post(f"/add/{quote(title)}", posted(found_watching="True", is_watching="on"))
    assert is_starred(wiki, title)
    with preferring(wiki, watchdefault=0):
        form = browser.get(f"/add/{quote(title)}").context["form"]
        assert form["is_watching"].value()
        browser.post(f"/add/{quote(title)}", posted("Two.", found_watching="True"))
        assert not is_starred(wiki, title)
        assert not browser.get(f"/add/{quote(title)}").context["form"]["is_watching"].value()


def test_what_was_added_stands_under_published_lately_once_for_each_page(wiki, browser, title):
    for text in ("One.", "Two."):
        browser.post(f"/add/{quote(title)}", posted(text))
    answer = browser.get("/")
    (page,) = answer.context["published"]
    assert (page.newest.title, page.newest.revid) == (title, wiki.history(title)[0]["revid"])
    assert page.earlier == 1
    assert f'href="/edit/{quote(title)}"' in answer.text
