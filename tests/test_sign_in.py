"""Signing in and out by real redirects: Django's client for Galley, cookies for the wiki."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from editor.credentials import client_for, current_wiki, decrypt, may_sign_in, wiki_username
from editor.models import ForeignWikiError, Wiki, WikiCredential
from tests.demowiki.visitor import Visitor
from tests.environment import free_port
from tests.factories import open_draft, save_text
from tests.people import browser_of, signed_up
from tests.posting import address, form_data

SIGN_IN = "/accounts/mediawiki/login/"
ALLAUTH = "allauth.socialaccount.providers.mediawiki.views.MediaWikiOAuth2Adapter"


def leave_for_the_wiki(browser: Client, **fields: str) -> str:
    """Presses "Sign in with the wiki"; the address on the wiki that it leads to."""
    answer = browser.post(SIGN_IN, fields)
    assert answer.status_code == 302
    return str(answer["Location"])


def come_back(wiki, browser: Client, to_wiki: str, *, user: str = "Alice", button: str = "accept"):
    """Logs in on the wiki, presses the button there, and follows the way back to Galley."""
    visitor = Visitor(wiki, user)
    back = visitor.press(visitor.log_in(visitor.follow(to_wiki)), button)
    assert back.startswith("http://testserver/")
    return browser.get(back.removeprefix("http://testserver"))


def sign_in(wiki, browser: Client, user: str = "Alice", **fields: str):
    return come_back(wiki, browser, leave_for_the_wiki(browser, **fields), user=user)


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_a_sign_in_makes_a_user_that_the_wiki_takes(wiki):
    browser = Client()
    answer = sign_in(wiki, browser)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    user = User.objects.get()
    assert client_for(user).user_info().name == "Alice"
    assert wiki_username(user) == "Alice"
    assert not user.has_usable_password()
    assert "Alice" in browser.get("/").content.decode()


def test_the_uid_holds_the_wikis_id_and_the_accounts(wiki):
    sign_in(wiki, Client())
    account = SocialAccount.objects.get()
    assert account.uid == f"{current_wiki().wiki_id}:{wiki.user_id('Alice')}"


def test_tokens_are_in_the_credential_and_nowhere_else(wiki):
    sign_in(wiki, Client())
    credential = WikiCredential.objects.get()
    assert len(decrypt(credential.access_token)) > 100
    assert len(decrypt(credential.refresh_token)) > 100
    assert credential.expires_at is not None
    assert not SocialToken.objects.exists()
    assert not EmailAddress.objects.exists()


def test_the_code_is_bound_to_the_browser_by_pkce(wiki):
    browser = Client()
    to_wiki = leave_for_the_wiki(browser)
    sent = query_of(to_wiki)
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["code_challenge"]) == 43
    # The verifier goes along with the code: with another one the wiki gives no tokens.
    session = browser.session
    (state_id,) = session["socialaccount_states"]
    state, *rest = session["socialaccount_states"][state_id]
    state["pkce_code_verifier"] = "x" * 43
    session["socialaccount_states"] = {state_id: [state, *rest]}
    session.save()
    assert come_back(wiki, browser, to_wiki).status_code == 502
    assert not User.objects.exists()


def test_one_lands_where_one_wanted_to_go(wiki):
    answer = sign_in(wiki, Client(), next="/edit/Apollo_11?section=2")
    assert answer["Location"] == "/edit/Apollo_11?section=2"


def test_one_never_lands_on_another_site(wiki):
    answer = sign_in(wiki, Client(), next="https://evil.example/")
    assert answer["Location"] == "/"


def test_the_page_one_was_sent_away_from_is_where_one_lands(wiki):
    browser = Client()
    sent_away = browser.get("/edit/Apollo_11?section=2")
    page = browser.get(sent_away["Location"]).content.decode()
    assert 'name="next" value="/edit/Apollo_11?section=2"' in page


def test_cancelling_on_the_wiki_has_a_page_of_its_own(wiki):
    browser = Client()
    answer = come_back(wiki, browser, leave_for_the_wiki(browser), button="cancel")
    assert answer.status_code == 200
    assert "You did not sign in" in answer.content.decode()
    assert not User.objects.exists()


def test_a_wiki_that_is_down_when_one_comes_back_has_a_page_of_its_own(wiki, monkeypatch):
    browser = Client()
    to_wiki = leave_for_the_wiki(browser)
    nobody = f"http://127.0.0.1:{free_port()}/rest.php/oauth2/access_token"
    monkeypatch.setattr(f"{ALLAUTH}.access_token_url", nobody)
    answer = come_back(wiki, browser, to_wiki)
    assert answer.status_code == 502
    assert "Signing in did not work" in answer.content.decode()
    assert not User.objects.exists()


def test_a_wrong_secret_is_said_and_signs_nobody_in(wiki, monkeypatch, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["mediawiki"]["APPS"][0]
    monkeypatch.setitem(app, "secret", "wrong")
    answer = sign_in(wiki, Client())
    assert answer.status_code == 502
    assert "Signing in did not work" in answer.content.decode()
    assert not User.objects.exists()


def test_a_callback_out_of_the_blue_signs_nobody_in(wiki):
    answer = Client().get("/accounts/mediawiki/login/callback/?code=abc&state=unknown")
    assert answer.status_code == 502
    assert not User.objects.exists()


def test_there_is_no_sign_up_form_and_no_password(wiki, alice):
    for way in ("login", "signup", "social/signup", "inactive"):
        answer = Client().get(f"/accounts/{way}/")
        assert (answer.status_code, answer["Location"]) == (302, "/")
    for way in ("password/reset", "email", "password/change", "social/connections"):
        assert Client().get(f"/accounts/{way}/").status_code == 404
    alice.set_password("secret")
    alice.save()
    browser = Client()
    browser.post("/accounts/login/", {"login": "Alice", "password": "secret"})
    assert "_auth_user_id" not in browser.session


def test_signing_in_takes_a_press_of_the_button(wiki):
    """A link from elsewhere must not start it: the dialog of the wiki is for one's own wish."""
    answer = Client().get(SIGN_IN)
    assert answer.status_code == 200
    assert b"<form" in answer.content


def test_a_renamed_user_is_the_same_user_under_the_new_name(wiki):
    known = User.objects.create(username="Old name")
    uid = f"{current_wiki().wiki_id}:{wiki.user_id('Alice')}"
    SocialAccount.objects.create(
        user=known, provider="mediawiki", uid=uid, extra_data={"username": "Old name", "groups": []}
    )
    sign_in(wiki, Client())
    user = User.objects.get()
    assert user == known
    assert wiki_username(user) == "Alice"
    assert client_for(user).username == "Alice"


def test_who_takes_over_an_old_name_is_somebody_else(wiki):
    known = User.objects.create(username="Alice")
    uid = f"{current_wiki().wiki_id}:99999"
    SocialAccount.objects.create(user=known, provider="mediawiki", uid=uid, extra_data={})
    browser = Client()
    sign_in(wiki, browser)
    newcomer = User.objects.exclude(pk=known.pk).get()
    assert browser.session["_auth_user_id"] == str(newcomer.pk)
    assert wiki_username(newcomer) == "Alice"


def test_the_same_number_on_another_wiki_is_somebody_else(wiki):
    other = User.objects.create(username="Alice of another wiki")
    uid = f"another:{wiki.user_id('Alice')}"
    SocialAccount.objects.create(user=other, provider="mediawiki", uid=uid, extra_data={})
    sign_in(wiki, Client())
    assert User.objects.count() == 2


def test_signing_out_of_one_device_leaves_the_other_signed_in(wiki, title):
    desktop, phone = Client(), Client()
    sign_in(wiki, desktop)
    sign_in(wiki, phone)
    user = User.objects.get()
    assert UserSession.objects.filter(user=user).count() == 2
    assert desktop.post("/accounts/logout/").status_code == 302
    assert "Sign in with the wiki" in desktop.get("/").content.decode()
    assert phone.get(f"/edit/{title}").status_code == 200
    assert client_for(user).user_info().name == "Alice"


def test_signing_out_of_the_last_device_forgets_the_tokens(wiki):
    desktop, phone = Client(), Client()
    sign_in(wiki, desktop)
    sign_in(wiki, phone)
    desktop.post("/accounts/logout/")
    phone.post("/accounts/logout/")
    credential = WikiCredential.objects.get()
    assert (credential.access_token, credential.refresh_token, credential.csrf_token) == ("",) * 3


def test_a_session_that_is_over_does_not_keep_the_tokens(wiki):
    desktop, phone = Client(), Client()
    sign_in(wiki, desktop)
    sign_in(wiki, phone)
    phone.session.delete()
    desktop.post("/accounts/logout/")
    assert WikiCredential.objects.get().access_token == ""


def test_signing_out_takes_a_post(wiki, browser):
    assert browser.get("/accounts/logout/").status_code == 405


def test_drafts_survive_a_sign_out(wiki, alice, title):
    save_text(open_draft(alice, title), "Mine.")
    browser = Client()
    sign_in(wiki, browser)
    browser.post("/accounts/logout/")
    sign_in(wiki, browser)
    assert title in browser.get("/").content.decode()


def test_signing_in_again_while_signed_in_brings_tokens(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = Client()
    sign_in(wiki, browser)
    wiki.expire_access_tokens("Alice")
    wiki.expire_refresh_tokens("Alice")
    page = browser.get(address(draft))
    assert page.status_code == 200
    assert "Sign in with the wiki" in page.content.decode()
    answer = sign_in(wiki, browser, next=address(draft))
    assert answer["Location"] == address(draft)
    assert client_for(alice).user_info().name == "Alice"


@pytest.mark.parametrize("user", ["Alice", "Bob"])
def test_allowed_users_may_come_in_and_nobody_else(wiki, settings, user):
    settings.ALLOWED_USERS = ["Alice", "Somebody_else"]
    answer = sign_in(wiki, Client(), user)
    if user == "Alice":
        assert answer.status_code == 302
    else:
        assert answer.status_code == 403
        assert "Bob" in answer.content.decode()
        assert not User.objects.exists()


@pytest.mark.parametrize("user", ["Admin", "Bob"])
def test_allowed_groups_may_come_in_and_nobody_else(wiki, settings, user):
    settings.ALLOWED_GROUPS = ["sysop"]
    answer = sign_in(wiki, Client(), user)
    assert answer.status_code == (302 if user == "Admin" else 403)
    assert User.objects.exists() == (user == "Admin")


def test_an_underscore_in_a_listed_name_is_a_space(settings):
    settings.ALLOWED_USERS = ["Alice_B."]
    assert may_sign_in("Alice B.", [])
    assert not may_sign_in("Alice", [])


def test_a_profile_of_a_hidden_user_is_turned_away(wiki, monkeypatch):
    """The wiki names neither user name nor groups of an account that it hides."""
    monkeypatch.setattr(
        f"{ALLAUTH}.complete_login",
        _with_profile({"sub": "4", "blocked": True}),
    )
    answer = sign_in(wiki, Client())
    assert answer.status_code == 502
    assert not User.objects.exists()


def _with_profile(profile):
    def complete_login(self, request, app, token, **kwargs):
        return self.get_provider().sociallogin_from_response(request, profile)

    return complete_login


def test_an_expired_sign_in_in_the_middle_of_typing_loses_nothing(wiki, title):
    """Post, sign in again on the wiki, and find the text in the very draft."""
    browser = Client()
    sign_in(wiki, browser)
    page = browser.get(f"/edit/{title}")
    draft = page.context["draft"]
    data = form_data(draft, "Typed for an hour.", key=page.context["key"], summary="Why")
    browser.session.delete()
    offered = browser.post(address(draft, "save"), data)
    assert offered.status_code == 401
    assert "Typed for an hour." in offered.content.decode()
    to_wiki = browser.post(address(draft, "resume"), data)["Location"]
    assert to_wiki.startswith(wiki.url)
    answer = come_back(wiki, browser, to_wiki)
    assert answer["Location"] == address(draft)
    shown = browser.get(address(draft)).content.decode()
    assert "Typed for an hour." in shown
    assert "Your text came along and is saved." in shown
    draft.refresh_from_db()
    assert (draft.text, draft.summary) == ("Typed for an hour.", "Why")


def test_a_text_that_waits_is_saved_when_one_signed_in_by_another_way(wiki, title):
    browser = Client()
    sign_in(wiki, browser)
    page = browser.get(f"/edit/{title}")
    draft = page.context["draft"]
    data = form_data(draft, "Typed for an hour.", key=page.context["key"])
    browser.session.delete()
    browser.post(address(draft, "resume"), data)
    sign_in(wiki, browser)
    answer = browser.get("/", follow=True)
    assert answer.redirect_chain == [(address(draft), 302)]
    draft.refresh_from_db()
    assert draft.text == "Typed for an hour."


def test_a_text_that_waits_for_somebody_else_bars_nobodys_way(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = browser_of(alice)
    key = browser.get(address(draft)).context["key"]
    browser.session.delete()
    browser.post(address(draft, "resume"), form_data(draft, "Alice's.", key=key))
    sign_in(wiki, browser, "Bob")
    assert browser.get("/").status_code == 200
    assert browser.get(address(draft)).status_code == 404
    draft.refresh_from_db()
    assert draft.text != "Alice's."


def test_only_a_form_that_was_served_can_leave_a_text_behind(wiki, alice, title):
    draft = open_draft(alice, title)
    other = open_draft(alice, "Apollo 11")
    key = browser_of(alice).get(address(other)).context["key"]
    for wrong in ("", "garbage", key):
        answer = Client().post(address(draft, "resume"), form_data(draft, "Foisted.", key=wrong))
        assert answer.status_code == 404


def test_a_text_that_cannot_be_read_is_not_said_to_be_saved(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = browser_of(alice)
    key = browser.get(address(draft)).context["key"]
    data = form_data(draft, "Typed.", key=key, version="garbage")
    browser.post(address(draft, "resume"), data)
    page = browser.get(address(draft)).content.decode()
    assert "is saved." not in page
    assert "kept under “Versions”" in page
    assert draft.versions.get(reason="other-tab").text.content == "Typed."


def test_a_splice_that_no_longer_fits_is_no_dead_end(wiki, alice, title):
    draft = open_draft(alice, title)
    browser = browser_of(alice)
    key = browser.get(address(draft)).context["key"]
    data = form_data(draft, "piece", key=key, start=99999, removed=5)
    browser.post(address(draft, "resume"), data)
    for _ in range(2):
        assert browser.get(address(draft)).status_code == 200


def test_a_foreign_database_is_refused(wiki, alice, settings):
    settings.WIKI_API_URL = "https://other.example/w/api.php"
    with pytest.raises(ForeignWikiError, match="a database of its own"):
        Wiki.objects.refuse_foreign_database()


def test_no_other_page_of_allauth_is_reachable(wiki):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name in names if name.startswith(("account_", "socialaccount_"))} == {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "socialaccount_signup",
    }


def test_signed_up_people_of_the_tests_are_like_those_who_signed_in(wiki):
    """The fixtures' short cut makes the very user that the redirects find."""
    alice = signed_up(wiki, "Alice")
    sign_in(wiki, Client())
    assert User.objects.get() == alice
