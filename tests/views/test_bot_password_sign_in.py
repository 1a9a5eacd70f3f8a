"""Signing in without OAuth: the same person, the same list, and no way to guess passwords."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from editor.actions.sign_in_attempts import LIMITS, take_attempt
from editor.credentials import client_for, current_wiki
from editor.models import WikiCredential
from tests.demowiki.bot_passwords import bot_password
from tests.factories import open_draft
from tests.faults import wiki_down
from tests.people import browser_of
from tests.together import together

PAGE = "/sign-in/bot-password"
WRONG = "0123456789abcdefghijklmnopqrstuv"
# Accounts that several wikis share: the number of each is one more than the wiki's own.
FARM = {"Farm": {"class": "FarmIds"}}


@pytest.fixture(autouse=True)
def _offered(settings, db):
    settings.SIGN_IN = "botpassword"
    cache.clear()


@pytest.fixture(scope="module")
def fields(running_wiki) -> dict[str, str]:
    name, password = bot_password(running_wiki, "Alice")
    return {"name": name, "password": password}


def test_one_signs_in_and_may_edit(wiki, fields):
    browser = Client()
    answer = browser.post(PAGE, fields)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get()
    assert not user.has_usable_password()
    assert client_for(user).user_info().name == "Alice"
    assert "Alice" in browser.get("/").content.decode()


def test_it_is_the_same_person_as_with_oauth(wiki, alice, fields):
    draft = open_draft(alice, "Moon")
    browser = Client()
    browser.post(PAGE, fields)
    assert User.objects.get() == alice
    account = SocialAccount.objects.get()
    assert account.uid == f"{current_wiki().wiki_id}:{wiki.user_id('Alice')}"
    assert browser.get(f"/drafts/{draft.pk}/").status_code == 200


def test_it_is_the_same_person_where_wikis_share_their_accounts(wiki, fields):
    """OAuth gives the number that they share; the wiki's own may be somebody else's there."""
    wiki.configure(wgCentralIdLookupProviders=FARM)
    assert Client().post(PAGE, fields).status_code == 302
    (account,) = SocialAccount.objects.all()
    assert account.uid == f"{current_wiki().wiki_id}:{wiki.user_id('Alice') + 1}"


def test_a_number_that_somebody_else_goes_by_opens_nothing(wiki, bob, fields):
    """Where OAuth does not count all accounts, Bob came with what is Alice's among them."""
    assert wiki.user_id("Bob") == wiki.user_id("Alice") + 1
    wiki.configure(wgCentralIdLookupProviders=FARM)
    answer = Client().post(PAGE, fields)
    assert answer.status_code == 403
    assert WikiCredential.objects.get(user=bob).username == "Bob"


def test_one_comes_back_to_where_one_was(wiki, fields):
    page = Client().get(f"{PAGE}?next=/edit/Moon").content.decode()
    assert '<input type="hidden" name="next" value="/edit/Moon">' in page
    assert Client().post(PAGE, fields | {"next": "/edit/Moon"})["Location"] == "/edit/Moon"
    assert Client().post(PAGE, fields | {"next": "https://evil.example/"})["Location"] == "/"


def test_the_list_holds_here_too(wiki, fields, settings):
    settings.ALLOWED_USERS = ["Bob"]
    answer = Client().post(PAGE, fields)
    assert answer.status_code == 403
    assert not User.objects.exists()
    settings.ALLOWED_USERS, settings.ALLOWED_GROUPS = [], ["autoconfirmed"]
    assert Client().post(PAGE, fields).status_code == 302


def test_somebody_else_who_may_not_come_in_leaves_no_password_behind(wiki, bob, fields, settings):
    settings.ALLOWED_USERS = ["Bob"]
    assert browser_of(bob).post(PAGE, fields).status_code == 403
    assert WikiCredential.objects.get(user=bob).bot_password == ""
    assert client_for(bob).user_info().name == "Bob"


def test_the_last_sign_out_forgets_it(wiki, fields):
    browsers = Client(), Client()
    for browser in browsers:
        browser.post(PAGE, fields)
    browsers[0].post("/accounts/logout/")
    assert WikiCredential.objects.get().bot_password
    browsers[1].post("/accounts/logout/")
    assert WikiCredential.objects.get().bot_password == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": WRONG}, "does not know this name with this password"),
        ({"name": "Nobody here@galley"}, "has no account of this name"),
        ({"name": "Alice"}, "This is no bot password"),
        ({"password": "demo wiki Alice"}, "This is no bot password"),
        ({"name": ""}, "This field is required"),
    ],
)
def test_what_is_wrong_is_said_and_the_password_not_shown_again(wiki, fields, change, words):
    posted = fields | change
    answer = Client().post(PAGE, posted)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert posted["password"] not in page
    assert not User.objects.exists()


def test_the_password_of_an_account_is_not_sent_to_the_wiki(wiki):
    wiki.clear_log("api")
    Client().post(PAGE, {"name": "Alice", "password": "demo wiki Alice"})
    assert not any("action=login" in line for line in wiki.log("api"))


def test_bot_passwords_that_are_switched_off_are_said_to_be(wiki, fields):
    wiki.configure(wgEnableBotPasswords=False)
    assert "does not allow bot passwords" in Client().post(PAGE, fields).content.decode()


def test_a_wiki_that_is_down_is_said_to_be(wiki, fields):
    with wiki_down():
        answer = Client().post(PAGE, fields)
    assert answer.status_code == 503
    assert "reached" in answer.content.decode()


def test_a_wiki_that_throttles_is_believed(wiki):
    # The wiki goes on counting after this test, so nobody else's attempts.
    posted = {"name": "Bob@galley", "password": WRONG}
    wiki.configure(wgPasswordAttemptThrottle=[{"count": 1, "seconds": 300}])
    assert Client().post(PAGE, posted).status_code == 422
    answer = Client().post(PAGE, posted)
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_galley_is_no_place_to_guess_passwords(wiki, fields, monkeypatch):
    monkeypatch.setitem(LIMITS, "session", 2)
    monkeypatch.setitem(LIMITS, "account", 3)
    browser = Client()
    for _ in range(2):
        assert browser.post(PAGE, fields | {"password": WRONG}).status_code == 422
    wiki.clear_log("api")
    # Also the right one now, or one could tell them apart.
    assert browser.post(PAGE, fields).status_code == 429
    assert wiki.log("api") == []
    # Without cookies, the account is what counts.
    assert Client().post(PAGE, fields | {"password": WRONG}).status_code == 422
    assert Client().post(PAGE, fields).status_code == 429
    cache.clear()
    assert Client().post(PAGE, fields).status_code == 302


def test_behind_a_proxy_only_what_the_proxy_says_of_addresses_counts(
    wiki, fields, settings, monkeypatch
):
    settings.IS_HTTPS = True
    monkeypatch.setitem(LIMITS, "address", 2)
    for number in range(2):
        posted = {"name": f"Nobody {number}@galley", "password": WRONG}
        forged = f"203.0.113.{number}, 198.51.100.7"
        Client().post(PAGE, posted, headers={"X-Forwarded-For": forged})
    blocked = Client().post(PAGE, fields, headers={"X-Forwarded-For": "198.51.100.7"})
    assert blocked.status_code == 429
    other = Client().post(PAGE, fields, headers={"X-Forwarded-For": "198.51.100.7, 192.0.2.1"})
    assert other.status_code == 302


def test_the_page_says_where_to_make_one_and_what_to_tick(wiki, settings):
    current_wiki()
    page = Client().get(PAGE).content.decode()
    assert f'href="{wiki.url}/wiki/Special:BotPasswords"' in page
    for grant in ("Edit existing pages", "Create, edit, and move pages", "Edit your watchlist"):
        assert grant in page


@pytest.mark.parametrize(
    ("sign_in", "oauth", "bot"),
    [("oauth", True, False), ("botpassword", False, True), ("both", True, True)],
)
def test_only_the_ways_that_are_on_are_offered(wiki, settings, sign_in, oauth, bot):
    settings.SIGN_IN = sign_in
    page = Client().get("/?next=/edit/Moon").content.decode()
    assert ('action="/accounts/mediawiki/login/"' in page) is oauth
    assert (f'href="{PAGE}?next=%2Fedit%2FMoon"' in page) is bot
    assert Client().get(PAGE).status_code == (200 if bot else 404)
    assert Client().post(PAGE, {}).status_code == (422 if bot else 404)


def test_the_way_to_oauth_leads_here_where_there_is_none(wiki):
    answer = Client().post("/accounts/mediawiki/login/", {"next": "/edit/Moon"})
    assert answer["Location"] == f"{PAGE}?next=%2Fedit%2FMoon"


SETTINGS = "import django; django.setup(); from django.conf import settings as s; print(s.SIGN_IN)"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("botpassword", "botpassword"),
        ("passwort", "SIGN_IN must be one of"),
        ("oauth", "OAUTH_CLIENT_ID"),
    ],
)
def test_the_start_names_what_is_wrong_and_needs_no_consumer_without_oauth(value, words):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "project.settings", "SIGN_IN": value}
    for name in ("OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET"):
        environment.pop(name, None)
    done = subprocess.run(
        [sys.executable, "-c", SETTINGS],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert words in done.stdout + done.stderr
    assert (done.returncode == 0) is (value == "botpassword")


@pytest.mark.django_db(transaction=True)
def test_of_many_tries_at_once_each_is_counted():
    keys = {"session": "one", "account": "", "address": "somewhere"}
    tries = together(*[lambda: take_attempt(keys)] * 8)
    assert sorted(tries) == [False] * 3 + [True] * 5
    # Those that were not made do not count for the address.
    others = [take_attempt({"address": "somewhere"}) for _ in range(LIMITS["address"])]
    assert others.count(True) == LIMITS["address"] - 5
