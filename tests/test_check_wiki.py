"""What `manage.py check_wiki` says, as far as the wiki lets itself be asked."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command

from editor.credentials import connection
from editor.models import Wiki
from tests.environment import free_port


@pytest.fixture(autouse=True)
def _connection_of_the_settings():
    connection.cache_clear()
    yield
    connection.cache_clear()


def test_all_is_well(wiki, capsys):
    call_command("check_wiki")
    assert "ready for Galley" in capsys.readouterr().out
    assert Wiki.objects.get().wiki_id


@pytest.mark.parametrize("name", ["OAUTH_CLIENT_ID", "OAUTH_CLIENT_SECRET"])
def test_a_wrong_key_or_secret(wiki, settings, name):
    setattr(settings, name, "wrong")
    with pytest.raises(CommandError, match=name):
        call_command("check_wiki")


def test_a_wrong_callback(wiki, settings):
    settings.BASE_URL = "http://elsewhere.example"
    with pytest.raises(CommandError, match="registered with another callback") as caught:
        call_command("check_wiki")
    assert "http://elsewhere.example/accounts/mediawiki/login/callback/" in str(caught.value)
    assert "BASE_URL" in str(caught.value)


def test_a_wrong_rest_address(wiki, settings):
    settings.WIKI_REST_URL = f"{wiki.url}/nothing/rest.php"
    with pytest.raises(CommandError, match="WIKI_REST_URL"):
        call_command("check_wiki")


def test_a_wiki_that_is_down(wiki, settings):
    settings.WIKI_API_URL = f"http://127.0.0.1:{free_port()}/api.php"
    Wiki.objects.all().delete()
    with pytest.raises(CommandError, match="WIKI_API_URL"):
        call_command("check_wiki")


def test_something_else_than_a_wiki(wiki, settings):
    settings.WIKI_API_URL = f"{wiki.url}/load.php"
    with pytest.raises(CommandError, match="does not answer as a wiki does"):
        call_command("check_wiki")


def test_a_database_of_another_wiki(wiki, settings):
    call_command("check_wiki")
    Wiki.objects.update(wiki_id="another")
    with pytest.raises(CommandError, match="another"):
        call_command("check_wiki")


def test_a_wiki_that_has_moved_is_taken_when_one_says_so(wiki, settings, capsys):
    call_command("check_wiki")
    Wiki.objects.update(api_url="https://old.example/w/api.php")
    with pytest.raises(CommandError, match="--moved"):
        call_command("check_wiki")
    call_command("check_wiki", "--moved")
    assert Wiki.objects.get().api_url == settings.WIKI_API_URL
