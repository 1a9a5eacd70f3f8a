"""`action=edit`: publishing."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from editor.wiki.answers import moment_or_none, understood
from editor.wiki.connection import EDIT
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.errors import CaptchaRequiredError, WikiRejectedError
from editor.wiki.records import ApiMessage, Captcha
from editor.wiki.text import md5, md5_of_piece, outgoing, outgoing_piece
from editor.wiki.writes import EditRequest, EditResult


class Editing(ApiCaller):
    def edit(self, request: EditRequest) -> EditResult:
        """Publish. One request where the CSRF token is known and still good; never sent again.

        https://www.mediawiki.org/wiki/API:Edit

        Raises EditConflictError; PageExistsError (with createonly), PageMissingError (with
        nocreate), PageDeletedError, SectionMissingError; CaptchaRequiredError;
        WikiRejectedError for every other refusal; WikiApiError for a code unknown here.
        Of each, `may_have_been_saved` tells whether to look on the wiki first.
        """
        answer = self.write("edit", _params(request), timing=EDIT, is_saving=True)
        with understood(is_write=True):
            edit = answer["edit"]
            if edit["result"] != "Success":
                raise _refusal(edit)
            return _result(edit)


def _params(request: EditRequest) -> Params:
    # Never `basetimestamp`: beside `baserevid` it makes the wiki take edits of one's own since
    # then, from a second tab or device, for part of the base, and overwrite them without a word.
    # https://phabricator.wikimedia.org/T175745
    # Nor `contentmodel`: it would switch off the guard against a model that changed meanwhile.
    params: Params = {
        "title": request.title,
        "section": request.section or None,
        "sectiontitle": request.section_title,
        "summary": request.summary,
        "baserevid": request.baserevid or None,
        "starttimestamp": request.starttimestamp,
        "minor": request.is_minor,
        # Without it the user's preference decides, whatever the form says.
        "notminor": not request.is_minor,
        "bot": request.is_bot,
        "watchlist": request.watchlist,
        "watchlistexpiry": request.watchlist_expiry or None,
        "tags": request.tags or None,
        "createonly": request.createonly,
        "nocreate": request.nocreate,
        "recreate": request.recreate,
        **_undo(request),
        "captchaid": request.captcha_id or None,
        "captchaword": request.captcha_word or None,
    }
    if request.prepend or request.append:
        return {**params, **_addition(request)}
    if request.text is None:
        return params
    return {**params, "md5": md5(request.text), "text": outgoing(request.text)}


def _addition(request: EditRequest) -> Params:
    return {
        "redirect": request.follows_redirect,
        "md5": md5_of_piece(request.prepend + request.append),
        "prependtext": outgoing_piece(request.prepend) or None,
        "appendtext": outgoing_piece(request.append) or None,
    }


def _undo(request: EditRequest) -> Params:
    """Beside `undo` the wiki would not look at the text. With its own form's fields, which the API
    hands on, the text is saved as it is, and marked as a revert if it is what an undo comes to."""
    names = ("undo", "undoafter") if request.text is None else ("wpUndidRevision", "wpUndoAfter")
    return dict(zip(names, (request.undo or None, request.undoafter or None), strict=True))


def _result(edit: Mapping[str, Any]) -> EditResult:
    is_nochange = bool(edit.get("nochange"))
    return EditResult(
        title=edit["title"],
        pageid=edit["pageid"],
        content_model=edit.get("contentmodel") or "",
        is_nochange=is_nochange,
        is_new=bool(edit.get("new")),
        oldrevid=None if is_nochange else int(edit["oldrevid"]),
        newrevid=None if is_nochange else int(edit["newrevid"]),
        newtimestamp=moment_or_none(edit.get("newtimestamp")),
        is_watched=bool(edit.get("watched")),
        watchlist_expiry=moment_or_none(edit.get("watchlistexpiry")),
    )


def _refusal(edit: Mapping[str, Any]) -> WikiRejectedError:
    """A hook's refusal comes as a result, without an error beside it."""
    if "captcha" in edit:
        return CaptchaRequiredError(
            "The wiki asks a question first.", captcha=_captcha(edit["captcha"])
        )
    said = {key: value for key, value in edit.items() if key != "result"}
    code = str(said.get("code") or next(iter(said), "unknownerror"))
    words = said.get("info") or said.get("message") or said.get(code) or ""
    message = ApiMessage(code, html=escape(str(words)), data=said)
    return WikiRejectedError(f"The wiki refused the edit: {code}.", messages=[message])


def _captcha(captcha: Mapping[str, Any]) -> Captcha:
    names = ("type", "mime", "id", "question", "url", "key", "error")
    return Captcha(**{name: str(captcha[name]) for name in names if captcha.get(name)})
