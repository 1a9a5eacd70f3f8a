from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.utils import timezone

from editor import credentials
from editor.actions.discard import discard_draft
from editor.credentials.lease import LEASE
from editor.models import Draft, WikiCredential
from editor.wiki import WikiBusyError, WikiClient, WikiUnavailableError
from project.settings import WIKI_QUEUE, WIKI_SLOTS
from tests.factories import open_draft, save_text
from tests.faults import SilentServer, detour, wiki_down
from tests.people import browser_of
from tests.posting import FRAGMENT, address, form_data, splice_data
from tests.together import together, wait_until


@pytest.fixture
def draft(alice, title):
    return open_draft(alice, title)


def stored(draft) -> Draft:
    found: Draft = Draft.objects.get(pk=draft.pk)
    return found


def events(answer):
    return json.loads(answer["HX-Trigger"])


def test_a_plain_post_answers_with_the_page(browser, draft):
    answer = browser.post(address(draft, "save"), form_data(draft, "Mine.", summary="Why"))
    assert answer.status_code == 200
    assert "<textarea" in answer.content.decode()
    assert "Draft saved" in answer.content.decode()
    assert (stored(draft).text, stored(draft).summary) == ("Mine.", "Why")


def test_a_fragment_answers_with_the_status_and_the_version(browser, draft):
    text = draft.text.replace("Second", "Zweite")
    answer = browser.post(address(draft, "save"), splice_data(draft, text), headers=FRAGMENT)
    assert answer.status_code == 200
    assert "Draft saved" in answer.content.decode()
    assert "<textarea" not in answer.content.decode()
    assert events(answer)["draft:saved"]["version"] == 1
    assert "HX-Request" in answer["Vary"]
    assert stored(draft).text == text


def test_a_splice_that_does_not_fit_asks_the_browser_for_the_whole(browser, draft):
    data = splice_data(draft, "Other text.") | {"checksum": 1}
    answer = browser.post(address(draft, "save"), data, headers=FRAGMENT)
    assert answer.status_code == 409
    assert "draft:whole-text-needed" in events(answer)
    assert answer["HX-Reswap"] == "none"
    assert stored(draft).version == 0


def test_a_stale_tab_is_told_and_its_text_is_kept(browser, draft):
    save_text(draft, "The newer text.")
    data = form_data(draft, "The older tab's.", summary="Typed there")
    answer = browser.post(address(draft, "save"), data)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "changed in another tab" in page
    assert "The newer text." in page
    assert address(draft, "versions") in page
    kept = draft.versions.get(reason="other-tab")
    # What was typed is on the answer itself, and one press from being compared and put in.
    assert re.search(r"<textarea[^>]* readonly[^>]*>\s*The older tab&#x27;s\.</textarea>", page)
    assert "Typed there" in page
    assert f'href="{address(draft, f"versions/{kept.pk}")}"' in page
    versions = browser.get(address(draft, "versions")).content.decode()
    assert address(draft, f"versions/{kept.pk}") in versions
    compared = browser.get(address(draft, f"versions/{kept.pk}")).content.decode()
    assert "The older tab&#x27;s." in compared
    assert "newer" in compared


def test_a_stale_fragment_is_told_the_version_that_stands(browser, draft):
    save_text(draft, "The newer text.")
    data = form_data(draft, "The older tab's.")
    answer = browser.post(address(draft, "save"), data, headers=FRAGMENT)
    assert answer.status_code == 409
    assert events(answer)["draft:stale"] == {"version": 1}


def test_line_ends_of_a_form_post_are_the_textareas_own(browser, draft):
    browser.post(address(draft, "save"), form_data(draft, "One.\r\n\r\nTwo.\r\n"))
    assert stored(draft).text == "One.\n\nTwo.\n"


@pytest.mark.parametrize("text", ["nul \0", "\u200fימין\u202e", "👩‍🚀", "</textarea><script>"])
def test_odd_characters_come_back_as_they_were_sent(browser, draft, text):
    answer = browser.post(address(draft, "save"), form_data(draft, text))
    assert answer.status_code == 200
    assert stored(draft).text == text.replace("\0", "\ufffd")
    assert browser.get(address(draft)).context["form"]["text"].value() == stored(draft).text
    assert b"</textarea><script>" not in answer.content


def test_bytes_that_are_no_utf8_lose_nothing_else(browser, draft):
    body = (
        b'--b\r\nContent-Disposition: form-data; name="version"\r\n\r\n0\r\n'
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nbefore \xed\xa0\x80 after\r\n'
        b"--b--\r\n"
    )
    answer = browser.post(address(draft, "save"), body, "multipart/form-data; boundary=b")
    assert answer.status_code == 200
    assert stored(draft).text.startswith("before \ufffd")
    assert stored(draft).text.endswith(" after")


def test_a_blank_line_at_the_top_survives_the_form(browser, draft):
    browser.post(address(draft, "save"), form_data(draft, "\n\nText."))
    page = browser.get(address(draft)).content.decode()
    # A browser drops the first line end in a textarea: there has to be one more.
    assert ">\n\n\nText.</textarea>" in page


def test_two_mebibytes_come_through(browser, draft):
    text = "Ü" * (1024 * 1024)
    answer = browser.post(address(draft, "save"), form_data(draft, text))
    assert answer.status_code == 200
    assert stored(draft).text == text


def test_a_long_summary_is_cut_and_does_not_keep_the_text_from_being_saved(browser, draft):
    browser.post(address(draft, "save"), form_data(draft, "Mine.", summary="x" * 2000))
    assert stored(draft).text == "Mine."
    assert len(stored(draft).summary) == 500


@pytest.mark.parametrize("version", ["", "abc", "-1", None, "9" * 60])
def test_a_form_that_cannot_be_read_gives_the_text_back(browser, draft, version):
    data = form_data(draft, "Typed for an hour.") | {"version": version}
    if version is None:
        del data["version"]
    answer = browser.post(address(draft, "save"), data)
    assert answer.status_code in (409, 422)
    assert (
        "Typed for an hour." in answer.content.decode()
        or draft.versions.filter(text__content="Typed for an hour.").exists()
    )
    assert stored(draft).version == 0


def test_saving_goes_on_while_the_wiki_is_down(browser, draft):
    with wiki_down():
        answer = browser.post(address(draft, "save"), form_data(draft, "Mine."))
        assert answer.status_code == 200
        assert browser.get("/").status_code == 200
    assert stored(draft).text == "Mine."


@pytest.mark.django_db(transaction=True)
def test_saving_goes_on_while_every_slot_to_the_wiki_hangs(browser, draft, monkeypatch):
    silent = SilentServer()
    silent.start()
    monkeypatch.setattr("tests.faults.SLOTS", (WIKI_SLOTS, WIKI_QUEUE, 60))
    connection = detour(monkeypatch, silent.url)

    def hang():
        return credentials.site_reader().site_info()

    def all_hang() -> bool:
        slots = connection._slots
        assert slots._queue
        return silent.connections == WIKI_SLOTS and slots._queue._value == 0

    def save():
        wait_until(all_hang, "all slots and the queue are taken")
        saved = browser.post(address(draft, "save"), form_data(draft, "Mine."))
        stashed = browser.post(address(draft, "stash"), headers=FRAGMENT)
        # Nobody has got away: it was saved while all of them were hanging.
        still = all_hang()
        silent.stop()
        connection.close()
        return saved, stashed, still

    *hung, (saved, stashed, still) = together(*[hang] * (WIKI_SLOTS + WIKI_QUEUE), save)
    assert still
    assert saved.status_code == 200
    assert stored(draft).text == "Mine."
    assert events(stashed)["draft:stashed"]["status"] == "unavailable"
    assert all(isinstance(error, WikiUnavailableError) for error in hung)


@pytest.mark.django_db(transaction=True)
def test_saving_goes_on_while_many_wait_for_a_sign_in_that_is_renewed(alice, browser, draft):
    credential = WikiCredential.objects.filter(user=alice)
    now = timezone.now()
    credential.update(expires_at=now - timedelta(hours=1), lease_until=now + LEASE)
    refused = []

    def wait():
        try:
            return credentials.client_for(alice)
        except WikiBusyError as error:
            refused.append(error)
            raise

    def save():
        wait_until(lambda: len(refused) == 3, "those who are too many are told so")
        saved = browser.post(address(draft, "save"), form_data(draft, "Mine."))
        stashed = browser.post(address(draft, "stash"), headers=FRAGMENT)
        # Whoever held the lease brings the new tokens.
        credential.update(
            expires_at=now + timedelta(hours=1),
            lease_until=None,
            token_version=F("token_version") + 1,
        )
        return saved, stashed

    *waited, (saved, stashed) = together(*[wait] * (WIKI_QUEUE + 3), save)
    assert saved.status_code == 200
    assert stored(draft).text == "Mine."
    assert events(stashed)["draft:stashed"]["status"] == "unavailable"
    assert sum(isinstance(outcome, WikiClient) for outcome in waited) == WIKI_QUEUE


@pytest.mark.parametrize("what", ["save", "preview", "changes", "publish", "stash"])
def test_only_posts_are_taken(browser, draft, what):
    assert browser.get(address(draft, what)).status_code == 405


def test_a_post_of_somebody_who_is_signed_out_gives_the_text_back(wiki, draft):
    data = form_data(draft, "Typed for an hour.", summary="Why")
    answer = Client().post(address(draft, "save"), data)
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "Typed for an hour." in page
    assert 'value="Why"' in page
    assert "Sign in with the wiki" in page
    assert stored(draft).text != "Typed for an hour."


def test_a_fragment_of_somebody_who_is_signed_out_gives_the_text_no_page(wiki, draft):
    data = splice_data(draft, "Mine.")
    answer = Client().post(address(draft, "save"), data, headers=FRAGMENT)
    assert answer.status_code == 401
    assert "draft:signed-out" in events(answer)
    assert address(draft, "sign-in") in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_way_back_in_leads_to_the_draft(wiki, draft):
    page = Client().get(address(draft, "sign-in"))
    assert f'name="next" value="{address(draft)}"' in page.content.decode()


def test_a_stale_csrf_token_gives_the_text_back_with_a_fresh_one(alice, draft):
    browser = browser_of(alice)
    browser.handler.enforce_csrf_checks = True
    data = form_data(draft, "Typed for an hour.", csrfmiddlewaretoken="x" * 64)
    answer = browser.post(address(draft, "save"), data)
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Typed for an hour." in page
    assert "Save and go on" in page
    # The page's own token goes through, and the text arrives.
    key = browser.get(address(draft)).context["key"]
    fresh = str(answer.context["csrf_token"])
    resumed = browser.post(
        address(draft, "resume"), data | {"csrfmiddlewaretoken": fresh, "key": key}
    )
    assert resumed["Location"] == address(draft)
    browser.get(address(draft))
    assert stored(draft).text == "Typed for an hour."


def test_a_stale_csrf_token_of_a_fragment_brings_a_fresh_one(alice, draft):
    browser = browser_of(alice)
    browser.handler.enforce_csrf_checks = True
    answer = browser.post(address(draft, "save"), form_data(draft, "Mine."), headers=FRAGMENT)
    assert answer.status_code == 403
    assert "draft:token" in events(answer)
    token = browser.cookies["galley_csrf"].value
    headers = FRAGMENT | {"X-CSRFToken": token}
    answer = browser.post(address(draft, "save"), form_data(draft, "Mine."), headers=headers)
    assert answer.status_code == 200


def test_a_stale_csrf_token_elsewhere_has_a_plain_page(alice):
    browser = browser_of(alice)
    browser.handler.enforce_csrf_checks = True
    answer = browser.post("/accounts/logout/")
    assert answer.status_code == 403
    assert "That did not go through" in answer.content.decode()


@pytest.mark.parametrize("what", ["discard", "stash", "conflict", "follow"])
def test_a_post_without_a_text_leads_to_the_sign_in(wiki, draft, what):
    answer = Client().post(address(draft, what))
    assert answer.status_code == 302
    assert answer["Location"] == f"/?next=%2Fdrafts%2F{draft.pk}%2F"


def test_a_save_into_a_discarded_draft_is_kept_aside(browser, draft):
    discard_draft(save_text(draft, "Mine.").draft)
    answer = browser.post(address(draft, "save"), form_data(stored(draft), "Later."))
    assert answer.status_code == 409
    assert draft.versions.get(reason="other-tab").text.content == "Later."
