from __future__ import annotations

import pytest

from tests.faults import wiki_down


def test_suggestions_are_those_of_the_wiki(wiki, browser):
    answer = browser.get("/titles", {"title": "Apol"})
    assert 'value="Apollo 11"' in answer.content.decode()


def test_a_redirect_is_suggested_by_its_own_title_with_where_it_leads(wiki, browser):
    answer = browser.get("/titles", {"title": "moon_land"})
    assert '<option value="Moon landing">' in answer.text
    assert "leads to Apollo 11" in answer.text
    # The browser would hide a title that does not begin as typed, and shows one that does.
    assert 'value="Moon"' in browser.get("/titles", {"title": "moo"}).text


@pytest.mark.parametrize("typed", ["", "   ", "https://wiki.example/", "x" * 300, "|", "[["])
def test_nothing_is_suggested_for_what_is_no_title(wiki, browser, typed):
    answer = browser.get("/titles", {"title": typed})
    assert answer.status_code == 200
    assert "<option" not in answer.content.decode()


def test_nothing_is_suggested_while_the_wiki_is_down(wiki, browser):
    with wiki_down():
        answer = browser.get("/titles", {"title": "Apol"})
    assert answer.status_code == 200
    assert "<option" not in answer.content.decode()
