"""A wiki to be read by its members only: Galley learns what it is from the first one."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from editor.models import Draft, Wiki
from tests.demowiki.bot_passwords import bot_password
from tests.posting import FRAGMENT, address, form_data
from tests.redirects import sign_in


@pytest.fixture
def private(wiki, title):
    make_private(wiki)
    return wiki


def make_private(wiki) -> None:
    """And let Galley know nothing of it yet."""
    wiki.configure(wgGroupPermissions={"*": {"read": False}})
    Wiki.objects.all().delete()


def test_the_check_says_that_it_is_private(private, capsys):
    call_command("check_wiki")
    assert "tells only its members" in capsys.readouterr().out
    assert not Wiki.objects.exists()


def test_the_whole_way_from_the_sign_in_to_the_published_page(private, title):
    browser = Client()
    assert browser.get("/").status_code == 200
    assert sign_in(private, browser).status_code == 302
    page = browser.get(f"/edit/{title}")
    draft = page.context["draft"]
    for look in ("preview", "changes"):
        answer = browser.post(address(draft, look), form_data(draft), headers=FRAGMENT)
        assert answer.status_code == 200
    for path in ("/", f"/history/{title}", f"/add/{title}", "/titles?title=Apo", "/open?title=X"):
        assert browser.get(path, follow=True).status_code == 200
    for part in ("outline", "notices", "preview/frame", "uses", "versions", "offer"):
        assert browser.get(address(draft, part)).status_code == 200
    answer = browser.post(address(draft, "publish"), form_data(draft, "Of a member."))
    assert "Published, revision" in browser.get(answer["Location"]).content.decode()
    private.reset()
    assert private.text(title) == "Of a member."


def test_what_is_known_of_it_is_renewed_by_whoever_opens_a_page(private, title):
    browser = Client()
    sign_in(private, browser)
    Wiki.objects.update(name="An old name", learned_at="2020-01-01T00:00Z")
    assert browser.get(f"/history/{title}").status_code == 200
    assert browser.get(f"/edit/{title}").status_code == 200
    assert Wiki.objects.get().name == "Demo wiki"
    assert Draft.objects.get().wiki.name == "Demo wiki"


def test_one_signs_in_with_a_bot_password_too(wiki, title, settings, capsys):
    name, password = bot_password(wiki, "Alice")
    make_private(wiki)
    settings.SIGN_IN = "botpassword"
    call_command("check_wiki")
    assert "tells only its members" in capsys.readouterr().out
    browser = Client()
    answer = browser.post("/sign-in/bot-password", {"name": name, "password": password})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get(f"/edit/{title}").context["draft"].title == title
