"""The options below the text: who is shown which, and that what is chosen arrives."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from editor.actions.publish import publish_draft
from editor.models import Draft, WikiCredential
from editor.wiki import offers
from tests.factories import open_draft, save_text
from tests.faults import wiki_down
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address, form_data
from tests.preferences import change_tag, preferring
from tests.watching import star

OFFER = re.compile(r'hx-get="(/drafts/\d+/offer[^"]*)"')


@pytest.fixture(autouse=True)
def nothing_known(wiki):
    cache.clear()


def page_of(browser, title, **query):
    # Followed: an edit that was just published is caught up with first.
    return browser.get(f"/edit/{title}", query, follow=True).content.decode()


def test_minor_is_not_offered_where_it_means_nothing(wiki, browser, title):
    assert 'name="is_minor"' in page_of(browser, title)
    assert 'name="is_minor"' not in page_of(browser, title, section="new")
    assert 'name="is_minor"' not in page_of(browser, new_title())
    wiki.configure(wgGroupPermissions={"user": {"minoredit": False}})
    assert 'name="is_minor"' not in page_of(browser, title)


def test_bot_is_offered_only_with_the_right(wiki, browser, title):
    assert 'name="is_bot"' not in page_of(browser, title)
    wiki.configure(wgGroupPermissions={"user": {"bot": True}})
    assert 'name="is_bot"' in page_of(browser, title)


def test_the_text_waits_for_nothing_that_the_wiki_offers(wiki, browser, title):
    wiki.clear_log("api")
    page = page_of(browser, title)
    assert len(wiki.log("api")) == 1
    assert re.search(r'hx-get="/drafts/\d+/offer"', page)
    assert 'name="watch_expiry"' not in page


def test_what_the_wiki_offers_follows_and_is_known_from_then_on(wiki, browser, alice, title):
    tag = change_tag(wiki, "galley-test")
    draft = open_draft(alice, title)
    fragment = browser.get(address(draft, "offer"), headers=FRAGMENT).content.decode()
    assert 'value="infinite"' in fragment
    assert f'value="{tag}"' in fragment
    assert "edited mercilessly" in fragment
    wiki.clear_log("api")
    page = page_of(browser, title)
    assert len(wiki.log("api")) == 1
    assert f'value="{tag}"' in page
    assert "edited mercilessly" in page
    assert "/offer" not in page


def test_all_of_it_comes_without_a_script_too_and_takes_what_was_typed_along(
    wiki, browser, alice, title
):
    tag = change_tag(wiki, "galley-test")
    draft = open_draft(alice, title)
    asks = f'formaction="{address(draft, "options")}"'
    assert asks in page_of(browser, title)
    answer = browser.post(address(draft, "options"), form_data(draft, "Typed."), follow=True)
    assert answer.context["draft"].text == "Typed."
    for part in (f'value="{tag}"', 'name="watch_expiry"', "edited mercilessly"):
        assert part in answer.text
    assert asks not in answer.text


def test_what_was_typed_is_kept_where_the_wiki_does_not_say_what_it_offers(
    wiki, browser, alice, title
):
    draft = open_draft(alice, title)
    with wiki_down():
        answer = browser.post(address(draft, "options"), form_data(draft, "Typed."))
    assert answer.context["draft"].text == "Typed."
    assert "be reached" in answer.text


def test_a_tag_behind_the_first_many_is_offered(wiki, browser, alice, title, monkeypatch):
    tags = [change_tag(wiki, name) for name in ("galley-test", "a first tag", "öffentlich")]
    monkeypatch.setattr(offers, "TAGS_AT_ONCE", 3)
    fragment = browser.get(address(open_draft(alice, title), "offer"), headers=FRAGMENT).text
    for tag in tags:
        assert f'value="{tag}"' in fragment


def test_a_tag_that_the_wiki_refuses_is_offered_no_longer(wiki, browser, alice, title):
    tag = change_tag(wiki, "galley-test-gone")
    draft = open_draft(alice, title)
    assert f'value="{tag}"' in browser.get(address(draft, "offer"), headers=FRAGMENT).text
    wiki.session("Admin").post(action="managetags", operation="delete", tag=tag, ignorewarnings=1)
    data = form_data(draft, "Mine.", tags=[tag], offers_tags="on")
    assert browser.post(address(draft, "publish"), data).status_code == 409
    other = open_draft(alice, new_title())
    assert f'value="{tag}"' not in browser.get(address(other, "offer"), headers=FRAGMENT).text


def test_a_wiki_without_ends_of_a_watch_offers_none(wiki, browser, alice, title):
    wiki.configure(wgWatchlistExpiry=False)
    fragment = browser.get(address(open_draft(alice, title), "offer")).content.decode()
    assert 'name="watch_mode"' in fragment
    assert 'name="watch_expiry"' not in fragment


def test_without_the_right_no_tag_is_offered(wiki, browser, alice, title):
    tag = change_tag(wiki, "galley-test")
    wiki.configure(wgGroupPermissions={"user": {"applychangetags": False}})
    fragment = browser.get(address(open_draft(alice, title), "offer")).content.decode()
    assert tag not in fragment
    saved = save_text(open_draft(alice, title), "One.", tags=(tag,))
    assert publish_draft(user=alice, draft=saved.draft, version=saved.version).newrevid
    assert tag not in wiki.history(title)[0]["tags"]


def test_the_end_of_a_watch_is_shown(wiki, browser, alice, title):
    draft = open_draft(alice, title)
    browser.get(address(draft, "offer"))
    assert "As usual" in page_of(browser, title)
    saved = save_text(draft, "One.", is_watching=True, watch_expiry="1 week")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert "As now: until" in page_of(browser, title)


def test_the_end_of_a_watch_is_in_what_follows_the_first_form_too(wiki, browser, title):
    star(wiki, title, expiry="1 month")
    (follows,) = OFFER.findall(page_of(browser, title))
    assert "As now: until" in browser.get(follows, headers=FRAGMENT).text
    star(wiki, title, expiry="infinite")
    cache.clear()
    (follows,) = OFFER.findall(page_of(browser, title))
    assert "As now: permanently" in browser.get(follows, headers=FRAGMENT).text
    forged = follows.replace("permanently", "never")
    assert "As usual" in browser.get(forged, headers=FRAGMENT).text


def test_the_copyright_line_is_the_wikis_own_and_harmless(wiki, browser, alice, title):
    name = "MediaWiki:Copyrightwarning2"
    try:
        wiki.edit(name, "Ours: [[Project:Terms]] <b onclick='x()'>free</b>", user="Admin")
        fragment = browser.get(address(open_draft(alice, title), "offer")).content.decode()
    finally:
        wiki.delete(name)
    assert "Ours:" in fragment
    assert f'href="{wiki.url}' in fragment
    assert "onclick" not in fragment


def test_the_wikis_own_words_below_the_form_are_shown_and_harmless(wiki, browser, alice, title):
    draft = open_draft(alice, title)
    assert "edit-tools" not in browser.get(address(draft, "offer")).text
    cache.clear()
    name = "MediaWiki:Edittools"
    try:
        wiki.edit(name, "Copy: [[Project:Signs|ß]] <b onclick='x()'>°</b>", user="Admin")
        fragment = browser.get(address(draft, "offer")).text
    finally:
        wiki.delete(name)
    tools = fragment.partition("edit-tools")[2]
    assert "Copy:" in tools
    assert f'href="{wiki.url}' in tools
    assert "<b>°</b>" in tools


def test_the_wiki_being_down_costs_no_more_than_the_offer(wiki, browser, alice, title):
    draft = open_draft(alice, title)
    WikiCredential.objects.filter(user=alice).update(access_token="")
    assert browser.get(address(draft, "offer")).status_code == 204


def test_a_stranger_is_not_told_of_the_draft(wiki, alice, stranger, title):
    draft = open_draft(alice, title)
    assert browser_of(stranger).get(address(draft, "offer")).status_code == 404
    assert browser_of(alice).post(address(draft, "offer")).status_code == 405


def test_the_whole_form_without_script(wiki, browser, alice, title):
    tag = change_tag(wiki, "galley-test")
    draft = open_draft(alice, title)
    chosen = {
        "summary": "Mine",
        "is_minor": "on",
        "is_watching": "on",
        "watch_mode": "as-ticked",
        "watch_expiry": "1 month",
        "offers_tags": "on",
        "tags": [tag],
    }
    answer = browser.post(address(draft, "publish"), form_data(draft, "One.", **chosen))
    assert answer.status_code == 302
    newest = wiki.history(title)[0]
    assert (newest["comment"], newest["minor"]) == ("Mine", True)
    assert tag in newest["tags"]
    assert open_draft(alice, title).is_watching


def test_what_a_form_does_not_offer_stays_as_it_was(browser, alice, title):
    draft = save_text(
        open_draft(alice, title), "One.", tags=("mine",), watch_expiry="1 week", is_bot=True
    ).draft
    browser.post(address(draft, "save"), form_data(draft, "Two."))
    kept = Draft.objects.get(pk=draft.pk)
    assert (kept.text, kept.tags, kept.watch_expiry) == ("Two.", ["mine"], "1 week")
    assert kept.is_bot
    browser.post(
        address(kept, "save"), form_data(kept, offers_tags="on", offers_bot="on", watch_expiry="")
    )
    kept.refresh_from_db()
    assert (kept.tags, kept.watch_expiry, kept.is_bot) == ([], "", False)


@pytest.mark.parametrize(
    "odd",
    [
        {"watch_mode": "never"},
        {"watch_expiry": "x" * 3000},
        {"tags": ["y" * 400, "\0"], "offers_tags": "on"},
    ],
)
def test_an_odd_option_never_keeps_a_text_from_being_saved(browser, alice, title, odd):
    draft = open_draft(alice, title)
    browser.post(address(draft, "save"), form_data(draft, "Kept.", **odd))
    kept = Draft.objects.get(pk=draft.pk)
    assert (kept.text, kept.watch_mode) == ("Kept.", "as-ticked")


def test_a_summary_is_cut_at_500_code_points(browser, alice, title):
    draft = open_draft(alice, title)
    browser.post(address(draft, "save"), form_data(draft, summary="🌊" * 600))
    assert Draft.objects.get(pk=draft.pk).summary == "🌊" * 500


def test_earlier_summaries_are_in_the_form(wiki, browser, alice, title):
    saved = save_text(open_draft(alice, title), "One.", summary="Spelling & style")
    publish_draft(user=alice, draft=saved.draft, version=saved.version)
    page = page_of(browser, title)
    assert 'list="earlier-summaries"' in page
    assert '<option value="Spelling &amp; style">' in page


def test_a_missing_summary_is_asked_for_and_the_second_press_publishes(wiki, browser, alice, title):
    with preferring(wiki, forceeditsummary=1):
        draft = open_draft(alice, title)
        data = form_data(draft, "One.")
        asked = browser.post(address(draft, "publish"), data)
        page = asked.content.decode()
        assert asked.status_code == 409
        assert "There is no summary of your own yet." in page
        assert wiki.history(title)[0]["user"] == "Bob"
        (hidden,) = re.findall(r'<input type="hidden" name="(needs_no_summary)" value="on"', page)
        draft.refresh_from_db()
        again = form_data(draft, "One.") | {hidden: "on"}
        assert browser.post(address(draft, "publish"), again).status_code == 302
    assert wiki.history(title)[0]["user"] == "Alice"


@pytest.mark.parametrize("font", ["monospace", "sans-serif", "serif"])
def test_the_text_has_the_font_of_the_preferences(wiki, browser, title, font):
    with preferring(wiki, editfont=font):
        assert f'class="text text-{font}"' in page_of(browser, title)


def test_leaving_is_warned_of_by_preference(wiki, browser, title):
    assert "data-warns-on-leaving" in page_of(browser, title)
    with preferring(wiki, useeditwarning=0):
        assert "data-warns-on-leaving" not in page_of(browser, title)


def test_who_may_not_see_the_watchlist_leaves_it_to_the_preferences(wiki, alice, title):
    """The wiki shows them each page as not watched: publishing would take it off their list."""
    assert open_draft(alice, title).watch_mode == Draft.WatchMode.AS_TICKED
    nobody = {"viewmywatchlist": False}
    wiki.configure(wgGroupPermissions={"*": nobody, "user": nobody})
    assert open_draft(alice, title).watch_mode == Draft.WatchMode.PREFERENCES
