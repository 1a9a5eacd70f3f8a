"""What stands around the text as on the wiki's own page, none of which the text waits for."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.utils.html import escape

from editor.credentials import site_reader
from editor.views.words.protection import protection_words
from editor.wiki import Protection
from tests.factories import open_draft, save_text
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address
from tests.preferences import preferring


def fragment(browser, draft, what):
    answer = browser.get(address(draft, what), headers=FRAGMENT)
    assert answer.status_code == 200
    return answer.content.decode()


def test_edit_notices_follow_the_text(browser, alice):
    page = fragment(browser, open_draft(alice, "Apollo 11"), "notices")
    # One line, that opens: the text below stays where it is.
    assert re.search(r"<details[^>]*>", page)
    assert not re.search(r"<details[^>]*\bopen\b", page)
    assert "Notices (1)" in page
    assert "<html" not in page


def test_notices_can_be_read_without_script(browser, alice):
    draft = open_draft(alice, "Apollo 11")
    assert (
        f'<a href="/drafts/{draft.pk}/notices">' in browser.get("/edit/Apollo 11").content.decode()
    )
    page = browser.get(address(draft, "notices")).content.decode()
    assert "Notices (1)" in page
    assert re.search(r"<details[^>]*\bopen\b", page)
    assert "<html" in page


def test_no_notices_take_the_line_that_they_would_have(browser, alice, title):
    assert "No notices from the wiki." in fragment(browser, open_draft(alice, title), "notices")


def test_who_may_edit_a_protected_page_is_said_in_words(wiki, browser, title):
    wiki.protect(title, "autoconfirmed")
    page = browser.get(f"/edit/{title}").content.decode()
    assert "Only autoconfirmed users may edit this page." in page
    assert "edit: autoconfirmed" not in page


def test_a_protection_by_cascade_names_the_page_it_comes_from(wiki, alice, browser, title):
    # Such a page is edited by those only who may protect pages.
    rights = {"protect": True, "editprotected": True}
    wiki.configure(wgGroupPermissions={"user": rights}, wgGrantPermissions={"basic": rights})
    source = new_title("Front & page")
    wiki.edit(source, "{{:" + title + "}}")
    draft = open_draft(alice, title)
    link = f'<a href="{escape(draft.wiki.page_url(source))}"><bdi>{escape(source)}</bdi></a>'
    wiki.session("Admin").post(
        action="protect", title=source, protections="edit=sysop", cascade=1, reason="A test"
    )
    page = browser.get(f"/edit/{title}")
    assert page.status_code == 200
    assert "Only administrators may edit this page." in page.text
    assert f"This protection comes from the page {link}" in page.text
    notices = fragment(browser, draft, "notices?protected=yes")
    assert source not in unescape(notices), "Galley and the wiki both say it"
    wiki.reset()
    refused = browser.get(f"/edit/{title}")
    assert refused.status_code == 403
    assert f"This protection comes from the page {link}" in refused.text


def test_a_level_of_the_wikis_own_has_the_wikis_name(wiki):
    wiki.edit("MediaWiki:Protect-level-trusted", "Trusted translators", user="Admin")
    site = site_reader().site_info()
    levels = [
        Protection(type=kind, level=level)
        for kind, level in [("edit", "trusted"), ("move", "sysop"), ("edit", "nameless")]
    ]
    assert protection_words(levels, site) == (
        "Who may edit this page: Trusted translators.",
        "Who may edit this page: nameless.",
    )


def test_the_introduction_of_a_link_is_shown_and_harmless(wiki, browser, alice, title):
    intro = new_title("Template:Intro")
    wiki.edit(intro, "Read '''this''' first. <noinclude>Not this.</noinclude>")
    draft = open_draft(alice, title)
    page = fragment(browser, draft, f"notices?editintro={intro}")
    assert "Read <b>this</b> first." in page
    assert "Not this." not in page
    assert "Template:Nowhere" not in fragment(browser, draft, "notices?editintro=Template:Nowhere")


def test_an_introduction_without_words_is_no_notice(wiki, browser, alice, title):
    """An older wiki sends a frame around nothing for it."""
    intro = new_title("Template:Intro")
    wiki.edit(intro, "&nbsp;<noinclude>How to use it.</noinclude>")
    draft = open_draft(alice, title)
    page = fragment(browser, draft, f"notices?editintro={intro}")
    assert "No notices from the wiki." in page
    assert "<details" not in page


def test_every_new_section_has_the_wikis_introduction(wiki, browser, alice, title):
    message = "MediaWiki:Addsection-editintro"
    try:
        wiki.edit(message, "Say what it is about.", user="Admin")
        assert "Say what it is about." in fragment(
            browser, open_draft(alice, title, "new"), "notices"
        )
        assert "Say what" not in fragment(browser, open_draft(alice, title), "notices")
    finally:
        wiki.delete(message)


def test_who_protected_a_page_and_why(wiki, browser, alice, title):
    wiki.protect(title, "autoconfirmed")
    page = browser.get(f"/edit/{title}").content.decode()
    draft = open_draft(alice, title)
    assert f'hx-get="/drafts/{draft.pk}/notices?protected=yes"' in page
    notices = fragment(browser, draft, "notices?protected=yes")
    assert "Protected by <bdi>Admin</bdi> on" in notices
    assert "A test" in notices
    assert notices.count("A test") == 1, "Galley and the wiki both say it"


def test_who_deleted_a_page_and_why(wiki, browser, alice, title):
    wiki.delete(title, reason="Twice there")
    notices = fragment(browser, open_draft(alice, title), "notices")
    line, words = notices.split("</summary>")
    # In sight, before the wiki's general words on new pages.
    assert "deleted or moved by <bdi>Admin</bdi> on <time " in line
    assert words.count("Twice there") == 1, "Galley and the wiki both say it"


def test_the_wiki_being_out_of_reach_costs_only_the_notices(wiki, browser, alice, title):
    draft = open_draft(alice, title)
    wiki.withdraw_approvals("Alice")
    assert browser.get(address(draft, "notices"), headers=FRAGMENT).status_code == 204
    assert browser.get(address(draft, "notices")).status_code == 401


def test_templates_and_hidden_categories_on_demand(wiki, browser, alice, title):
    wiki.protect("Template:Note", "autoconfirmed")
    hidden = new_title("Hidden")
    wiki.edit(f"Category:{hidden}", "__HIDDENCAT__")
    wiki.edit(
        title, "{{Note|x}} {{Nowhere at all}}\n[[Category:" + hidden + "]]\n\n== S ==\n{{Age}}"
    )
    try:
        page = fragment(browser, open_draft(alice, title), "uses")
        section = fragment(browser, open_draft(alice, title, "0"), "uses")
    finally:
        wiki.protect("Template:Note", "all")
    for part in (page, section):
        assert "Template:Note" in part
        assert "protected: Allow only autoconfirmed users" in part
        assert "not on the wiki" in part
        assert hidden in part
    assert "Template:Age" in page
    assert "Template:Age" not in section


def test_templates_without_script_and_of_nothing(wiki, browser, alice, title):
    draft = open_draft(alice, title)
    page = browser.get(f"/edit/{title}").content.decode()
    assert f'<a href="/drafts/{draft.pk}/uses">' in page
    whole = browser.get(address(draft, "uses")).content.decode()
    assert "No template stands in it." in whole
    assert "<html" in whole
    wiki.clear_log("api")
    fragment(browser, open_draft(alice, title, "new"), "uses")
    assert len(wiki.log("api")) == 1, "only the opening"


@pytest.mark.parametrize("what", ["uses", "notices"])
def test_of_somebody_elses_draft_nothing_is_told(alice, stranger, title, what):
    draft = open_draft(alice, title)
    assert browser_of(stranger).get(address(draft, what)).status_code == 404
    assert browser_of(alice).post(address(draft, what)).status_code == 405


def test_the_preview_has_all_that_the_wikis_has(browser, alice, title):
    text = "{{Note|x}} {{Nowhere at all}} [[Category:Spaceflight]] {{#expr:2+2}}"
    draft = save_text(open_draft(alice, title), text, summary="About [[Moon]]").draft
    page = browser.get(address(draft, "preview/frame")).content.decode()
    assert "Templates in this preview" in page
    assert "Template:Note" in page
    assert "Category:Spaceflight" in page
    assert "What it costs the wiki" in page
    assert "Post-expand include size" in page
    assert 'title="Moon"' in page, "the summary"


def test_the_preview_names_the_page_in_other_languages(wiki, browser, alice, title):
    wiki.configure(wgInterwikiCache={"__global:de": "0 https://de.example/wiki/$1"})
    draft = save_text(open_draft(alice, title), "Text. [[de:Mond & Erde]]").draft
    page = browser.get(address(draft, "preview/frame")).text
    link = re.search(r'In other languages:\s+<a href="([^"]*)"[^>]*>([^<]*)</a>', page)
    assert link
    assert unescape(link[1]).startswith("https://de.example/wiki/Mond_")
    assert unescape(link[2]) == "Deutsch: Mond & Erde"


def test_the_warnings_of_the_parser_are_in_the_preview(browser, alice, title):
    draft = save_text(open_draft(alice, title), "{{Note|1=a|1=b}}").draft
    page = browser.get(address(draft, "preview/frame")).content.decode()
    assert "preview-warning" in page


def test_a_preview_on_opening_by_preference(wiki, browser, title):
    assert "/preview/frame" not in browser.get(f"/edit/{title}").content.decode()
    with preferring(wiki, previewonfirst=1):
        wiki.clear_log("api")
        assert "/preview/frame" in browser.get(f"/edit/{title}").content.decode()
        assert len(wiki.log("api")) == 1
        new_section = browser.get(f"/edit/{title}", {"section": "new"}).content.decode()
        new_page = browser.get(f"/edit/{new_title()}").content.decode()
    assert "/preview/frame" not in new_section
    assert "/preview/frame" not in new_page


def test_a_long_page_is_said_to_be_long(wiki, browser, title):
    assert "One section of it" not in browser.get(f"/edit/{title}").content.decode()
    wiki.edit(title, "== A ==\n" + "long line\n" * 12_000)
    assert "One section of it" in browser.get(f"/edit/{title}").content.decode()
    assert "One section" not in browser.get(f"/edit/{title}?section=1").content.decode()
