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
from tests.demowiki import DemoWikiError
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


@pytest.fixture
def script(wiki) -> str:
    """A page of JavaScript that everybody may edit."""
    title = new_title()
    admin = wiki.session("Admin")
    admin.post(action="edit", title=title, text="1", contentmodel="javascript", summary="A test")
    return title


@pytest.mark.parametrize(
    ("code", "params"),
    [
        ("sectionsnotsupported", {"section": "1", "appendtext": "2"}),
        ("internal_api_error_ErrorPageError", {"section": "0", "text": "2"}),
    ],
)
def test_code_has_no_sections_to_edit(wiki, alice, script, code, params):
    assert refused(client_for(alice), {"title": script, **params}) == [code]
    assert wiki.text(script) == "1"


def test_code_has_no_sections_to_prepare(wiki, alice, script):
    revid = wiki.history(script)[0]["revid"]
    known = {"contentmodel": "javascript", "contentformat": "text/javascript"}
    asked = {"title": script, "text": "2", "section": "1", "baserevid": revid, **known}
    kind = "MWException" if wiki.version.startswith("1.39") else "BadMethodCallException"
    assert refused(client_for(alice), asked, "stashedit") == [f"internal_api_error_{kind}"]


@pytest.fixture
def made_json(wiki, title) -> dict[str, Any]:
    """What asks for an edit on the revision before the page was made JSON."""
    base = wiki.history(title)[0]["revid"]
    admin = wiki.session("Admin")
    admin.post(action="edit", title=title, text="[2]", contentmodel="json", summary="A test")
    return {"title": title, "text": "[3]", "baserevid": base}


def test_an_edit_of_what_is_another_kind_of_page_now(wiki, alice, made_json):
    assert refused(client_for(alice), made_json) == ["contentmodel-mismatch"]


def test_a_stash_of_what_is_another_kind_of_page_now(wiki, alice, made_json):
    asked = {**made_json, "contentmodel": "wikitext", "contentformat": "text/x-wiki"}
    assert refused(client_for(alice), asked, "stashedit") == ["contentmodel-mismatch"]


def test_who_may_not_change_the_kind_of_a_page(wiki, alice, title):
    wiki.configure(wgGroupPermissions={"user": {"editcontentmodel": False}})
    asked = {"title": title, "text": "[1]", "contentmodel": "json"}
    assert refused(client_for(alice), asked) == ["cantchangecontentmodel"]


@pytest.mark.parametrize(("code", "section"), [("replacefailed", "1"), ("missingrev", None)])
def test_a_stash_on_a_revision_that_is_hidden(wiki, alice, title, code, section):
    base = wiki.edit(title, "== A ==\nText.")
    wiki.edit(title, "== A ==\nText, changed.")
    wiki.hide_revision(base)
    known = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "baserevid": base}
    asked = {"title": title, "text": "Mine.", **known} | ({"section": section} if section else {})
    assert refused(client_for(alice), asked, "stashedit") == [code]


def test_a_stash_that_would_not_last(wiki, alice, title):
    wiki.configure(wgParserCacheExpireTime=0)
    revid = wiki.history(title)[0]["revid"]
    known = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "baserevid": revid}
    answer = client_for(alice).write(
        "stashedit", {"title": title, "text": "Mine.", **known}, timing=EDIT, is_saving=False
    )
    assert answer["stashedit"]["status"] == "uncacheable"


@pytest.mark.parametrize(
    ("code", "description"),
    [
        ("value", '{"params": {"a": {"type": "of none"}}}'),
        ("duplicate-value", '{"params": {"a": {}}, "paramOrder": ["a", "a"]}'),
        ("empty-array", '{"params": {"a": {}}, "sets": [{"label": "b", "params": []}]}'),
        ("format", '{"params": {}, "format": "of none"}'),
        ("param", '{"params": {}, "maps": {"b": {"c": "a"}}}'),
    ],
)
def test_a_description_of_a_template_with_a_mistake(wiki, alice, title, code, description):
    asked = {"title": title, "text": f"<templatedata>{description}</templatedata>"}
    assert refused(client_for(alice), asked) == [f"templatedata-invalid-{code}"]


def test_a_description_of_a_parameter_without_a_name(wiki, alice, title):
    asked = {"title": title, "text": '<templatedata>{"params": {"": {}}}</templatedata>'}
    if wiki.version.startswith("1.39"):
        answer = client_for(alice).write("edit", asked, timing=EDIT, is_saving=True)
        assert answer["edit"]["result"] == "Success"
    else:
        codes = refused(client_for(alice), asked)
        assert codes == ["templatedata-invalid-unnamed-parameter"]


def test_a_wiki_that_lags_too_far_behind(wiki, alice, title):
    asked = {"title": title, "text": "Mine.", "maxlag": -5}
    assert refused(client_for(alice), asked) == ["maxlag"]


def refused_to_nobody(params: dict[str, Any]) -> list[str]:
    fields = {"action": "edit", "format": "json", "formatversion": "2", "token": "+\\"}
    with pytest.raises(WikiError) as caught:
        site_reader()._answer("POST", EDIT, wait=True, body=encoded_body(fields | params))
    return [message.code for message in caught.value.messages]


def test_what_nobody_may_do_without_an_account(wiki, title):
    image = {"title": f"File:{title}.png", "text": "#REDIRECT [[Moon]]"}
    assert refused_to_nobody(image) == ["noimageredirect-anon"]
    wiki.configure(wgGroupPermissions={"*": {"createpage": False}})
    assert refused_to_nobody({"title": new_title(), "text": "x"}) == ["cantcreate-anon"]


def test_an_address_that_somebody_elses_block_blocked(wiki, alice, title):
    try:
        wiki.session("Admin").post(
            action="block", user="Bob", expiry="never", reason="A test", autoblock=1, reblock=1
        )
        with pytest.raises(DemoWikiError):
            wiki.edit(title, "Tried.")
        assert refused(client_for(alice), {"title": title, "text": "Mine."}) == ["autoblocked"]
    finally:
        wiki.unblock("Bob")


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


def test_a_redirect_of_ones_own_code_needs_a_right(wiki, alice):
    title = f"User:Alice/{new_title()}.js"
    to = f"{wiki.url}/index.php?title=User:Bob/x.js\\u0026action=raw\\u0026ctype=text/javascript"
    wiki.edit(title, f'/* #REDIRECT */mw.loader.load("{to}");', user="Alice")
    wiki.configure(wgGroupPermissions={"user": {"editmyuserjsredirect": False}})
    known = BotPassword(*bot_password(wiki, "Alice", grants=("editpage", "editmycssjs")))
    client = client_for(alice)
    keep_bot_password(alice, current_wiki(), log_in(client.connection, known), known)
    codes = refused(client_for(alice), {"title": title, "text": "x"})
    assert codes == ["mycustomjsredirectprotected"]


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
