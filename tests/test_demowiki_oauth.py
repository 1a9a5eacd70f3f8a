"""The stand-in for Extension:OAuth speaks as the real one does, down to its oddities."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.demowiki import DemoWiki
from tests.demowiki.oauth_state import Tokens
from tests.demowiki.visitor import Visitor

CALLBACK = "http://127.0.0.1:8000/accounts/mediawiki/login/callback/"


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    with DemoWiki.create(tmp_path_factory.mktemp("demowiki"), galley_callbacks=[CALLBACK]) as wiki:
        yield wiki


@pytest.fixture(autouse=True)
def _settings_as_they_were(wiki):
    yield
    wiki.reset()


@pytest.fixture
def title():
    return f"Page {secrets.token_hex(4)}"


def api(wiki: DemoWiki, bearer: str, /, **fields: str) -> requests.Response:
    return requests.post(
        wiki.api_url,
        data={"format": "json", "formatversion": "2"} | fields,
        headers={"Authorization": f"Bearer {bearer}"},
        timeout=30,
    )


def csrf(wiki: DemoWiki, token: str) -> str:
    answer = api(wiki, token, action="query", meta="tokens").json()
    return str(answer["query"]["tokens"]["csrftoken"])


def exchange(wiki: DemoWiki, **fields: str) -> requests.Response:
    known = {"client_id": wiki.client_id, "client_secret": wiki.client_secret}
    return requests.post(f"{wiki.rest_url}/oauth2/access_token", data=known | fields, timeout=30)


def refresh(wiki: DemoWiki, tokens: Tokens, **fields: str) -> requests.Response:
    return exchange(
        wiki, grant_type="refresh_token", refresh_token=tokens["refresh_token"], **fields
    )


def parameters(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_sign_in_from_the_redirect_to_a_tagged_edit(wiki, title):
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    visitor = Visitor(wiki, "Alice")

    login = visitor.authorize(code_challenge=challenge, code_challenge_method="S256")
    assert [step.status_code for step in login.history] == [307]
    assert "wpPassword" in login.text
    consent = visitor.log_in(login)
    assert "mw-mwoauth-authorize-form" in consent.text
    assert "Galley" in consent.text
    callback = visitor.press(consent, "accept")
    assert callback.startswith(CALLBACK)
    assert parameters(callback)["state"] == "the-state"

    code = parameters(callback)["code"]
    asked = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": verifier,
    }
    assert exchange(wiki, **asked | {"code_verifier": "x" * 43}).json()["error"] == "invalid_grant"
    answer = exchange(wiki, **asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    tokens = answer.json()
    assert tokens.keys() == {"token_type", "expires_in", "access_token", "refresh_token"}
    assert len(tokens["access_token"]) > 750
    assert len(tokens["refresh_token"]) > 800
    again = exchange(wiki, **asked)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_request")

    profile = requests.get(
        f"{wiki.rest_url}/oauth2/resource/profile",
        headers={"Authorization": f"Bearer {tokens['access_token']}"},
        timeout=30,
    )
    assert profile.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert profile.json()["username"] == "Alice"
    assert profile.json()["sub"] == str(wiki.user_id("Alice"))

    edit = api(
        wiki,
        tokens["access_token"],
        action="edit",
        title=title,
        text="Hello",
        assertuser="Alice",
        token=csrf(wiki, tokens["access_token"]),
    ).json()
    assert edit["edit"]["result"] == "Success", edit
    (revision,) = wiki.history(title)
    assert revision["user"] == "Alice"
    assert f"OAuth CID: {wiki.consumers[0].id}" in revision["tags"]


def test_cancelling_is_an_error_without_state(wiki):
    visitor = Visitor(wiki, "Bob")
    answer = parameters(visitor.press(visitor.log_in(visitor.authorize()), "cancel"))
    assert answer["error"] == "unauthorized_client"
    assert "state" not in answer


def test_an_unknown_callback_is_an_error_page(wiki):
    visitor = Visitor(wiki, "Bob")
    page = visitor.log_in(visitor.authorize(redirect_uri="http://127.0.0.1:1/elsewhere/"))
    assert page.status_code == (200 if wiki.version < "1.43" else 401)
    assert "Application Connection Error" in page.text


def test_a_refresh_rotates_and_revokes_the_old_pair(wiki):
    old = wiki.issue_tokens("Alice")
    old_csrf = csrf(wiki, old["access_token"])
    answer = refresh(wiki, old)
    assert answer.status_code == 200, answer.text
    new = answer.json()
    assert refresh(wiki, old).status_code == 401
    assert refresh(wiki, old).json()["hint"] == "Token has been revoked"
    dead = api(wiki, old["access_token"], action="query", meta="userinfo")
    assert dead.json()["error"]["code"] == "mwoauth-invalid-authorization"
    stale = api(wiki, new["access_token"], action="edit", title="Stale", text="x", token=old_csrf)
    assert stale.json()["error"]["code"] == "badtoken"


def test_a_refresh_with_a_lifetime_that_has_passed(wiki):
    tokens = wiki.issue_tokens("Alice")
    wiki.expire_refresh_tokens("Alice")
    answer = refresh(wiki, tokens)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_request")
    assert answer.json()["hint"] == "Token has expired"


def test_the_lifetimes_follow_the_settings(wiki):
    wiki.configure(access_token_seconds=1)
    tokens = wiki.issue_tokens("Alice")
    assert tokens["expires_in"] == 1
    new = refresh(wiki, tokens).json()
    assert new["expires_in"] == 1
    time.sleep(1.1)
    expired = api(wiki, new["access_token"], action="query", meta="userinfo").json()
    assert expired["error"]["code"] == "mwoauth-invalid-authorization"


def test_a_read_only_wiki_keeps_the_tokens(wiki):
    tokens = wiki.issue_tokens("Alice")
    wiki.configure(readonly="Moving house")
    answer = refresh(wiki, tokens)
    assert (answer.status_code, answer.json()["error"]) == (500, "server_error")
    wiki.reset()
    assert refresh(wiki, tokens).status_code == 200


@pytest.mark.parametrize(
    ("fields", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "unknown"}, 401, "invalid_client"),
        ({"redirect_uri": CALLBACK.replace("127.0.0.1", "localhost")}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_the_token_endpoint_tells_a_wrong_consumer_from_a_wrong_code(wiki, fields, status, error):
    garbage = {"grant_type": "authorization_code", "code": "garbage", "redirect_uri": CALLBACK}
    answer = exchange(wiki, **garbage | fields)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_a_bad_token_has_the_shape_of_the_real_extension(wiki):
    answer = api(wiki, "garbage", action="query", meta="userinfo")
    assert answer.status_code == 200
    assert answer.headers["MediaWiki-API-Error"] == "mwoauth-invalid-authorization"
    error = answer.json()["error"]
    assert error["info"].endswith("not valid: Invalid access token")
    headers = {"Authorization": "Bearer garbage"}
    page = requests.get(f"{wiki.rest_url}/v1/page/Moon", headers=headers, timeout=30)
    assert (page.status_code, page.json()["error"]) == (403, "rest-read-denied")
    profile = f"{wiki.rest_url}/oauth2/resource/profile"
    answer = requests.get(profile, headers=headers, timeout=30)
    assert (answer.status_code, answer.json()["error"]) == (401, "access_denied")
    assert requests.get(profile, timeout=30).status_code == 500


def test_the_word_bearer_is_case_sensitive(wiki):
    token = wiki.issue_tokens("Alice")["access_token"]
    query = {"action": "query", "meta": "userinfo", "format": "json", "formatversion": "2"}
    headers = {"Authorization": f"bearer {token}"}
    answer = requests.get(wiki.api_url, params=query, headers=headers, timeout=30).json()
    assert answer["query"]["userinfo"]["anon"]


def test_a_disabled_consumer_is_told_apart(wiki):
    tokens = wiki.issue_tokens("Alice")
    wiki.disable_consumer()
    answer = api(wiki, tokens["access_token"], action="query", meta="userinfo").json()
    assert answer["error"]["code"] == "mwoauth-invalid-authorization-not-approved"
    assert refresh(wiki, tokens).json()["error"] == "access_denied"
    wiki.enable_consumer()
    assert refresh(wiki, tokens).json()["hint"] == "Token has been revoked"


def test_a_narrowed_approval_kills_the_token_it_was_not_given_for(wiki):
    tokens = wiki.issue_tokens("Carol")
    wiki.narrow_approvals("Carol", ["basic"])
    new = refresh(wiki, tokens)
    assert new.status_code == 200
    answer = api(wiki, new.json()["access_token"], action="query", meta="userinfo").json()
    assert "did not approve" in answer["error"]["info"]
