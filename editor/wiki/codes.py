"""Which code of the API belongs to which family of errors: the one table.

The names are those of MediaWiki 1.35 to 1.47, the old ones among them; see
https://www.mediawiki.org/wiki/API:Edit#Possible_errors and
https://www.mediawiki.org/wiki/API:Errors_and_warnings.
"""

from __future__ import annotations

from collections.abc import Sequence

from editor.wiki.errors import (
    ConsumerNotApprovedError,
    EditConflictError,
    InvalidTitleError,
    PageDeletedError,
    PageExistsError,
    PageMissingError,
    PageStateError,
    SectionMissingError,
    WikiApiError,
    WikiAuthError,
    WikiError,
    WikiRejectedError,
    WikiUnavailableError,
)
from editor.wiki.records import ApiMessage

_CODES: dict[type[WikiError], str] = {
    WikiUnavailableError: """
        actionthrottledtext concurrency-limit maxlag ratelimited readonly
    """,
    WikiAuthError: """
        assertbotfailed assertnameduserfailed assertuserfailed badtoken mustbeloggedin
        notloggedin
    """,
    ConsumerNotApprovedError: """
        mwoauth-invalid-authorization-not-approved
    """,
    EditConflictError: "edit-conflict editconflict",
    PageExistsError: "articleexists edit-already-exists",
    PageMissingError: "edit-gone-missing missingtitle nosuchpageid",
    PageDeletedError: "pagedeleted",
    SectionMissingError: "nosuchsection replacefailed",
    InvalidTitleError: """
        edit-invalidredirect invalidtitle pagecannotexist title-is-interwiki title-is-special
    """,
    WikiRejectedError: """
        abusefilter-disallowed abusefilter-warning appendnotsupported autoblocked badformat
        badid_rvstartid badmd5 badmodelformat badtags blocked botsnotsupported cannotlogout
        cantchangecontentmodel cantcreate cantcreate-anon cascadeprotected confirmemail
        content-failed-to-parse contentmodel-mismatch contentnotallowedhere contenttoobig
        customcssprotected customjsonprotected customjsprotected edit-hook-aborted
        editnotsupported emptynewsection emptypage filtered hookaborted
        internal_api_error_ErrorPageError invalid-content-data invalid-json-data invalidexpiry
        invalidparammix invalidsection longpageerror missingcommenttext missingcontent-pageid
        missingcontent-revid missingparam missingrev missingtext mustbeposted mustpostparams
        mwoauth-api-module-disabled mycustomcssprotected mycustomjsonprotected
        mycustomjsprotected mycustomjsredirectprotected no-direct-editing noapiwrite noedit
        noedit-anon noimageredirect noimageredirect-anon nosuchrevid notext notitle notoken
        parseerror permissiondenied protectednamespace protectednamespace-interface
        protectedpage protectedtitle readapidenied redirect-appendonly revwrongpage
        sectionsnotsupported sitecssprotected sitejsonprotected sitejsprotected spamblacklist
        spamdetected spamprotectionmatch summaryrequired taggingnotallowed tags-apply-no-permission
        titleblacklist-forbidden tpt-target-page undofailure unknownerror unknownerror-editpage
        unsupportednamespace writeapidenied
    """,
}

FAMILIES: dict[str, type[WikiError]] = {
    code: family for family, codes in _CODES.items() for code in codes.split()
}

# Families of codes of which there is no closed list.
PREFIXES: dict[str, type[WikiError]] = {
    "mwoauth-": WikiAuthError,
    "internal_api_error_": WikiUnavailableError,
    "abusefilter-": WikiRejectedError,
    "scribunto-": WikiRejectedError,
    "templatedata-": WikiRejectedError,
    "templatestyles-": WikiRejectedError,
    "titleblacklist-": WikiRejectedError,
    "title-invalid-": InvalidTitleError,
}

# Of several errors in one answer, the first of these decides: what no other try would cure stands
# before what passes by itself.
_PRECEDENCE: tuple[type[WikiError], ...] = (
    WikiAuthError,
    EditConflictError,
    PageStateError,
    WikiRejectedError,
    WikiApiError,
    WikiUnavailableError,
)

# The wiki stopped in the middle of it, so a write may have been done all the same. (Not with those
# that the table above calls a refusal.)
_UNCERTAIN = "internal_api_error_"


def family_of(code: str) -> type[WikiError]:
    if code in FAMILIES:
        return FAMILIES[code]
    for prefix, family in PREFIXES.items():
        if code.startswith(prefix):
            return family
    return WikiApiError


def error_from(messages: Sequence[ApiMessage], *, is_write: bool) -> WikiError:
    """One error that carries all that the wiki said."""
    families = [family_of(message.code) for message in messages]
    family = min(families, key=_rank)
    return family(
        f"The wiki answered {', '.join(message.code for message in messages)}.",
        messages=messages,
        may_have_been_saved=is_write
        and any(
            code.startswith(_UNCERTAIN) and family_of(code) is WikiUnavailableError
            for code in (message.code for message in messages)
        ),
    )


def _rank(family: type[WikiError]) -> int:
    return next(place for place, ancestor in enumerate(_PRECEDENCE) if issubclass(family, ancestor))
