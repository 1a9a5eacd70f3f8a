"""Signing out of one device, and of the last one."""

from __future__ import annotations

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.test import Client

from editor.credentials import client_for
from editor.models import WikiCredential
from tests.factories import open_draft, save_text
from tests.redirects import sign_in


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
