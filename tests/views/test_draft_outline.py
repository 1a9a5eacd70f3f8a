from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from editor.actions.collide import open_collision
from editor.actions.newest import SectionAmbiguousError, fetch_newest
from editor.credentials import client_for
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address, form_data

PAGE = "Lead.\n\n== Crew ==\nArmstrong.\n\n=== Backup ===\nLovell.\n\n== Landing ==\nThe Eagle.\n"
TWINS = "Lead.\n\n== Crew ==\nArmstrong.\n\n== Crew ==\nLovell.\n"


def page(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def sections(wiki):
    title = new_title()
    wiki.edit(title, PAGE)
    return title


@pytest.fixture
def twins(wiki):
    title = new_title()
    wiki.edit(title, TWINS)
    return title


def test_every_section_has_a_link(alice, browser, sections):
    draft = open_draft(alice, sections, "2")
    whole = page(browser.get(address(draft, "outline")))
    part = page(browser.get(address(draft, "outline"), headers=FRAGMENT))
    assert "<html" in whole
    assert "<html" not in part
    name = quote(sections.replace(" ", "_"))
    for number, heading in enumerate(["Crew", "Backup", "Landing"], start=1):
        assert f'href="/edit/{name}?section={number}&amp;heading={heading}"' in part
    assert "?section=0" in part
    assert "?section=new" in part
    assert part.count("aria-current") == 1


def test_the_editor_asks_for_the_outline_by_itself(alice, browser, sections):
    draft = open_draft(alice, sections)
    assert f'hx-get="{address(draft, "outline")}"' in page(browser.get(address(draft)))


def test_sections_of_templates_lead_to_the_template(wiki, alice, browser):
    template, title = new_title("Template:With sections"), new_title()
    wiki.edit(template, "== From the template ==\nText.")
    wiki.edit(title, f"== Own ==\nText.\n\n{{{{{template.removeprefix('Template:')}}}}}\n")
    shown = page(browser.get(address(open_draft(alice, title), "outline")))
    assert f"/edit/{quote(template.replace(' ', '_'), safe=':/')}?section=1" in shown


def test_without_the_wiki_the_link_stays(alice, browser, sections):
    draft = open_draft(alice, sections)
    with wiki_down():
        assert browser.get(address(draft, "outline"), headers=FRAGMENT).status_code == 204
        assert browser.get(address(draft, "outline")).status_code == 503


def test_other_peoples_outlines_are_not_there(alice, stranger, sections):
    draft = open_draft(alice, sections)
    other = browser_of(stranger)
    assert other.get(address(draft, "outline")).status_code == 404
    assert other.get(address(draft, "section")).status_code == 404


def test_a_link_finds_its_section_after_others_came_before_it(wiki, browser, sections):
    wiki.edit(sections, PAGE.replace("== Crew", "== Before ==\nNew.\n\n== Crew"))
    asked = {"section": "1", "heading": "Crew"}
    answer = browser.get(f"/edit/{quote(sections)}", asked, follow=True)
    assert answer.context["draft"].section_heading == "Crew"
    assert answer.context["draft"].section == "2"


def test_a_link_to_a_heading_that_several_have_now_is_asked_about(wiki, browser, sections):
    wiki.edit(sections, f"== Before ==\nNew.\n\n{TWINS}")
    answer = browser.get(f"/edit/{quote(sections)}", {"section": "1", "heading": "Crew"})
    assert answer.status_code == 409
    assert "section=2" in page(answer)
    assert "section=3" in page(answer)


def test_a_link_to_a_heading_that_is_gone_offers_the_others(wiki, browser, sections):
    wiki.edit(sections, "Lead.\n\n== Landing ==\nThe Eagle.\n")
    answer = browser.get(f"/edit/{quote(sections)}", {"section": "3", "heading": "Crew"})
    assert answer.status_code == 409
    assert "Landing" in page(answer)


def test_of_namesakes_the_one_with_the_known_text_is_found(wiki, alice, twins):
    draft = open_draft(alice, twins, "1")
    wiki.edit(twins, "Lead.\n\n== Crew ==\nNew.\n\n== Crew ==\nArmstrong.\n\n== Crew ==\nLovell.\n")
    assert fetch_newest(client_for(alice), draft).section == "2"


def test_of_namesakes_that_all_changed_nobody_guesses(wiki, alice, twins):
    draft = open_draft(alice, twins, "1")
    wiki.edit(twins, "Lead.\n\n== Crew ==\nAldrin.\n\n== Crew ==\nHaise.\n")
    with pytest.raises(SectionAmbiguousError):
        fetch_newest(client_for(alice), draft)


def test_which_of_the_namesakes_it_is_is_asked_and_then_decided(wiki, alice, browser, twins):
    draft = save_text(open_draft(alice, twins, "1"), "== Crew ==\nCollins.").draft
    wiki.edit(twins, "Lead.\n\n== Crew ==\nAldrin.\n\n== Crew ==\nHaise.\n")
    refused = browser.post(address(draft, "publish"), form_data(draft))
    assert address(draft, "section") in page(refused)
    asked = browser.get(address(draft, "section"))
    assert 'value="1"' in page(asked)
    assert 'value="2"' in page(asked)
    assert browser.post(address(draft, "section")).status_code == 422
    browser.post(address(draft, "section"), {"section": "2"})
    snapshot = open_collision(draft)
    assert snapshot is not None
    assert (snapshot.theirs_section, "Haise" in snapshot.theirs_text.content) == ("2", True)


def test_a_section_of_a_page_that_was_moved_is_not_chosen_among_others(wiki, alice, browser, twins):
    draft = save_text(open_draft(alice, twins, "1"), "== Crew ==\nCollins.").draft
    target = new_title("Moved")
    wiki.move(twins, target)
    wiki.edit(twins, "Lead.\n\n== Crew ==\nAldrin.\n\n== Crew ==\nHaise.\n")
    answer = browser.get(address(draft, "section"))
    assert f"moved to “{target}”" in page(answer)
    assert "Take the draft to the new title" in page(answer)
    assert open_collision(draft) is None


def test_code_is_edited_as_code(wiki, browser):
    wiki.configure(wgNamespaceContentModels={"4": "javascript"})
    shown = page(browser.get(f"/edit/{quote(f'Project:{new_title()}')}"))
    assert 'spellcheck="false"' in shown
    assert 'class="outline"' not in shown


def test_a_mistake_in_json_is_said_with_its_line(wiki, alice, browser):
    wiki.configure(wgNamespaceContentModels={"4": "json"})
    draft = save_text(open_draft(alice, f"Project:{new_title()}"), '{\n"a": 1,\n}').draft
    answer = browser.post(address(draft, "publish"), form_data(draft))
    assert answer.status_code == 422
    assert "line 3, column 1" in page(answer)


def test_a_kind_of_page_that_galley_does_not_know_is_said(alice, browser, title):
    draft = open_draft(alice, title)
    type(draft).objects.filter(pk=draft.pk).update(content_model="odd", state="editing")
    assert "does not know the content model “odd”" in page(browser.get(address(draft)))
