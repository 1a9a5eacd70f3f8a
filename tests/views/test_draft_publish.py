from __future__ import annotations

import json

import pytest

from editor.actions.publish import publish_draft
from editor.credentials.ciphers import encrypt
from editor.models import ConflictSnapshot, Draft, PublishAttempt, WikiCredential
from tests.factories import open_draft, save_text
from tests.faults import proxied, wiki_down
from tests.people import new_title
from tests.posting import FRAGMENT, address, form_data, splice_data

Outcome = PublishAttempt.Outcome


@pytest.fixture
def draft(alice, title):
    return open_draft(alice, title)


def stored(draft) -> Draft:
    found: Draft = Draft.objects.get(pk=draft.pk)
    return found


def publish(browser, draft, text, **fields):
    return browser.post(address(draft, "publish"), form_data(draft, text, **fields))


def refused(browser, draft, text="Mine.", **fields) -> str:
    """Publishes, is refused, and the text is saved all the same; the page."""
    answer = publish(browser, draft, text, **fields)
    assert answer.status_code in (401, 409, 413, 422, 502, 503)
    assert stored(draft).text == text
    assert draft.attempts.filter(outcome=Outcome.PUBLISHED).count() == 0
    page: str = answer.content.decode()
    assert "Your text is safe" in page or "Your draft is saved" in page
    return page


def test_a_plain_post_leads_to_the_page_of_the_publish(wiki, browser, draft, title):
    answer = publish(browser, draft, "Mine.", summary="Why")
    attempt = draft.attempts.get()
    assert answer["Location"] == f"/published/{attempt.pk}"
    page = browser.get(answer["Location"]).content.decode()
    assert f"Published, revision {attempt.newrevid}" in page
    assert f"{wiki.url}/index.php?oldid={attempt.newrevid}" in page.replace("&amp;", "&")
    assert f"{wiki.url}/index.php?diff={attempt.newrevid}" in page.replace("&amp;", "&")
    assert "It took the wiki" in page
    newest = wiki.history(title)[0]
    assert (newest["user"], newest["comment"]) == ("Alice", "Why")


def test_a_fragment_shows_it_in_the_panel(wiki, browser, draft, title):
    data = splice_data(draft, draft.text + "\n\nMine.")
    answer = browser.post(address(draft, "publish"), data, headers=FRAGMENT)
    assert answer.status_code == 200
    assert "Published, revision" in answer.content.decode()
    assert "<textarea" not in answer.content.decode()
    events = json.loads(answer["HX-Trigger"])
    assert events["draft:saved"]["version"] == 1
    assert "draft:published" in events
    assert wiki.text(title).endswith("Mine.")


def test_a_press_of_publish_is_one_request_to_the_wiki(wiki, browser, draft):
    wiki.clear_log("api")
    publish(browser, draft, "Mine.")
    calls = wiki.log("api")
    assert len(calls) == 1
    assert "action=edit" in calls[0]


def test_minor_and_watching_go_along(wiki, alice, browser, draft, title):
    publish(browser, draft, "Mine.", is_minor="on", is_watching="on")
    assert wiki.history(title)[0]["minor"]
    assert is_watched(wiki, title)


def test_without_the_box_it_is_not_minor_and_not_watched(wiki, browser, draft, title):
    # By the wiki's preferences the box is ticked at first.
    assert draft.is_watching
    data = form_data(draft, "Mine.")
    del data["is_watching"]
    browser.post(address(draft, "publish"), data)
    newest = wiki.history(title)[0]
    assert (newest["user"], newest["minor"]) == ("Alice", False)
    assert not is_watched(wiki, title)


def is_watched(wiki, title) -> bool:
    """Whether the page is on Alice's watchlist."""
    session = wiki.session("Alice")
    # A writing request logs in first.
    session.post(action="purge", titles=title)
    answer = session.get(action="query", titles=title, prop="info", inprop="watched")
    watched: bool = answer["query"]["pages"][0]["watched"]
    return watched


def test_the_very_text_of_the_wiki_is_said_to_be_nothing_new(wiki, browser, draft, title):
    answer = publish(browser, draft, draft.text)
    page = browser.get(answer["Location"]).content.decode()
    assert "You have not changed anything yet" in page
    assert len(wiki.history(title)) == 1


def test_an_untouched_draft_is_not_said_to_be_the_wikis_newer_text(wiki, browser, draft, title):
    wiki.edit(title, "Somebody else's.")
    page = browser.post(address(draft, "publish"), form_data(draft), headers=FRAGMENT)
    assert "Nothing to publish" in page.content.decode()
    assert "You have not changed anything yet" in page.content.decode()
    assert draft.attempts.get().outcome == Outcome.NOCHANGE


def test_what_somebody_else_has_published_too_is_nothing_new(wiki, browser, draft, title):
    both = draft.text.replace("First", "1st")
    wiki.edit(title, both.replace("Third", "3rd"))
    page = browser.post(address(draft, "publish"), form_data(draft, both), headers=FRAGMENT)
    assert "All that you changed is on the wiki already" in page.content.decode()
    assert "3rd" in wiki.text(title)


def test_a_stale_tab_publishes_nothing(wiki, browser, draft, title):
    save_text(draft, "The newer text.")
    answer = publish(browser, draft, "The older tab's.")
    assert answer.status_code == 409
    assert len(wiki.history(title)) == 1
    assert not PublishAttempt.objects.exists()


def test_protection_set_meanwhile_is_said_in_the_wikis_words(wiki, browser, draft, title):
    wiki.protect(title)
    page = refused(browser, draft)
    assert "This page has been protected" in page


def test_a_block_set_meanwhile_is_said(wiki, browser, draft, title):
    wiki.block("Alice", reason="Too many moons")
    try:
        page = refused(browser, draft)
    finally:
        wiki.unblock("Alice")
    assert "The wiki has blocked your account from editing this." in page
    assert "Too many moons" in page
    assert "nothing more is sent while the block lasts" in page
    assert draft.attempts.get().code == "blocked"
    assert [revision["user"] for revision in wiki.history(title)] == ["Bob"]


def test_an_abuse_filter_is_said_in_the_wikis_words(wiki, browser, draft, title):
    wiki.add_abuse_filter("'casino' in added_lines")
    page = refused(browser, draft, "My casino.")
    assert "automatically identified as harmful" in page
    assert draft.attempts.get().code == "abusefilter-disallowed"


def test_a_captcha_is_said_and_keeps_the_draft(wiki, browser, draft):
    wiki.configure(captcha_on_links=True)
    page = refused(browser, draft, "See https://new.example/ there.")
    assert "The wiki asks a question" in page


def test_a_read_only_wiki_is_said(wiki, browser, draft):
    wiki.configure(readonly="Moving house")
    page = refused(browser, draft)
    assert "Moving house" in page
    wiki.reset()
    assert publish(browser, stored(draft), "Mine.").status_code == 302


def test_a_rate_limit_is_said(wiki, browser, draft):
    wiki.configure(rate_limits={"edit": {"user": [0, 60]}})
    refused(browser, draft)
    assert draft.attempts.get().code == "ratelimited"


def test_one_byte_too_much_is_said_with_the_number(browser, draft):
    limit = draft.wiki.site.max_article_bytes
    page = refused(browser, draft, "x" * (limit + 1))
    assert "1 byte larger" in page
    assert not draft.attempts.exists()


def test_a_section_that_makes_the_page_too_big_is_refused_by_the_wiki(wiki, alice, browser, title):
    limit = open_draft(alice, title).wiki.site.max_article_bytes
    wiki.edit(title, "Lead.\n\n== One ==\n" + "x" * (limit - 100))
    draft = open_draft(alice, title, "0")
    refused(browser, draft, "y" * 200)
    assert draft.attempts.get().code == "contenttoobig"


def test_a_wiki_that_is_down_is_said(browser, draft):
    with wiki_down():
        page = refused(browser, draft)
    assert "The wiki can&#x27;t be reached." in page
    # Nothing was on its way, so it can be published at once when the wiki is back.
    assert draft.attempts.get().outcome == Outcome.REFUSED
    assert publish(browser, stored(draft), "Mine.").status_code == 302


@pytest.mark.parametrize(
    ("status", "body"), [(502, "<html>Bad Gateway</html>"), (200, '{"edit": {"res'), (200, "")]
)
def test_an_answer_that_is_none_is_looked_up_before_anything_else(
    wiki, browser, draft, status, body
):
    with proxied(wiki) as proxy:
        proxy.answer("edit", status, body)
        refused(browser, draft)
    assert draft.attempts.get().outcome == Outcome.UNKNOWN
    page = publish(browser, stored(draft), "Mine.").content.decode()
    assert "answer got lost" in page


def test_after_a_lost_answer_the_next_visit_finds_it(wiki, browser, draft, title):
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit")
        refused(browser, draft)
    page = browser.get(address(draft))
    assert page.status_code == 200
    assert draft.attempts.get().outcome == Outcome.PUBLISHED
    assert stored(draft).base_revid == wiki.history(title)[0]["revid"]
    assert len(wiki.history(title)) == 2


def test_an_expired_sign_in_with_the_wiki_keeps_the_text(wiki, browser, draft):
    wiki.revoke_tokens("Alice")
    page = refused(browser, draft)
    assert "Your sign-in with the wiki has expired." in page
    assert address(draft, "sign-in") in page


def test_a_bad_token_is_fetched_anew_once(wiki, browser, draft):
    with proxied(wiki) as proxy:
        first = json.dumps({"errors": [{"code": "badtoken", "html": "Invalid CSRF token."}]})
        proxy.answer("edit", 200, first)
        refused(browser, draft)
        assert proxy.actions().count("edit") == 2
        proxy.mend()
        proxy.calls.clear()
        assert publish(browser, stored(draft), "Mine.").status_code == 302
    assert all(call["assertuser"] == "Alice" for call in proxy.calls)


def test_a_stale_token_of_the_credential_is_no_obstacle(wiki, alice, browser, draft):
    WikiCredential.objects.filter(user=alice).update(csrf_token=encrypt("0123456789abcdef+\\"))
    with proxied(wiki) as proxy:
        assert publish(browser, draft, "Mine.").status_code == 302
    assert proxy.actions() == ["edit", "query", "edit"]


def test_a_page_deleted_meanwhile_can_be_created_again(wiki, browser, draft, title):
    wiki.delete(title, reason="Out of scope")
    page = refused(browser, draft)
    assert "Create the page again" in page
    answer = publish(browser, stored(draft), "Mine.", recreate="on")
    assert answer.status_code == 302
    assert wiki.text(title) == "Mine."
    words = browser.get(answer["Location"]).content.decode()
    assert "Published, revision" in words
    assert "the wiki merged" not in words
    assert browser.get(address(draft)).status_code == 200
    assert stored(draft).base_revid == wiki.history(title)[0]["revid"]


def test_a_page_created_meanwhile_is_a_collision(wiki, alice, browser):
    title = new_title()
    draft = open_draft(alice, title)
    revid = wiki.edit(title, "Theirs.", summary="It was missing")
    answer = publish(browser, draft, "Mine.")
    assert answer["Location"] == address(draft, "conflict")
    assert wiki.text(title) == "Theirs."
    desk = browser.get(answer["Location"]).text
    assert "Somebody created this page meanwhile" in desk
    assert f"<bdi>Bob</bdi> published revision {revid} on" in desk
    assert "It was missing" in desk
    snapshot = ConflictSnapshot.objects.get()
    assert snapshot.mine_text.content == "Mine."
    assert snapshot.theirs_text.content == "Theirs."


def test_a_collision_leads_to_the_desk(wiki, browser, draft, title):
    wiki.edit(title, "Theirs.")
    assert publish(browser, draft, "Mine.")["Location"] == address(draft, "conflict")
    data = form_data(stored(draft), "Mine.")
    answer = browser.post(address(draft, "publish"), data, headers=FRAGMENT)
    assert answer["HX-Redirect"] == address(draft, "conflict")


@pytest.mark.parametrize("fragment", [False, True], ids=["page", "fragment"])
def test_a_page_that_moves_too_fast_is_said_and_what_came_is_merged(
    wiki, alice, browser, title, fragment
):
    """Neighbouring lines, which the wiki does not merge by itself."""
    base = "* One\n* Two\n* Three"
    wiki.edit(title, base)
    draft = open_draft(alice, title)
    mine = base.replace("Three", "My three")
    with proxied(wiki) as proxy:

        def overtake() -> None:
            times = proxy.actions().count("edit")
            wiki.edit(title, base.replace("Two", f"Two {times}"))
            proxy.before("edit", overtake)

        proxy.before("edit", overtake)
        answer = browser.post(
            address(draft, "publish"),
            form_data(draft, mine),
            headers=FRAGMENT if fragment else {},
        )
    assert answer.status_code == (200 if fragment else 409)
    assert "The page is moving too fast: others publish on it again and again." in answer.text
    assert "Your text is safe, and what they wrote is merged into it." in answer.text
    merged = mine.replace("Two", "Two 3")
    assert stored(draft).text == merged
    if not fragment:
        assert "* Two 3\n* My three" in answer.text
    browser.post(address(draft, "publish"), form_data(stored(draft)))
    assert wiki.text(title) == merged


def test_a_publish_of_somebody_else_is_not_found(wiki, browser, bob, title):
    saved = save_text(open_draft(bob, title), "Bob's.")
    attempt = publish_draft(user=bob, draft=saved.draft, version=saved.version)
    assert browser.get(f"/published/{attempt.pk}").status_code == 404
