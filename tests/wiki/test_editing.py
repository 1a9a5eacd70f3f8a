from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from editor.wiki import (
    CaptchaRequiredError,
    EditConflictError,
    EditRequest,
    InvalidTitleError,
    PageDeletedError,
    PageExistsError,
    PageMissingError,
    SectionMissingError,
    WikiApiError,
    WikiRejectedError,
    WikiUnavailableError,
)

from .conftest import captured

EDIT = EditRequest(title="Harbour", text="x", baserevid=27)


def test_a_publish(wire, client):
    wire.answers("edit")
    result = client.edit(
        EditRequest(
            title="Harbour",
            text="Grüße e\u0301\r\n\x0b \n",
            summary="été",
            baserevid=27,
            starttimestamp=datetime(2026, 11, 22, 13, 0, tzinfo=UTC),
            nocreate=True,
        )
    )
    fields = wire.only.fields
    text = "Grüße \u00e9\n\ufffd"
    assert fields["text"] == text
    assert fields["md5"] == hashlib.md5(text.encode()).hexdigest()  # noqa: S324
    assert (fields["summary"], fields["baserevid"]) == ("été", "27")
    assert fields["starttimestamp"] == "2026-11-22T13:00:00Z"
    assert (fields["notminor"], fields["watchlist"], fields["nocreate"]) == ("1", "nochange", "1")
    assert fields["assertuser"] == "Alice"
    left_out = {
        "basetimestamp", "bot", "captchaid", "captchaword", "contentformat", "contentmodel",
        "createonly", "minor", "recreate", "section", "sectiontitle", "tags", "undo", "undoafter",
        "watchlistexpiry",
    }  # fmt: skip
    assert not left_out & set(fields)
    assert list(fields)[-1] == "token"
    assert (result.oldrevid, result.newrevid) == (27, 34)
    assert result.newtimestamp is not None
    assert not result.is_nochange
    assert not result.is_new
    assert (result.title, result.pageid, result.content_model) == ("Harbour", 20, "wikitext")


def test_all_that_can_be_asked_for(wire, client):
    wire.answers("edit")
    client.edit(
        EditRequest(
            title="Harbour",
            text="",
            section="new",
            section_title="",
            is_minor=True,
            is_bot=True,
            watchlist="watch",
            watchlist_expiry="1 week",
            tags=("a", "b"),
            createonly=True,
            recreate=True,
            captcha_id="7",
            captcha_word="4",
        )
    )
    fields = wire.only.fields
    assert fields["text"] == fields["sectiontitle"] == ""
    assert fields["section"] == "new"
    assert fields["minor"] == fields["bot"] == fields["createonly"] == fields["recreate"] == "1"
    assert "notminor" not in fields
    assert "baserevid" not in fields
    assert (fields["watchlist"], fields["watchlistexpiry"]) == ("watch", "1 week")
    assert fields["tags"] == "a|b"
    assert (fields["captchaid"], fields["captchaword"]) == ("7", "4")


def test_an_undo_has_no_text(wire, client):
    wire.answers("edit")
    client.edit(EditRequest(title="Harbour", undo=34, undoafter=27))
    assert (wire.only.fields["undo"], wire.only.fields["undoafter"]) == ("34", "27")
    assert not {"text", "md5"} & set(wire.only.fields)


def test_nothing_changed(wire, client):
    wire.answers("edit_nochange")
    result = client.edit(EDIT)
    assert result.is_nochange
    assert result.oldrevid is result.newrevid is result.newtimestamp is None


def test_a_new_page(wire, client):
    wire.answers("edit_new")
    result = client.edit(EDIT)
    assert result.is_new
    assert result.oldrevid == 0


def test_a_watch_with_and_without_an_end(wire, client):
    for expiry, is_none in (("infinity", True), ("2026-12-01T00:00:00Z", False)):
        answer = captured("edit")
        answer["edit"] |= {"watched": True, "watchlistexpiry": expiry}
        wire.answers(answer)
        result = client.edit(EDIT)
        assert result.is_watched
        assert (result.watchlist_expiry is None) is is_none


def test_a_conflict_knows_its_base(wire, client):
    wire.answers("edit_conflict")
    with pytest.raises(EditConflictError) as caught:
        client.edit(EDIT)
    assert wire.only.fields["baserevid"] == "27"
    assert not caught.value.may_have_been_saved


@pytest.mark.parametrize(
    ("reply", "family", "code"),
    [
        ("edit_exists", PageExistsError, "articleexists"),
        ("edit_missing", PageMissingError, "missingtitle"),
        ("edit_deleted", PageDeletedError, "pagedeleted"),
        ("edit_no_section", SectionMissingError, "nosuchsection"),
        ("edit_invalid_title", InvalidTitleError, "invalidtitle"),
        ("edit_protected", WikiRejectedError, "protectedpage"),
        ("edit_blocked", WikiRejectedError, "blocked"),
        ("edit_too_big", WikiRejectedError, "contenttoobig"),
        ("edit_bad_tag", WikiRejectedError, "badtags"),
        ("edit_undo_failure", WikiRejectedError, "undofailure"),
        ("edit_spamblacklist", WikiRejectedError, "spamblacklist"),
        ("edit_titleblacklist", WikiRejectedError, "titleblacklist-forbidden"),
        ("edit_css", WikiRejectedError, "customcssprotected"),
        ("edit_mw", WikiRejectedError, "protectednamespace-interface"),
        ("edit_lua", WikiRejectedError, "scribunto-lua-error-location"),
    ],
)
def test_a_refusal_by_a_real_wiki(wire, client, reply, family, code):
    wire.answers(reply)
    with pytest.raises(WikiRejectedError) as caught:
        client.edit(EDIT)
    assert type(caught.value) is family
    assert caught.value.code == code
    assert caught.value.messages[0].html
    assert not caught.value.may_have_been_saved
    assert len(wire.sent) == 1


@pytest.mark.parametrize(
    ("reply", "kind", "question"),
    [
        ("edit_captcha", ("question", "text/html"), "What is 2+2?"),
        ("edit_captcha_arithmetic", ("simple", "text/plain"), "70−5"),
    ],
)
def test_a_captcha_is_carried(wire, client, reply, kind, question):
    wire.answers(reply)
    with pytest.raises(CaptchaRequiredError) as caught:
        client.edit(EDIT)
    captcha = caught.value.captcha
    assert (captcha.type, captcha.mime) == kind
    assert captcha.question == question
    assert captcha.id.isdigit()
    assert not caught.value.may_have_been_saved


def test_a_captcha_that_is_bound_to_its_site(wire, client):
    captcha = {"type": "hcaptcha", "mime": "application/javascript", "key": "k", "error": None}
    wire.answers({"edit": {"result": "Failure", "captcha": captcha}})
    with pytest.raises(CaptchaRequiredError) as caught:
        client.edit(EDIT)
    assert (caught.value.captcha.key, caught.value.captcha.id) == ("k", "")


@pytest.mark.parametrize(
    ("failure", "code", "html"),
    [
        ({"code": "hook-said-no", "info": "Not <here>"}, "hook-said-no", "Not &lt;here&gt;"),
        ({"spamblacklist": "http://a.example"}, "spamblacklist", "http://a.example"),
        ({}, "unknownerror", ""),
    ],
)
def test_a_hook_that_refuses_without_an_error(wire, client, failure, code, html):
    wire.answers({"edit": {"result": "Failure", **failure}})
    with pytest.raises(WikiRejectedError) as caught:
        client.edit(EDIT)
    (message,) = caught.value.messages
    assert (message.code, message.html) == (code, html)


def test_all_filters_that_hit_say_which_they_are(wire, client):
    wire.answers("edit_abusefilter")
    with pytest.raises(WikiRejectedError) as caught:
        client.edit(EDIT)
    warned, disallowed = caught.value.messages
    assert (warned.code, disallowed.code) == ("abusefilter-warning", "abusefilter-disallowed")
    assert warned.data["abusefilter"]["description"] == "No casinos"
    assert disallowed.data["abusefilter"]["actions"] == ["disallow"]


def test_a_code_nobody_heard_of(wire, client):
    wire.answers({"errors": [{"code": "brand-new", "html": "New"}]})
    with pytest.raises(WikiApiError) as caught:
        client.edit(EDIT)
    assert (caught.value.code, caught.value.info) == ("brand-new", "New")


def test_a_wiki_that_broke_in_the_middle(wire, client):
    wire.answers({"errors": [{"code": "internal_api_error_DBQueryError", "html": "Oh"}]})
    with pytest.raises(WikiUnavailableError) as caught:
        client.edit(EDIT)
    assert caught.value.may_have_been_saved


@pytest.mark.parametrize("code", ["readonly", "ratelimited"])
def test_a_wiki_that_takes_nothing_just_now(wire, client, code):
    wire.answers(f"edit_{code}")
    with pytest.raises(WikiUnavailableError) as caught:
        client.edit(EDIT)
    assert caught.value.code == code
    assert not caught.value.may_have_been_saved
