from __future__ import annotations

import json
import re

import pytest

from editor.actions import publish as publish_actions
from editor.actions.attempt import send
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


def acknowledged(draft, **fields):
    """What the script sends with "Publish": the text is known to be saved."""
    return splice_data(draft, draft.text, acknowledged="on", **fields)


def whole(draft, text):
    """The same with the text, which the server has asked for."""
    return form_data(draft, text, acknowledged="on")


def test_publish_names_the_version_that_was_acknowledged(wiki, browser, draft, title):
    pressed = save_text(draft, "Pressed.", summary="Why").draft
    answer = browser.post(address(draft, "publish"), acknowledged(pressed), headers=FRAGMENT)
    assert "Published, revision" in answer.text
    newest = wiki.history(title)[0]
    assert (wiki.text(title), newest["comment"]) == ("Pressed.", "Why")
    assert stored(draft).version == pressed.version


def test_a_save_that_was_quicker_than_the_publish_is_not_published(wiki, browser, draft, title):
    pressed = save_text(draft, "Pressed.", summary="Why").draft
    typed = save_text(pressed, "Pressed. Typed on.", summary="What next").draft
    answer = browser.post(address(draft, "publish"), acknowledged(pressed), headers=FRAGMENT)
    assert "draft:whole-text-needed" in json.loads(answer["HX-Trigger"])
    assert len(wiki.history(title)) == 1
    data = whole(pressed, pressed.text)
    answer = browser.post(address(draft, "publish"), data, headers=FRAGMENT)
    # The tab has typed on: nothing that the publish moved is told of an older text.
    assert "Published, revision" in answer.text
    assert "data-rebased" not in answer.text
    assert (wiki.text(title), wiki.history(title)[0]["comment"]) == ("Pressed.", "Why")
    assert (stored(draft).text, stored(draft).summary) == (typed.text, "What next")


def test_another_text_than_was_acknowledged_is_not_published(wiki, browser, draft, title):
    pressed = save_text(draft, "Pressed.").draft
    save_text(pressed, "Pressed. Typed on.")
    data = whole(pressed, "Some other text.")
    answer = browser.post(address(draft, "publish"), data, headers=FRAGMENT)
    assert "draft:stale" in json.loads(answer["HX-Trigger"])
    assert len(wiki.history(title)) == 1


def test_who_types_on_while_the_publish_moves_the_draft_moves_along(wiki, alice, browser, title):
    """The save comes with the version before: it is told what was moved, and then accepted."""
    base = "* One\n* Two\n* Three"
    wiki.edit(title, base)
    pressed = save_text(open_draft(alice, title), base.replace("Three", "My three")).draft
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(title, base.replace("Two", "Their two")))
        browser.post(address(pressed, "publish"), acknowledged(pressed), headers=FRAGMENT)
    data = splice_data(pressed, f"{pressed.text}\n* Four")
    answer = browser.post(address(pressed, "save"), data, headers=FRAGMENT)
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#moved")
    assert 'data-from="1"' in answer.text
    assert 'data-version="2"' in answer.text
    assert ">heir t</template>" in answer.text
    assert not pressed.versions.filter(reason="other-tab").exists()
    moved = stored(pressed)
    data = splice_data(moved, f"{moved.text}\n* Four")
    assert browser.post(address(pressed, "save"), data, headers=FRAGMENT).status_code == 200
    assert stored(pressed).text == "* One\n* Their two\n* My three\n* Four"


def test_following_begins_from_what_the_tab_holds(wiki, alice, browser, title, monkeypatch):
    """The publish has moved the draft, and nothing that it said of that fits what was typed on."""
    base = "* One\n* Two\n* Three"
    wiki.edit(title, base)
    pressed = save_text(open_draft(alice, title), base.replace("Three", "My three ~~~~")).draft
    tab = []

    def slowly(*arguments):
        monkeypatch.setattr(publish_actions, "send", send)
        wiki.edit(title, base.replace("Two", "Their two"))
        tab.append(save_text(stored(pressed), f"{pressed.text}\n* Four").draft)
        return send(*arguments)

    monkeypatch.setattr(publish_actions, "send", slowly)
    answer = browser.post(address(pressed, "publish"), acknowledged(pressed), headers=FRAGMENT)
    assert "Published, revision" in answer.text
    assert "data-rebased" not in answer.text
    held = {"version": tab[0].version}
    answer = browser.post(address(pressed, "follow"), held, headers=FRAGMENT)
    assert f'data-from="{tab[0].version}"' in answer.text
    assert f'data-version="{stored(pressed).version}"' in answer.text
    assert "[[User:Alice" in answer.text
    assert stored(pressed).text == f"{wiki.text(title)}\n* Four"


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


def link(page: str, words: str) -> str:
    """Where the page's own link of these words leads."""
    (found,) = re.findall(rf'href="([^"]+)"[^>]*>\s*{words}\s*<', page)
    return str(found)


def merged_by_the_wiki(wiki, browser, draft, title):
    """Bob has published elsewhere on the page, and nobody here knows when Alice does."""
    wiki.edit(title, "Their line.\n\nSecond line.\n\nThird line.")
    mine = draft.text.replace("Third line.", "My line.")
    return publish(browser, draft, mine, summary="Why")


def test_a_merge_by_the_wiki_is_shown_with_an_undo(wiki, browser, draft, title):
    """The page that tells of it leads there, by links."""
    answer = merged_by_the_wiki(wiki, browser, draft, title)
    page = browser.get(answer["Location"]).text
    assert "the wiki merged the two by itself" in page
    page = browser.get(link(page, "See what it merged")).text
    assert "<bdi>Bob</bdi> published just before you" in page
    # Where the wiki hides who that was, nobody is named.
    ConflictSnapshot.objects.filter(draft=draft).update(theirs_user="")
    assert "Somebody published just before you" in browser.get(address(draft)).text
    assert "by somebody" in browser.get(address(draft, "versions")).text
    merge = link(page, "Show · Undo")
    shown = browser.get(merge).text
    assert "Undo the merge" in shown
    # Looked at, it is news no more; the page of the publish knows it now.
    assert "I have looked at it: back to the draft" in shown
    browser.post(address(draft, "looked"), {"looked": merge.rpartition("/")[2]})
    assert "published just before you" not in browser.get(address(draft)).text
    assert link(browser.get(answer["Location"]).text, "See what it merged") == merge
    undone = browser.post(merge + "/undo")
    assert undone["Location"] == address(draft)
    assert wiki.text(title) == "Their line.\n\nSecond line.\n\nThird line."
    assert stored(draft).text == draft.text.replace("Third line.", "My line.")


def test_a_merge_by_the_wiki_is_news_though_its_answer_was_lost(wiki, browser, draft, title):
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit")
        merged_by_the_wiki(wiki, browser, draft, title)
    page = browser.get(address(draft)).text
    assert "Undo the merge" in browser.get(link(page, "Show · Undo")).text


def test_the_front_page_says_that_nobody_knows_yet(wiki, browser, draft):
    with proxied(wiki) as proxy:
        proxy.lose_requests("edit")
        publish(browser, draft, "Mine.")
    front = browser.get("/").text
    assert "Not known yet whether it is published" in front
    assert link(front, "Look") == address(draft)
    draft.attempts.update(outcome=Outcome.NOT_FOUND)
    assert "Not known yet" not in browser.get("/").text


def test_a_merge_by_the_wiki_is_said_beside_a_collision(wiki, browser, draft, title):
    answer = merged_by_the_wiki(wiki, browser, draft, title)
    assert answer.status_code == 302
    # Typed while the wiki was saving, where Bob wrote.
    save_text(stored(draft), "My first line.\n\nSecond line.\n\nMy line.")
    said = browser.post(address(draft, "follow"), headers=FRAGMENT).text
    assert "What you typed meanwhile collides" in said
    assert "Undo the merge" in browser.get(link(said, "Show · Undo")).text


def test_a_new_section_is_merged_with_nothing(wiki, browser, alice, title):
    section = open_draft(alice, title, "new")
    wiki.edit(title, "Something newer.")
    answer = publish(browser, section, "Mine.", section_title="Added")
    assert "the wiki merged" not in browser.get(answer["Location"]).text
    page = browser.get(address(section)).text
    assert "== Added ==" in page
    assert "published just before you" not in page


def test_following_tells_the_browser_what_changed(wiki, browser, draft):
    data = form_data(draft, "I say so. ~~~~")
    browser.post(address(draft, "publish"), data, headers=FRAGMENT)
    answer = browser.post(address(draft, "follow"), headers=FRAGMENT)
    assert answer.status_code == 200
    assert "User:Alice" in stored(draft).text
    assert stored(draft).version == 2


def test_following_while_the_wiki_is_down_is_no_error(wiki, browser, draft):
    browser.post(address(draft, "publish"), form_data(draft, "Mine."), headers=FRAGMENT)
    with wiki_down():
        answer = browser.post(address(draft, "follow"), headers=FRAGMENT)
    assert answer.status_code == 200
    assert "be reached" in answer.content.decode()
    assert stored(draft).text == "Mine."
