from __future__ import annotations

import re

import pytest

from editor.wiki import (
    FAMILIES,
    ApiMessage,
    ConsumerNotApprovedError,
    EditConflictError,
    InvalidTitleError,
    PageMissingError,
    WikiApiError,
    WikiAuthError,
    WikiError,
    WikiRejectedError,
    WikiUnavailableError,
    errors,
    family_of,
)
from editor.wiki.answers import raise_errors
from editor.wiki.codes import error_from

from .conftest import captured


def descendants(family: type[WikiError], depth: int = 0) -> list[tuple[int, str]]:
    rows = [(depth, family.__name__)]
    for child in family.__subclasses__():
        # Other modules, of other layers, may have families of their own below these.
        if child.__module__ == errors.__name__:
            rows += descendants(child, depth + 1)
    return rows


def test_the_tree_in_the_docstring_is_the_tree_of_the_classes():
    drawn = []
    for line in (errors.__doc__ or "").splitlines():
        if found := re.match(r"    ([│├└─ ]*)(\w+Error)\b", line):
            drawn.append((len(found[1]) // 4, found[2]))
    assert sorted(drawn) == sorted(descendants(WikiError))


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("readonly", WikiUnavailableError),
        ("internal_api_error_DBQueryError", WikiUnavailableError),
        ("mwoauth-invalid-authorization", WikiAuthError),
        ("mwoauth-invalid-authorization-blocked-user", WikiAuthError),
        ("mwoauth-invalid-authorization-not-approved", ConsumerNotApprovedError),
        ("mwoauth-api-module-disabled", WikiRejectedError),
        ("editconflict", EditConflictError),
        ("title-invalid-characters", InvalidTitleError),
        ("abusefilter-something-new", WikiRejectedError),
        ("scribunto-lua-error-location", WikiRejectedError),
        ("heard-of-by-nobody", WikiApiError),
    ],
)
def test_a_code_has_a_family(code, family):
    assert family_of(code) is family


# "Possible errors" of https://www.mediawiki.org/wiki/API:Edit from 2018 to 2024, and of
# https://www.mediawiki.org/wiki/API:Stashedit.
DOCUMENTED = """
    appendnotsupported articleexists badformat badmd5 badtags badtoken blocked botsnotsupported
    cantcreate cantcreate-anon contenttoobig customcssprotected customjsprotected editconflict
    editnotsupported emptynewsection emptypage filtered hookaborted internal_api_error_MWException
    invalidparammix invalidsection invalidtitle missingparam missingtext missingtitle mustbeposted
    noapiwrite noedit noedit-anon noimageredirect noimageredirect-anon nosuchpageid nosuchrevid
    nosuchsection notext notitle notoken pagecannotexist pagedeleted parseerror protectednamespace
    protectedpage protectedtitle ratelimited readapidenied redirect-appendonly revwrongpage
    sectionsnotsupported spamdetected summaryrequired taggingnotallowed tpt-target-page undofailure
    unknownerror writeapidenied
"""


def test_every_documented_code_has_a_family():
    assert [code for code in DOCUMENTED.split() if family_of(code) is WikiApiError] == []


def test_no_code_is_in_two_families():
    from editor.wiki.codes import _CODES

    assert sum(len(codes.split()) for codes in _CODES.values()) == len(FAMILIES)


def test_all_errors_of_an_answer_are_kept():
    missing_grant = {
        "errors": [
            {"code": "permissiondenied", "html": "Not allowed", "module": "edit"},
            {"code": "cantcreate", "html": "No new pages", "module": "edit"},
            {"code": "cantcreate", "html": "No new pages", "module": "edit"},
        ]
    }
    with pytest.raises(WikiRejectedError) as caught:
        raise_errors(missing_grant, is_write=True)
    assert caught.value.messages == (
        ApiMessage("permissiondenied", "Not allowed"),
        ApiMessage("cantcreate", "No new pages"),
    )
    assert caught.value.has_code("cantcreate")


def test_data_of_an_error_is_kept():
    with pytest.raises(WikiRejectedError) as caught:
        raise_errors(captured("edit_blocked"), is_write=True)
    assert caught.value.messages[0].data["blockinfo"]["blockedby"] == "Admin"


@pytest.mark.parametrize(
    ("codes", "family"),
    [
        (["readonly", "protectedpage"], WikiRejectedError),
        (["permissiondenied", "assertuserfailed"], WikiAuthError),
        (["protectedpage", "editconflict"], EditConflictError),
        (["protectedpage", "missingtitle"], PageMissingError),
        (["heard-of-by-nobody", "blocked"], WikiRejectedError),
        (["ratelimited", "heard-of-by-nobody"], WikiApiError),
    ],
)
def test_of_several_errors_the_gravest_decides(codes, family):
    error = error_from([ApiMessage(code) for code in codes], is_write=True)
    assert type(error) is family
    assert [message.code for message in error.messages] == codes
    assert not error.may_have_been_saved


def test_after_a_crash_of_the_wiki_a_write_is_uncertain():
    message = ApiMessage("internal_api_error_DBQueryError")
    assert error_from([message], is_write=True).may_have_been_saved
    assert not error_from([message], is_write=False).may_have_been_saved


def test_the_old_shape_of_an_error_is_understood():
    with pytest.raises(WikiAuthError) as caught:
        raise_errors({"error": {"code": "badtoken", "info": "<Bad>"}}, is_write=True)
    assert caught.value.messages == (ApiMessage("badtoken", "&lt;Bad&gt;"),)


def test_errors_of_an_unheard_of_shape():
    with pytest.raises(WikiUnavailableError) as caught:
        raise_errors({"errors": ["what?"]}, is_write=True)
    assert caught.value.may_have_been_saved


def test_an_unknown_code_is_carried_with_its_words():
    error = error_from([ApiMessage("new-one", "<b>New</b>")], is_write=True)
    assert isinstance(error, WikiApiError)
    assert (error.code, error.info) == ("new-one", "<b>New</b>")


def test_refreshing_helps_only_against_a_token_that_has_ended():
    ended = error_from([ApiMessage("mwoauth-invalid-authorization")], is_write=False)
    disabled = error_from(
        [ApiMessage("mwoauth-invalid-authorization-not-approved")], is_write=False
    )
    renamed = error_from([ApiMessage("assertnameduserfailed")], is_write=False)
    assert isinstance(ended, WikiAuthError)
    assert ended.is_refreshable
    assert isinstance(disabled, ConsumerNotApprovedError)
    assert not disabled.is_refreshable
    assert isinstance(renamed, WikiAuthError)
    assert not renamed.is_refreshable
