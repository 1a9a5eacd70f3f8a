from __future__ import annotations

import re

import pytest
from django.test import Client

from editor.actions.discard import discard_draft
from editor.models import Draft
from tests.factories import open_draft, save_text
from tests.faults import proxied, wiki_down
from tests.people import browser_of, new_title
from tests.posting import address, form_data, words


def test_opening_a_page_shows_its_text(wiki, browser, title):
    page = browser.get(f"/edit/{title.replace(' ', '_')}")
    assert page.status_code == 200
    assert "Second line." in page.content.decode()
    assert page.context["draft"].title == title


def test_opening_a_page_is_one_request_to_the_wiki(wiki, browser, title):
    browser.get("/edit/Apollo_11")
    wiki.clear_log("api")
    browser.get(f"/edit/{title}")
    assert len(wiki.log("api")) == 1


def test_opening_a_draft_that_is_behind_is_one_request_too(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.\n\nSecond line.\n\nThird line.").draft
    wiki.edit(title, "First line.\n\nSecond line.\n\nTheirs.")
    wiki.clear_log("api")
    opened = browser.get(address(draft)).context["draft"]
    assert opened.text == "Mine.\n\nSecond line.\n\nTheirs."
    assert len(wiki.log("api")) == 1


def test_a_section_is_opened_by_its_number(wiki, browser):
    page = browser.get("/edit/Apollo_11?section=1")
    assert page.context["draft"].section == "1"
    assert page.context["draft"].text.startswith("==")


def test_a_section_that_does_not_exist_offers_the_whole_page(wiki, browser, title):
    page = browser.get(f"/edit/{title}?section=7")
    assert page.status_code == 409
    assert "Edit the whole page" in page.content.decode()


def test_a_missing_page_can_be_written(wiki, browser):
    page = browser.get("/edit/" + new_title("Unwritten"))
    assert page.status_code == 200
    assert "not on the wiki yet" in page.content.decode()


def test_a_protected_page_shows_the_reasons_and_the_source(wiki, browser):
    page = browser.get("/edit/Main_Page")
    assert page.status_code == 403
    words = page.content.decode()
    assert "This page has been protected" in words
    assert "You can read and copy its source" in words
    assert "readonly" in words
    assert not Draft.objects.exists()


def test_a_title_the_wiki_refuses(wiki, browser):
    page = browser.get("/edit/%5B%5Bx%5D%5D")
    assert page.status_code == 404
    assert "no page of this title" in page.content.decode()


def test_a_page_by_its_number(wiki, browser, alice, title):
    pageid = open_draft(alice, title).page_id
    assert browser.get(f"/page/{pageid}").context["draft"].title == title


@pytest.mark.parametrize("number", ["987654", "9" * 12, "9" * 20, "9" * 400])
@pytest.mark.parametrize(
    "path",
    ["/page/{}", "/revision/{}", "/edit/X?oldid={}", "/edit/X?undo={}", "/index.php?curid={}"],
)
def test_a_number_that_the_wiki_does_not_have_is_not_found(wiki, browser, path, number):
    answer = browser.get(path.format(number), follow=True)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "of this number" in page or "not there, or is hidden" in page or "such a number" in page


@pytest.mark.parametrize("number", ["9" * 20, "9" * 400])
def test_a_number_that_galley_does_not_have_is_not_found(browser, number):
    for path in ("/drafts/{}/", "/published/{}", "/additions/{}/", "/drafts/1/versions/{}"):
        assert browser.get(path.format(number)).status_code == 404


def test_where_there_is_no_draft_none_is_said_to_be_safe(wiki, browser, title):
    with wiki_down():
        down = browser.get(f"/edit/{title}")
    missing = browser.get(f"/edit/{title}?section=7")
    for answer in (down, missing, browser.get("/page/987654")):
        words = answer.content.decode()
        assert 'role="alert"' in words
        assert not re.search("your (own )?text|keeps it|publish again", words, re.IGNORECASE)
    assert "Try again in a moment." in down.content.decode()
    assert not Draft.objects.exists()
    signed_out = Client().get("/", {"next": "/edit/Apollo_11"}).content.decode()
    assert "Your text" not in signed_out


@pytest.mark.parametrize("script", ["/index.php", "/w/index.php"])
def test_the_wikis_own_edit_address_works_here(wiki, browser, script, title):
    query = f"?title={title.replace(' ', '_')}&action=edit&section=0"
    answer = browser.get(script + query, follow=True)
    assert answer.redirect_chain[0][0] == f"/edit/{title.replace(' ', '_')}?section=0"
    assert answer.context["draft"].section == "0"


@pytest.mark.parametrize(
    "title", ["100%? Sure & more", "C++", "A/B: C", '"Quoted" Page', "Bob's", "ירח"]
)
def test_titles_of_all_kinds_come_through_the_address(wiki, browser, title):
    answer = browser.get("/index.php", {"title": title, "action": "edit"}, follow=True)
    assert answer.status_code == 200
    assert answer.context["draft"].title == title


def test_the_wikis_address_of_a_number_works_here(wiki, browser, alice, title):
    pageid = open_draft(alice, title).page_id
    answer = browser.get(f"/index.php?curid={pageid}&action=edit", follow=True)
    assert answer.context["draft"].title == title


def test_an_address_without_a_page_goes_to_the_front(wiki, browser):
    assert browser.get("/index.php")["Location"] == "/"
    assert browser.get("/index.php?curid=abc")["Location"] == "/"
    assert browser.get("/open")["Location"] == "/"


def test_a_title_is_opened_from_the_box(wiki, browser, title):
    assert browser.get("/open", {"title": f" {title} "})["Location"] == (
        f"/edit/{title.replace(' ', '_')}"
    )


def test_a_pasted_address_of_the_wiki_is_opened(wiki, browser, title):
    name = title.replace(" ", "_")
    pasted = [f"{wiki.url}/wiki/{name}", f"{wiki.url}/index.php?title={name}&action=history"]
    for text in pasted:
        assert browser.get("/open", {"title": text})["Location"] == f"/edit/{name}"
    pasted_section = f"{wiki.url}/index.php?title={name}&action=edit&section=2"
    answer = browser.get("/open", {"title": pasted_section})
    assert answer["Location"] == f"/edit/{name}?section=2"


@pytest.fixture
def with_sections(wiki, title):
    wiki.edit(
        title, "\n\n".join(f"== {name} ==\nText." for name in ("Orbit", "''Two'' ways", "Two"))
    )
    return title


def test_a_section_behind_the_title_is_opened(wiki, browser, with_sections):
    name = with_sections.replace(" ", "_")
    for typed, number in (
        (f"{with_sections}#Orbit", 1),
        (f"{with_sections} # orbit", 1),
        (f"{wiki.url}/wiki/{name}#Two_ways", 2),
        (f"{with_sections}#two", 3),
    ):
        opened = browser.get("/open", {"title": typed})
        assert opened["Location"] == f"/edit/{name}?section={number}", typed


def test_a_section_that_is_not_there_or_not_the_only_one_opens_the_whole_page(
    wiki, browser, with_sections
):
    opened = browser.get("/open", {"title": f"{with_sections}#Nowhere"}, follow=True)
    assert f"“{with_sections}” has no section “Nowhere” of its own." in words(opened)
    assert opened.context["draft"].section == ""
    assert "Nowhere" not in browser.get(f"/edit/{with_sections}").text
    wiki.edit(with_sections, wiki.text(with_sections) + "\n\n== Orbit ==\nAgain.")
    opened = browser.get("/open", {"title": f"{with_sections}#Orbit"}, follow=True)
    assert f"Several sections of “{with_sections}” are called “Orbit”." in words(opened)
    assert opened.context["draft"].section == ""
    # The wiki's own anchor of the second one.
    opened = browser.get("/open", {"title": f"{with_sections}#Orbit_2"})
    assert opened["Location"].endswith("?section=4")


def test_a_section_of_a_page_that_cannot_be_asked_for_is_refused_as_the_page_is(browser):
    opened = browser.get("/open", {"title": "Special:Version#Licence"}, follow=True)
    assert opened.status_code >= 400
    assert "Special:Version" in opened.text


def test_an_address_of_somewhere_else_is_refused(wiki, browser):
    page = browser.get("/open", {"title": "https://elsewhere.example/wiki/Page"})
    assert page.status_code == 404


def test_the_draft_goes_on_where_it_was(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    assert browser.get(f"/edit/{title}").context["draft"] == draft
    page = browser.get(address(draft))
    assert page.status_code == 200
    assert "Mine." in page.content.decode()


def test_going_on_merges_what_was_published_meanwhile_and_says_so(wiki, alice, browser, title):
    mine = "First line.\n\nSecond line.\n\nMy line."
    draft = save_text(open_draft(alice, title), mine).draft
    wiki.edit(title, "Their line.\n\nSecond line.\n\nThird line.")
    for way in (address(draft), f"/edit/{title}"):
        page = browser.get(way).text
        assert "1 newer edit by <bdi>Bob</bdi>, merged into your draft." in page
        assert "Their line.\n\nSecond line.\n\nMy line.</textarea>" in page
        assert "Show</a>" in page
        assert "Undo</button>" in page


def test_going_on_says_what_collides_at_once(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.edit(title, "Theirs.")
    page = browser.get(address(draft)).text
    assert "1 passage to decide" in page
    assert f'href="{address(draft, "conflict")}">Decide</a>' in page
    assert "Mine.</textarea>" in page


def test_a_draft_opens_while_the_wiki_is_down(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    with wiki_down():
        page = browser.get(address(draft))
    assert page.status_code == 200
    assert "Mine." in page.content.decode()
    assert "The wiki can&#x27;t be reached." in page.content.decode()


def test_a_page_does_not_open_while_the_wiki_is_down(wiki, browser, title):
    with wiki_down():
        page = browser.get(f"/edit/{title}")
    assert page.status_code == 503
    assert "Try again" in page.content.decode()


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, "<html>Welcome</html>"),
        (502, "<html>Bad Gateway</html>"),
        (200, '{"query": {"pages"'),
        (200, "[]"),
        (200, "{}"),
        (200, ""),
    ],
)
def test_an_answer_that_is_none_is_said_to_be_none(wiki, browser, title, status, body):
    browser.get("/edit/Apollo_11")
    with proxied(wiki) as proxy:
        proxy.answer("query", status, body)
        page = browser.get(f"/edit/{title}")
    assert page.status_code == 503
    assert "The wiki can&#x27;t be reached." in page.content.decode()


def test_who_is_not_signed_in_is_sent_to_the_front_with_the_way_back(wiki, title):
    answer = Client().get(f"/edit/{title}?section=1")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/?next=%2Fedit%2F")
    assert answer["Location"].endswith("%3Fsection%3D1")


def test_a_draft_of_a_protected_page_opens_with_the_reasons(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.protect(title)
    page = browser.get(address(draft))
    assert page.status_code == 200
    assert "This page has been protected" in page.content.decode()
    assert "Mine." in page.content.decode()


def test_a_discarded_draft_still_opens(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    discard_draft(draft)
    assert browser.get(address(draft)).status_code == 200


def test_html_of_the_wiki_is_sanitised(wiki, alice, browser, title):
    wiki.block("Alice", reason="<script>alert(1)</script><img src=x onerror=alert(1)>")
    try:
        page = browser.get(f"/edit/{title}").content.decode()
    finally:
        wiki.unblock("Alice")
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page.split("<main")[1]


def test_the_expired_tokens_of_somebody_signed_in_are_said(wiki, alice, browser, title):
    wiki.revoke_tokens("Alice")
    page = browser.get(f"/edit/{title}")
    assert page.status_code == 401
    assert "Sign in with the wiki" in page.content.decode()


def test_the_notices_of_the_page_follow(wiki, alice, browser):
    draft = open_draft(alice, "Apollo 11")
    notices = browser.get(address(draft, "notices"))
    assert notices.status_code == 200
    assert "Notices (1)" in notices.content.decode()


def test_the_notices_of_a_deleted_page_name_who_deleted_it(wiki, alice, browser, title):
    wiki.delete(title, reason="Out of scope")
    draft = open_draft(alice, title)
    words = browser.get(address(draft, "notices")).content.decode()
    assert "Admin" in words
    assert "Out of scope" in words


def test_notices_are_nothing_to_fail_for(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    with wiki_down():
        assert browser.get(address(draft, "notices"), HTTP_HX_REQUEST="true").status_code == 204


def test_the_front_page_lists_ones_own_drafts_newest_first(wiki, alice, bob, browser, title):
    save_text(open_draft(alice, title), "Mine.")
    save_text(open_draft(alice, "Apollo 11"), "Mine too.")
    save_text(open_draft(bob, "Moon"), "Bob's.")
    open_draft(alice, "Tide")
    words = browser.get("/").content.decode()
    assert words.index("Apollo 11") < words.index(title)
    assert "Moon" not in words.split("Your drafts")[1]
    assert "Tide" not in words
    assert "Moon" in browser_of(bob).get("/").content.decode()


def test_a_draft_whose_page_was_moved_says_so_when_it_is_opened_again(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    target = new_title("Moved")
    wiki.move(title, target)
    for where in (address(draft), f"/edit/{title}"):
        page = browser.get(where).text
        assert f"moved to “{target}” while you were editing" in page
        assert "Admin moved it on" in words(page)
        assert "A test" in page
        assert "published a newer version" not in page
    browser.post(address(draft, "move"), form_data(draft))
    page = browser.get(address(draft)).text
    assert target in page
    assert "while you were editing" not in page


def test_an_untouched_draft_does_not_become_one_of_the_redirect(wiki, alice, browser, title):
    draft = open_draft(alice, title)
    wiki.move(title, new_title("Moved"))
    assert "Take the draft to the new title" in browser.get(address(draft)).text
    draft.refresh_from_db()
    assert draft.text.startswith("First line.")


def test_a_draft_whose_page_was_deleted_says_so_when_it_is_opened_again(
    wiki, alice, browser, title
):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.delete(title, reason="Not of this world")
    page = browser.get(address(draft)).text
    assert "deleted while you were editing" in page
    assert "Admin deleted it on" in words(page)
    assert "Not of this world" in page
    assert 'name="recreate" form="edit-form"' in page
    wiki.edit(title, "Another.")
    page = browser.get(address(draft)).text
    assert "deleted, and created again" in page
    assert "A newer version by <bdi>Bob</bdi> collides with your text" in page


def test_a_draft_of_a_page_that_was_protected_since_is_found_again(wiki, alice, browser, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    wiki.protect(title)
    answer = browser.get(f"/edit/{title}", follow=True)
    assert answer.redirect_chain == [(address(draft), 302)]
    assert "Mine." in answer.text
    assert "does not let you publish this page now" in answer.text


def test_an_address_of_another_site_is_said_to_be_one(browser):
    answer = browser.get("/open", {"title": "https://elsewhere.example/wiki/X"})
    assert "no address of a page of the wiki" in answer.text
    assert 'name="title"' in answer.text
    assert 'value="https://elsewhere.example/wiki/X"' in answer.text
