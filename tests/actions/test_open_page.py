from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from editor.actions.open_page import open_page, reopen_draft
from editor.actions.save_draft import StaleDraftError
from editor.models import Draft, Wiki
from editor.wiki import InvalidTitleError, PageAddress, PageMissingError, SectionMissingError
from tests.factories import open_draft, save_text
from tests.people import new_title
from tests.together import together

SECTIONS = "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.\n"


@pytest.fixture
def sectioned(wiki):
    title = new_title()
    wiki.edit(title, SECTIONS)
    return title


def opened(user, title, section=""):
    return open_page(user=user, address=PageAddress(title=title, section=section))


def test_the_first_page_takes_two_requests_and_the_next_one(wiki, alice, title):
    # As when nothing was known of the wiki yet: its name, namespaces and limits are asked for.
    Wiki.objects.update(learned_at=timezone.now() - timedelta(days=1))
    wiki.clear_log("api")
    open_draft(alice, title)
    assert len(wiki.log("api")) == 2
    wiki.clear_log("api")
    open_draft(alice, "Apollo 11")
    assert len(wiki.log("api")) == 1


def test_the_draft_begins_with_what_the_wiki_has(wiki, alice, title):
    draft = open_draft(alice, title)
    newest = wiki.history(title)[0]
    assert draft.text == draft.base_text.content == wiki.text(title)
    assert draft.base_revid == newest["revid"]
    assert draft.state == Draft.State.OPENED
    assert not draft.is_changed


def test_a_section_is_opened_alone(wiki, alice, sectioned):
    draft = open_draft(alice, sectioned, "2")
    assert draft.text == "== Two ==\nSecond."
    assert (draft.section, draft.section_heading) == ("2", "Two")
    assert draft.summary == "/* Two */ "


def test_the_lead_is_a_section_too(wiki, alice, sectioned):
    draft = open_draft(alice, sectioned, "0")
    assert draft.text == "Lead."
    assert (draft.section, draft.section_heading, draft.summary) == ("0", "", "")


def test_a_new_section_begins_empty(wiki, alice, sectioned):
    draft = open_draft(alice, sectioned, "new")
    assert (draft.section, draft.text) == ("new", "")


@pytest.mark.parametrize("section", ["99", "abc", "-1", "T-7", "9" * 40, "2'"])
def test_a_section_that_does_not_exist_is_said(wiki, alice, sectioned, section):
    with pytest.raises(SectionMissingError):
        opened(alice, sectioned, section)
    assert not Draft.objects.exists()


def test_a_missing_page_is_begun(wiki, alice):
    title = new_title("Unwritten")
    draft = open_draft(alice, title)
    assert (draft.text, draft.base_revid, draft.page_id) == ("", None, None)
    assert draft.is_new_page


def test_a_protected_page_can_be_read_and_not_edited(wiki, alice):
    page = opened(alice, "Main Page")
    assert page.draft is None
    assert page.reasons[0].code == "protectedpage"
    assert page.page.text
    assert not Draft.objects.exists()


def test_a_blocked_user_reads_why(wiki, alice, title):
    wiki.block("Alice", reason="Too many commas")
    try:
        page = opened(alice, title)
    finally:
        wiki.unblock("Alice")
    assert page.draft is None
    assert page.reasons[0].code == "blocked"
    assert page.page.user.block is not None
    assert page.page.user.block.reason == "Too many commas"


@pytest.mark.parametrize("title", ["[[x]]", "Talk:", "a|b", "Special:Version", "\0", "x" * 300])
def test_a_title_that_no_page_can_have(wiki, alice, title):
    with pytest.raises(InvalidTitleError):
        opened(alice, title)


def test_a_page_is_found_by_its_number(wiki, alice, title):
    pageid = open_draft(alice, title).page_id
    found = open_page(user=alice, address=PageAddress(curid=pageid))
    assert found.page.title == title


def test_a_number_that_no_page_has(wiki, alice):
    with pytest.raises(PageMissingError):
        open_page(user=alice, address=PageAddress(curid=987654))


def test_the_same_draft_is_found_again(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    assert open_draft(alice, title.replace(" ", "_")) == draft
    assert open_draft(alice, title).text == "Mine."


def test_everybody_has_a_draft_of_their_own(wiki, alice, bob, title):
    assert open_draft(alice, title) != open_draft(bob, title)


def test_page_and_sections_are_drafts_of_their_own(wiki, alice, sectioned):
    drafts = {open_draft(alice, sectioned, section).pk for section in ("", "0", "1", "2", "new")}
    assert len(drafts) == 5


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_open_at_once_share_one_draft(wiki, alice, title):
    one, two = together(lambda: open_draft(alice, title), lambda: open_draft(alice, title))
    assert one == two
    assert Draft.objects.count() == 1


def test_an_untyped_draft_follows_the_newest_revision(wiki, alice, title):
    draft = open_draft(alice, title)
    revid = wiki.edit(title, "Newer.")
    again = open_draft(alice, title)
    assert again.pk == draft.pk
    assert (again.text, again.base_revid) == ("Newer.", revid)


def test_a_tab_with_the_older_text_does_not_save_onto_the_newer(wiki, alice, title):
    draft = open_draft(alice, title)
    wiki.edit(title, "Newer.")
    again = open_draft(alice, title)
    with pytest.raises(StaleDraftError):
        save_text(again, "Typed on the older.", version=draft.version)


def test_a_typed_draft_stays_as_it_is(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.edit(title, "Newer.")
    page = opened(alice, title)
    assert page.draft is not None
    assert (page.draft.text, page.draft.base_revid) == ("Mine.", draft.base_revid)
    assert page.is_behind


def test_a_section_that_moved_is_found_again(wiki, alice, sectioned):
    draft = save_text(open_draft(alice, sectioned, "2"), "== Two ==\nMine.").draft
    wiki.edit(sectioned, SECTIONS.replace("== One ==", "== Zero ==\nNew.\n\n== One =="))
    assert open_draft(alice, sectioned, "3") == draft


def test_an_untyped_section_that_moved_moves_along(wiki, alice, sectioned):
    draft = open_draft(alice, sectioned, "2")
    wiki.edit(sectioned, SECTIONS.replace("== One ==", "== Zero ==\nNew.\n\n== One =="))
    again = open_draft(alice, sectioned, "3")
    assert again.pk == draft.pk
    assert again.section == "3"


def test_another_section_under_the_old_number_is_another_draft(wiki, alice, sectioned):
    draft = save_text(open_draft(alice, sectioned, "2"), "== Two ==\nMine.").draft
    wiki.edit(sectioned, SECTIONS.replace("== One ==", "== Zero ==\nNew.\n\n== One =="))
    other = open_draft(alice, sectioned, "2")
    assert other != draft
    assert other.text == "== One ==\nFirst."


def test_going_on_with_a_section_stays_with_the_section(wiki, alice, sectioned):
    draft = open_draft(alice, sectioned, "2")
    again = reopen_draft(user=alice, draft=draft).draft
    assert again is not None
    assert (again.section, again.text) == ("2", "== Two ==\nSecond.")


def test_going_on_with_an_untyped_section_follows_its_newest_text(wiki, alice, sectioned):
    draft = open_draft(alice, sectioned, "2")
    revid = wiki.edit(sectioned, SECTIONS.replace("Second.", "Second, newer."))
    again = reopen_draft(user=alice, draft=draft).draft
    assert again is not None
    assert (again.text, again.base_revid) == ("== Two ==\nSecond, newer.", revid)


def test_going_on_with_an_untyped_section_never_takes_another_one(wiki, alice, sectioned):
    draft = open_draft(alice, sectioned, "2")
    wiki.edit(sectioned, SECTIONS.replace("== One ==", "== Zero ==\nNew.\n\n== One =="))
    again = reopen_draft(user=alice, draft=draft).draft
    assert again is not None
    assert (again.section_heading, again.text) == ("Two", "== Two ==\nSecond.")


def test_going_on_with_an_untyped_section_beside_a_draft_of_the_page(wiki, alice, sectioned):
    open_draft(alice, sectioned)
    draft = open_draft(alice, sectioned, "2")
    wiki.edit(sectioned, SECTIONS + "\nMore.")
    again = reopen_draft(user=alice, draft=draft).draft
    assert again is not None
    assert again.section == "2"


def test_going_on_with_a_section_that_is_gone_keeps_the_draft(wiki, alice, sectioned):
    draft = open_draft(alice, sectioned, "2")
    wiki.edit(sectioned, "All of it gone.")
    again = reopen_draft(user=alice, draft=draft).draft
    assert again is not None
    assert (again.section, again.text) == ("2", "== Two ==\nSecond.")


def test_going_on_with_a_section_is_told_of_newer_revisions(wiki, alice, sectioned):
    draft = save_text(open_draft(alice, sectioned, "2"), "== Two ==\nMine.").draft
    assert not reopen_draft(user=alice, draft=draft).is_behind
    wiki.edit(sectioned, SECTIONS + "\nMore.")
    assert reopen_draft(user=alice, draft=draft).is_behind
