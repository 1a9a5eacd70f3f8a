from __future__ import annotations

import re

import pytest

from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.posting import FRAGMENT, address, form_data


@pytest.fixture
def draft(alice, title):
    return open_draft(alice, title)


def frame_of(browser, draft, text):
    save_text(draft, text)
    return browser.get(address(draft, "preview/frame"))


def test_a_preview_saves_first_and_shows_the_frame(browser, draft):
    answer = browser.post(address(draft, "preview"), form_data(draft, "'''Mine.'''"))
    assert answer.status_code == 200
    assert f'src="{address(draft, "preview/frame")}' in answer.content.decode()
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in answer.content.decode()
    draft.refresh_from_db()
    assert draft.text == "'''Mine.'''"


def test_a_preview_as_a_fragment_is_the_panel(browser, draft):
    answer = browser.post(address(draft, "preview"), form_data(draft, "Mine."), headers=FRAGMENT)
    words = answer.content.decode()
    assert "<iframe" in words
    assert "<textarea" not in words
    assert "draft:saved" in answer["HX-Trigger"]


def test_the_frame_shows_what_the_wiki_makes_of_the_text(browser, draft):
    answer = frame_of(browser, draft, "'''Mine.''' {{Note|Careful}} [[Moon]]")
    words = answer.content.decode()
    assert "<b>Mine.</b>" in words
    assert "Careful" in words


def test_the_frame_has_a_policy_of_its_own(wiki, browser, draft):
    answer = frame_of(browser, draft, "Mine.")
    policy = dict(
        part.strip().partition(" ")[::2] for part in answer["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert policy["frame-ancestors"] == "'self'"
    assert wiki.url in policy["style-src"]
    assert not {"script-src", "connect-src", "object-src"} & policy.keys()
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_all_other_pages_have_the_strict_policy(browser, draft):
    answer = browser.get(address(draft))
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_scripts_of_the_wiki_cannot_run(browser, draft):
    text = "<script>alert(1)</script> [javascript:alert(1) x] <b onclick='alert(1)'>y</b>"
    answer = frame_of(browser, draft, text)
    assert "allow-scripts" not in answer["Content-Security-Policy"]
    assert "allow-same-origin" not in answer["Content-Security-Policy"]
    assert "<script" not in answer.content.decode()
    assert not re.search(r"<b[^>]*onclick", answer.content.decode())


def test_addresses_lead_to_the_wiki(wiki, browser, draft):
    words = frame_of(
        browser, draft, "[[Moon]] and <ref>Note</ref>\n\n<references/>"
    ).content.decode()
    assert f'href="{wiki.url}/wiki/Moon"' in words
    assert re.search(r'<a target="_blank" rel="noopener"[^>]*/wiki/Moon', words)
    assert re.search(r'href="#cite_note-[^"]*"', words)
    assert not re.search(r'(href|src)="/(?!static/)', words)
    assert f'<link rel="stylesheet" href="{wiki.url}/load.php' in words


def test_the_summary_is_shown_as_the_wiki_makes_it(wiki, browser, draft):
    save_text(draft, "Mine.", summary="See [[Moon]] <script>alert(1)</script>")
    words = browser.get(address(draft, "preview/frame")).content.decode()
    assert f'href="{wiki.url}/wiki/Moon"' in words
    assert "<script" not in words


def test_a_section_is_previewed_alone(wiki, alice, browser, title):
    wiki.edit(title, "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.")
    draft = open_draft(alice, title, "2")
    words = frame_of(browser, draft, "== Two ==\nMine.").content.decode()
    assert "Mine." in words
    assert "Lead." not in words


def test_a_new_section_is_previewed_with_its_heading(alice, browser, title):
    draft = open_draft(alice, title, "new")
    save_text(draft, "Mine.", section_title="Something new")
    words = browser.get(address(draft, "preview/frame")).content.decode()
    assert "Something new" in words
    assert "Mine." in words


def test_errors_are_a_page_in_the_frame(browser, draft):
    with wiki_down():
        answer = browser.get(address(draft, "preview/frame"))
    assert answer.status_code == 200
    assert "The wiki can&#x27;t be reached." in answer.content.decode()
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_changes_are_those_against_the_base(wiki, browser, draft, title):
    wiki.edit(title, "Theirs, which the draft has not seen.")
    text = draft.text.replace("Second", "Zweite")
    answer = browser.post(address(draft, "changes"), form_data(draft, text))
    words = answer.content.decode()
    assert "<del>Second</del>" in words
    assert "<ins>Zweite</ins>" in words
    assert "Theirs" not in words.split("<main")[1].split("desk-panel-changes")[1]
    draft.refresh_from_db()
    assert draft.text == text


def test_the_heading_of_a_new_section_is_one_of_its_changes(alice, browser, title):
    draft = open_draft(alice, title, "new")
    data = form_data(draft, "Sidereal or synodic?", section_title="Which month?")
    shown = browser.post(address(draft, "changes"), data, headers=FRAGMENT).content.decode()
    assert "<ins>== Which month? ==</ins>" in shown


def test_no_changes_are_said_to_be_none(browser, draft):
    answer = browser.post(address(draft, "changes"), form_data(draft), headers=FRAGMENT)
    assert "Nothing differs" in answer.content.decode()


def test_changes_need_no_wiki(browser, draft):
    with wiki_down():
        answer = browser.post(address(draft, "changes"), form_data(draft, "Mine."))
    assert answer.status_code == 200


def test_blanks_that_the_wiki_trims_are_no_changes(browser, draft):
    data = form_data(draft, draft.text + "\n\n  ")
    answer = browser.post(address(draft, "changes"), data, headers=FRAGMENT)
    assert "Nothing differs" in answer.content.decode()
