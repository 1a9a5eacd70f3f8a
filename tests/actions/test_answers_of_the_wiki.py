"""What a real wiki answers to requests that Galley itself does not make, or not in this state.

They show that the words kept for these codes belong to answers that exist, and that the client
tells them apart when they come on the wire.
"""

from __future__ import annotations

from typing import Any

import pytest

from editor.credentials import client_for, current_wiki, keep_bot_password, site_reader
from editor.wiki import BotPassword, WikiError, log_in
from editor.wiki.connection import EDIT
from editor.wiki.encoding import encoded_body
from tests.demowiki.bot_passwords import bot_password
from tests.people import new_title


def refused(client, params: dict[str, Any], action: str = "edit") -> list[str]:
    """The codes of the answer."""
    with pytest.raises(WikiError) as caught:
        client.write(action, params, timing=EDIT, is_saving=action == "edit")
    return [message.code for message in caught.value.messages]


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("badmd5", {"text": "Mine.", "md5": "0" * 32}),
        ("missingparam", {}),
        ("invalidparammix", {"text": "Mine.", "pageid": 1}),
        ("badformat", {"text": "Mine.", "contentmodel": "wikitext", "contentformat": "text/css"}),
        ("contentnotallowedhere", {"text": "return {}", "contentmodel": "Scribunto"}),
        ("redirect-appendonly", {"text": "Mine.", "redirect": True}),
    ],
)
def test_an_edit_that_is_put_wrongly(wiki, alice, title, code, params):
    assert code in refused(client_for(alice), {"title": title, **params})
    assert len(wiki.history(title)) == 1


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("missingparam", {}),
        ("invalidparammix", {"text": "Mine.", "stashedtexthash": "0" * 40}),
        ("badmodelformat", {"text": "Mine.", "contentformat": "text/css"}),
    ],
)
def test_a_stash_that_is_put_wrongly(wiki, alice, title, code, params):
    known = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "baserevid": 0}
    asked = {"title": title, **known, **params}
    assert code in refused(client_for(alice), asked, "stashedit")


def test_a_page_number_that_is_none(wiki, alice):
    assert refused(client_for(alice), {"pageid": 10**8, "text": "Mine."}) == ["nosuchpageid"]


def test_a_redirect_to_nowhere_that_can_be_edited(wiki, alice):
    title = new_title()
    wiki.edit(title, "#REDIRECT [[Special:Version]]")
    asked = {"title": title, "appendtext": "Mine.", "redirect": True}
    assert refused(client_for(alice), asked) == ["edit-invalidredirect"]


@pytest.mark.parametrize(
    ("kind", "code"), [("user", "assertuserfailed"), ("bot", "assertbotfailed")]
)
def test_nobody_is_no_user(wiki, kind, code):
    fields = {"action": "edit", "format": "json", "formatversion": "2", "assert": kind}
    with pytest.raises(WikiError) as caught:
        site_reader()._answer("POST", EDIT, wait=True, body=encoded_body(fields))
    assert caught.value.has_code(code)


def test_the_token_of_an_edit_is_in_its_body(wiki, alice, title):
    client = client_for(alice)
    client.fetch_csrf_token()
    with pytest.raises(WikiError) as caught:
        client.call("edit", {"title": title, "text": "Mine.", "token": client.csrf_token})
    assert caught.value.has_code("mustpostparams")


def test_a_wiki_that_lets_nobody_read(wiki, alice, title):
    client = client_for(alice)
    client.fetch_csrf_token()
    wiki.configure(wgGroupPermissions={name: {"read": False} for name in ("*", "user", "sysop")})
    assert "readapidenied" in refused(client, {"title": title, "text": "Mine."})


@pytest.mark.parametrize("kind", ["css", "js", "json"])
def test_pages_of_the_site_need_a_right_of_their_own(wiki, alice, kind):
    wiki.configure(wgGroupPermissions={"user": {"editinterface": True}})
    known = BotPassword(*bot_password(wiki, "Alice", grants=("editpage", "editinterface")))
    client = client_for(alice)
    keep_bot_password(alice, current_wiki(), log_in(client.connection, known), known)
    codes = refused(client_for(alice), {"title": f"MediaWiki:Common.{kind}", "text": "{}"})
    assert f"site{kind}protected" in codes


@pytest.mark.parametrize("kind", ["css", "js"])
def test_ones_own_code_needs_a_grant(wiki, alice, kind):
    codes = refused(client_for(alice), {"title": f"User:Alice/common.{kind}", "text": "x"})
    assert codes == [f"mycustom{kind}protected"]


@pytest.fixture
def bot(wiki, alice):
    """Alice, in the group of the bots."""
    wiki.configure(wgGroupPermissions={"sysop": {"userrights": True}})
    wiki.set_groups("Alice", add="bot")
    yield alice
    wiki.set_groups("Alice", remove="bot")


def test_nothing_is_prepared_for_a_bot(bot, title):
    known = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "baserevid": 0}
    asked = {"title": title, "text": "Mine.", **known}
    assert refused(client_for(bot), asked, "stashedit") == ["botsnotsupported"]


def test_a_wiki_whose_members_may_not_write_by_the_api(wiki, alice, title):
    """The right is gone from MediaWiki since."""
    groups = ("*", "user", "bot", "sysop")
    wiki.configure(wgGroupPermissions={name: {"writeapi": False} for name in groups})
    client = client_for(alice)
    if wiki.version.startswith("1.39"):
        assert refused(client, {"title": title, "text": "Mine."}) == ["writeapidenied"]
    else:
        client.write("edit", {"title": title, "text": "Mine."}, timing=EDIT, is_saving=True)
    wiki.reset()
    newest = wiki.history(title)[0]["user"]
    assert newest == ("Bob" if wiki.version.startswith("1.39") else "Alice")
