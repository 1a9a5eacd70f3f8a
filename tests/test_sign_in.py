"""Signing in by real redirects, and what may go wrong on the way."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver

from editor.credentials import client_for, decrypt, wiki_username
from editor.models import WikiCredential
from tests.environment import free_port
from tests.people import browser_of
from tests.redirects import ALLAUTH, SIGN_IN, come_back, leave_for_the_wiki, sign_in


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


def test_a_password_of_the_server_for_the_wiki_keeps_nobody_out(wiki, tmp_path, monkeypatch):
    browser = Client()
    to_wiki = leave_for_the_wiki(browser)
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login operator password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert come_back(wiki, browser, to_wiki)["Location"] == "/"
    assert User.objects.get().username == "Alice"


def test_tokens_are_in_the_credential_and_nowhere_else(wiki):
    sign_in(wiki, Client())
    credential = WikiCredential.objects.get()
    assert len(decrypt(credential.access_token)) > 100
    assert len(decrypt(credential.refresh_token)) > 100
    assert credential.expires_at is not None
    assert not SocialToken.objects.exists()
    assert not EmailAddress.objects.exists()


def test_the_door_answers_those_who_only_ask_whether_it_is_there(wiki):
    answer = Client().head("/")
    assert (answer.status_code, answer.content) == (200, b"")


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


def test_no_address_ties_a_second_account_to_who_is_signed_in(wiki, bob):
    browser = browser_of(bob)
    to_wiki = leave_for_the_wiki(browser, f"{SIGN_IN}?process=connect")
    assert come_back(wiki, browser, to_wiki)["Location"] == "/"
    alice = User.objects.get(username="Alice")
    assert browser.session["_auth_user_id"] == str(alice.pk)
    assert SocialAccount.objects.get(user=bob).extra_data["username"] == "Bob"


def test_no_form_is_redirected_to_the_wiki(wiki):
    """Browsers would hold a host for signing in that the wiki sends on to against form-action."""
    browser = Client()
    assert wiki.url in leave_for_the_wiki(browser)
    assert "no-store" in browser.post(SIGN_IN)["Cache-Control"]


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
    assert "Tell the people who run this Galley" in answer.content.decode()
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


def test_no_other_page_of_allauth_is_reachable(wiki):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {name for name in names if name.startswith(("account_", "socialaccount_"))} == {
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "socialaccount_signup",
    }
