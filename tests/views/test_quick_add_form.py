"""What the form of "Quick add" says of the page and of the editor before anything is sent."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client

from editor.models import Addition
from tests import captchas
from tests.faults import wiki_down
from tests.people import new_title
from tests.posting import words
from tests.preferences import preferring
from tests.watching import is_starred, star


def address(title: str) -> str:
    return f"/add/{quote(title)}"


def fields_of(answer: Any, text: str = "Added.", **changed: Any) -> dict[str, Any]:
    """What the form would post with nothing but a text written into it."""
    form = answer.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value not in (None, False)} | {
        "text": text,
        "found_watching": str(form["found_watching"].value()),
        **changed,
    }


@pytest.fixture
def redirect(wiki, title):
    """A page that redirects to `title`."""
    name = new_title("Redirect")
    wiki.edit(name, f"#REDIRECT [[{title}]]")
    return name


@pytest.mark.parametrize("is_target", [True, False], ids=["target", "redirect"])
@pytest.mark.parametrize("follows", [True, False], ids=["followed", "not followed"])
def test_of_a_redirect_no_watch_changes_while_the_box_is_left_alone(
    wiki, browser, title, redirect, is_target, follows
):
    with preferring(wiki, watchdefault=0):
        star(wiki, title if is_target else redirect)
        form = browser.get(address(redirect))
        assert form.context["form"]["is_watching"].value() is is_target
        fields = fields_of(form)
        if not follows:
            del fields["follows_redirect"]
        assert browser.post(address(redirect), fields).status_code == 302
    assert (is_starred(wiki, title), is_starred(wiki, redirect)) == (is_target, not is_target)


def test_what_waits_to_be_added_shows_and_keeps_the_watch_of_today(wiki, browser, title):
    with preferring(wiki, watchdefault=0):
        fields = fields_of(browser.get(address(title)))
        with wiki_down():
            browser.post(address(title), fields)
        star(wiki, title)
        form = browser.get(f"/additions/{Addition.objects.get().pk}/")
        assert form.context["form"]["is_watching"].value()
        browser.post(address(title), fields)
        assert is_starred(wiki, title)


def test_a_page_that_may_not_be_edited_says_so_and_hides_the_form(wiki, browser, title):
    wiki.protect(title)
    answer = browser.get(address(title))
    assert answer.status_code == 403
    assert "You cannot edit this page." in answer.text
    assert "Only administrators may edit this page." in answer.text
    assert re.search(r'<form[^>]*class="add-form"[^>]*\shidden\s', answer.text)
    # The log says who, as where the page is opened.
    assert "Admin" in answer.text


def test_a_block_is_seen_beside_what_waits_to_be_added(wiki, browser, title):
    with wiki_down():
        browser.post(address(title), fields_of(browser.get(address(title)), "Do not lose me."))
    wiki.block("Alice", reason="Enough")
    try:
        refused = browser.get(address(title))
        waiting = browser.get(f"/additions/{Addition.objects.get().pk}/").text
    finally:
        wiki.unblock("Alice")
    assert refused.status_code == 403
    assert "Enough" in refused.text
    assert "Enough" in waiting
    assert "Do not lose me." in waiting


def test_a_protection_that_lets_one_edit_is_said(wiki, browser, title):
    wiki.protect(title, "autoconfirmed")
    wiki.configure(wgAutoConfirmAge=0, wgAutoConfirmCount=0)
    answer = browser.get(address(title))
    assert answer.status_code == 200
    assert "Only autoconfirmed users may edit this page." in answer.text


def test_of_a_redirect_its_target_is_what_may_not_be_edited(wiki, browser, title, redirect):
    wiki.protect(title)
    assert browser.get(address(redirect)).status_code == 403


def test_minor_is_ticked_as_the_preferences_say(wiki, browser, title):
    with preferring(wiki, minordefault=1):
        browser.post(address(title), fields_of(browser.get(address(title))))
        assert wiki.history(title)[0]["minor"]
        shown = browser.get(address(new_title()))
    assert 'name="is_minor"' not in shown.text


def test_minor_is_not_offered_without_the_right(wiki, browser, title):
    wiki.configure(wgGroupPermissions={"user": {"minoredit": False}})
    assert 'name="is_minor"' not in browser.get(address(title)).text


def test_a_summary_is_asked_for_once_whatever_the_wiki_asks_next(wiki, browser, title):
    captchas.ask(wiki, "QuestyCaptcha")
    with preferring(wiki, forceeditsummary=1):
        fields = fields_of(browser.get(address(title)), "See https://example.org/new")
        asked = browser.post(address(title), fields)
        assert "There is no summary of your own yet." in asked.text
        assert "Publish without one" in asked.text
        assert len(wiki.history(title)) == 1
        fields |= dict(
            re.findall(r'type="hidden" name="(needs_no_summary)" value="(on)"', asked.text)
        )
        question = browser.post(address(title), fields)
        assert "What is 2+2?" in question.text
        assert '<input type="hidden" name="needs_no_summary" value="on">' in question.text
        answer = {"captcha_id": captchas.id_on(question.text), "captcha_word": "4"}
        assert browser.post(address(title), fields | answer).status_code == 302


def test_sending_asks_the_wiki_for_nothing_that_only_the_form_shows(wiki, browser, title):
    fields = fields_of(browser.get(address(title)))
    wiki.clear_log("api")
    browser.post(address(title), fields)
    assert not [line for line in wiki.log("api") if "action=parse" in line]


def test_no_summary_is_wanted_for_a_new_page(wiki, browser):
    with preferring(wiki, forceeditsummary=1):
        title = new_title()
        assert (
            browser.post(address(title), fields_of(browser.get(address(title)))).status_code == 302
        )


def test_an_address_that_has_only_a_number_leads_to_the_form(wiki, browser, title):
    newest = wiki.history(title)[0]["revid"]
    pageid = wiki.session("Alice").get(action="query", titles=title)["query"]["pages"][0]["pageid"]
    for query in (f"curid={pageid}", f"oldid={newest}"):
        pasted = f"{wiki.url}/index.php?{query}"
        assert browser.get("/add", {"title": pasted}).headers["Location"] == address(title)
    gone = browser.get("/add", {"title": f"{wiki.url}/index.php?curid=99999999"})
    assert gone.status_code == 404


def test_a_heading_keeps_its_own_colon(wiki, browser):
    title = new_title()
    wiki.edit(title, "Lead.\n\n== Notes: ==\nOne.\n")
    fields = fields_of(browser.get(address(title), {"section": 1}), gap="line")
    with wiki_down():
        browser.post(address(title), fields)
    form = browser.get(f"/additions/{Addition.objects.get().pk}/")
    again = fields_of(form, gap="line")
    wiki.edit(title, "Lead.\n\n== Before ==\n\n== Notes: ==\nOne.\n")
    assert browser.post(address(title), again).status_code == 302
    assert wiki.text(title).endswith("One.\nAdded.")


@pytest.mark.parametrize("section", ["1" * 5000, "²", "x:Crew"])
def test_a_section_that_is_none_is_refused_in_words(wiki, browser, title, section):
    fields = {"key": str(uuid4()), "text": "Kept.", "place": "end", "gap": "line"}
    answer = browser.post(address(title), fields | {"section": section})
    assert answer.status_code == 422
    assert "Kept." in answer.text
    assert Addition.objects.count() == 0


def test_going_on_in_the_editor_outlasts_a_sign_in(wiki, alice, browser, title):
    with wiki_down():
        refused = browser.post(address(title), fields_of(browser.get(address(title))))
    kept = Addition.objects.get()
    changed = fields_of(refused, "Typed since.") | {"title": title}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice, backend="allauth.account.auth_backends.AuthenticationBackend")
    for somebody, status in ((Client(), 401), (strict, 403)):
        answer = somebody.post(f"/additions/{kept.pk}/edit", changed)
        assert answer.status_code == status
        assert "Typed since." in answer.text
        assert f'formaction="/additions/{kept.pk}/edit"' in answer.text
    assert "Typed since." in browser.post(f"/additions/{kept.pk}/edit", changed, follow=True).text


def test_signing_in_again_never_leads_to_an_address_that_takes_posts_only(wiki, browser, title):
    with wiki_down():
        browser.post(address(title), fields_of(browser.get(address(title))))
    kept = Addition.objects.get()
    for what in ("discard", "edit"):
        asked = Client().post(f"/additions/{kept.pk}/{what}", {"title": "\n"})
        assert asked.headers["Location"] == "/?next=%2F"


def test_where_the_section_is_gone_the_editor_opens_the_whole_page(wiki, browser):
    title = new_title()
    wiki.edit(title, "Lead.\n\n== Crew ==\nOne.\n")
    fields = fields_of(browser.get(address(title), {"section": 1}))
    wiki.edit(title, "Lead.\n")
    assert browser.post(address(title), fields).status_code == 409
    answer = browser.post(f"/additions/{Addition.objects.get().pk}/edit", fields)
    (whole,) = re.findall(r'href="([^"]+)">Edit the whole page', answer.text)
    assert browser.get(whole).status_code == 200


def test_while_the_wiki_is_down_trying_again_in_the_editor_leads_to_what_is_kept(
    wiki, browser, title
):
    with wiki_down():
        browser.post(address(title), fields_of(browser.get(address(title))))
        kept = Addition.objects.get()
        answer = browser.post(f"/additions/{kept.pk}/edit")
    assert answer.status_code == 503
    assert f'href="/additions/{kept.pk}/">Try again</a>' in words(answer)
