"""What every request carries: the user, the token, the cookies."""

from __future__ import annotations

import pytest
from requests.cookies import RequestsCookieJar

from editor.wiki import EditRequest, StashRequest, WikiAuthError, WikiClient

from .conftest import API_URL, TOKEN, captured

EDIT = EditRequest(title="Harbour", text="x")
BAD_TOKEN = "bad_token"
FRESH = captured("csrf_token")["query"]["tokens"]["csrftoken"]
ANONYMOUS = {"query": {"tokens": {"csrftoken": "+\\"}}}


def test_what_every_call_carries(wire, make_client):
    wire.answers("user_info")
    make_client(language="de").user_info()
    sent = wire.only
    assert sent.method == "GET"
    assert sent.url.startswith(f"{API_URL}?")
    assert sent.headers["Authorization"] == "Bearer token-of-Alice"
    assert (
        sent.fields
        | {
            "action": "query",
            "format": "json",
            "formatversion": "2",
            "errorformat": "html",
            "errorsuselocal": "1",
            "uselang": "de",
            "assertuser": "Alice",
        }
        == sent.fields
    )


def test_nobody_may_read_too(wire, connection):
    wire.answers("site_info")
    WikiClient(connection, username="", auth=None).site_info()
    assert "assertuser" not in wire.only.fields
    assert "Authorization" not in wire.only.headers


@pytest.fixture
def netrc(tmp_path, monkeypatch):
    """The account that runs the server keeps a password for the wiki's host."""
    path = tmp_path / "netrc"
    path.write_text("machine wiki.example login operator password secret\n")
    path.chmod(0o600)
    monkeypatch.setenv("NETRC", str(path))


@pytest.mark.usefixtures("netrc")
def test_a_password_of_the_server_is_never_sent(wire, make_client, connection):
    wire.answers("user_info", "site_info", "edit")
    make_client().user_info()
    WikiClient(connection, username="", auth=None).site_info()
    make_client().edit(EDIT)
    assert [sent.headers.get("Authorization") for sent in wire.sent] == [
        "Bearer token-of-Alice",
        None,
        "Bearer token-of-Alice",
    ]


def test_the_token_is_no_part_of_what_is_printed(make_client):
    assert "token-of-Alice" not in repr(make_client()._auth)


def test_an_edit_with_a_known_token_is_one_request(wire, client):
    wire.answers("edit")
    client.edit(EDIT)
    assert wire.only.method == "POST"
    assert wire.only.fields["assertuser"] == "Alice"
    assert list(wire.only.fields)[-1] == "token"
    assert wire.only.fields["token"] == TOKEN
    assert "token" not in wire.only.url


def test_a_large_edit_has_its_token_last_as_well(wire, client):
    wire.answers("edit")
    client.edit(EditRequest(title="Harbour", text="é" * 10_000))
    assert wire.only.content_type.startswith("multipart/form-data")
    assert list(wire.only.fields)[-1] == "token"
    assert wire.only.fields["text"] == "é" * 10_000


def test_a_token_is_fetched_when_there_is_none(wire, make_client):
    kept: list[str] = []
    wire.answers("csrf_token", "edit")
    client = make_client(csrf_token="", on_csrf_token=kept.append)
    client.edit(EDIT)
    assert wire.sent[0].fields["assertuser"] == "Alice"
    assert wire.sent[1].fields["token"] == FRESH
    assert kept == [FRESH]
    assert client.csrf_token == FRESH


def test_a_bad_token_is_replaced_once(wire, make_client):
    kept: list[str] = []
    wire.answers(BAD_TOKEN, "csrf_token", "edit")
    result = make_client(on_csrf_token=kept.append).edit(EDIT)
    assert result.newrevid
    assert kept == [FRESH]
    first, fetch, second = wire.sent
    assert fetch.fields["assertuser"] == "Alice"
    assert fetch.fields["meta"] == "tokens"
    assert second.fields == {**first.fields, "token": FRESH}


def test_a_token_that_is_bad_again_is_said(wire, client):
    wire.answers(BAD_TOKEN, "csrf_token", BAD_TOKEN)
    with pytest.raises(WikiAuthError) as caught:
        client.edit(EDIT)
    assert caught.value.code == "badtoken"
    assert not caught.value.may_have_been_saved


def test_a_stash_replaces_its_token_too(wire, client):
    wire.answers(BAD_TOKEN, "csrf_token", "stash")
    assert client.stash(StashRequest(title="Harbour", text="x")).is_stashed


@pytest.mark.parametrize(
    "answers", [["no_bearer"], [ANONYMOUS]], ids=["assertion failed", "token of nobody"]
)
def test_after_a_bad_token_nothing_is_sent_as_nobody(wire, client, answers):
    wire.answers(BAD_TOKEN, *answers)
    with pytest.raises(WikiAuthError):
        client.edit(EDIT)
    assert [sent.fields["action"] for sent in wire.sent] == ["edit", "query"]


def test_the_token_of_nobody_is_never_used(wire, make_client):
    with pytest.raises(WikiAuthError):
        make_client(csrf_token="+\\").edit(EDIT)
    assert wire.sent == []


def test_nobody_writes_nothing(wire, connection):
    client = WikiClient(connection, username="", auth=None, csrf_token=TOKEN)
    with pytest.raises(WikiAuthError):
        client.edit(EDIT)
    with pytest.raises(WikiAuthError):
        client.stash(StashRequest(title="Harbour", text="x"))
    assert wire.sent == []


@pytest.mark.parametrize(
    "reply", ["bad_bearer", "revoked_bearer", "no_bearer", "wrong_name", "not_approved"]
)
def test_a_sign_in_that_holds_no_more(wire, client, reply):
    wire.answers(reply)
    with pytest.raises(WikiAuthError) as caught:
        client.edit(EDIT)
    assert caught.value.is_refreshable is reply.endswith("_bearer") or reply == "no_bearer"
    assert not caught.value.may_have_been_saved
    assert len(wire.sent) == 1


def with_cookie(cookie: str) -> tuple[int, dict[str, str], str]:
    return 200, {"Set-Cookie": f"session={cookie}; path=/; secure; httponly"}, "{}"


def test_cookies_of_one_are_not_sent_by_another(wire, make_client):
    wire.answers(with_cookie("alices"), with_cookie("bobs"), {}, {}, {})
    alice = make_client("Alice", cookies=RequestsCookieJar())
    bob = make_client("Bob", cookies=RequestsCookieJar())
    nobodys = make_client("Carol")
    for client in (alice, bob, alice, bob, nobodys):
        client.call("query", {})
    assert [sent.headers.get("Cookie") for sent in wire.sent] == [
        None,
        None,
        "session=alices",
        "session=bobs",
        None,
    ]


def test_without_a_jar_no_cookie_is_kept(wire, client):
    wire.answers(with_cookie("alices"), {})
    client.call("query", {})
    client.call("query", {})
    assert wire.sent[1].headers.get("Cookie") is None


def test_a_cookie_is_forgotten_when_the_wiki_says_so(wire, make_client):
    gone = (200, {"Set-Cookie": "session=x; path=/; secure; max-age=0"}, "{}")
    wire.answers(with_cookie("alices"), gone, {})
    client = make_client(cookies=RequestsCookieJar())
    for _ in range(3):
        client.call("query", {})
    assert [sent.headers.get("Cookie") for sent in wire.sent] == [None, "session=alices", None]
