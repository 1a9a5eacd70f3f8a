"""For a code without words of its own: those of its prefix, then those of its family."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from editor.credentials import ConsumerWasRefusedError, NotAdmittedError
from editor.views.words.entry import Remedy, Table, Words
from editor.views.words.page import PAGE
from editor.views.words.text import TEXT
from editor.wiki import (
    CaptchaRequiredError,
    ConsumerNotApprovedError,
    EditConflictError,
    InvalidTitleError,
    PageDeletedError,
    PageExistsError,
    PageMissingError,
    SectionMissingError,
    WikiAuthError,
    WikiBusyError,
    WikiError,
    WikiRejectedError,
    WikiUnavailableError,
)

PREFIXES: Table = {
    "abusefilter-": TEXT["abusefilter-disallowed"],
    "scribunto-luastandalone-": Words(
        _("The wiki could not run Lua, so it could not check this module."),
        _("Publish again; if it goes on, tell the people who run the wiki."),
        Remedy.RETRY,
    ),
    "scribunto-": TEXT["scribunto-lua-error-location"],
    "templatedata-": Words(
        _("The description of the template (TemplateData) has a mistake."),
        _("Correct what the wiki names below."),
        Remedy.EDIT,
    ),
    "templatestyles-": TEXT["templatestyles-error-unrecognized-property"],
    "titleblacklist-": TEXT["titleblacklist-forbidden"],
    "title-invalid-": PAGE["invalidtitle"],
    "internal_api_error_": Words(
        _("Something broke inside the wiki."),
        _("Galley looks whether the wiki saved it before anything is sent again."),
        Remedy.RETRY,
        _("Try again; if it goes on, tell the people who run the wiki."),
    ),
}

# Of an edit that was on its way, whatever the reason is that no answer came.
LOST_ANSWER = Words(
    _("The wiki gave no answer, so nobody knows yet whether it has saved this."),
    _("Try again in a moment: Galley looks for it on the wiki before anything is sent again."),
    Remedy.RETRY,
)

# The most particular first.
FAMILIES: dict[type[WikiError], Words] = {
    NotAdmittedError: Words(
        _("This account may not use this Galley any more."),
        _("Ask the people who run it."),
        Remedy.ASK,
    ),
    ConsumerNotApprovedError: Words(
        _("The wiki does not accept Galley itself: it was switched off there, or has other keys."),
        _("Tell the people who run Galley; until they have mended it, signing in does not help."),
        Remedy.ASK,
    ),
    ConsumerWasRefusedError: Words(
        _("Your sign-in is lost because the wiki refused Galley itself."),
        _("Tell the people who run Galley. When they have mended it, sign in again."),
        Remedy.SIGN_IN,
    ),
    WikiAuthError: Words(
        _("Your sign-in with the wiki has expired."),
        _("Sign in again to go on where you were."),
        Remedy.SIGN_IN,
    ),
    WikiBusyError: Words(
        _("The wiki is slow, and all of Galley's connections to it are in use."),
        _("Try again in a moment."),
        Remedy.RETRY,
    ),
    WikiUnavailableError: Words(
        _("The wiki can't be reached."),
        _("Galley keeps it until the wiki answers; try again in a moment."),
        Remedy.RETRY,
        _("Try again in a moment."),
    ),
    CaptchaRequiredError: TEXT["captcha"],
    EditConflictError: PAGE["editconflict"],
    PageExistsError: PAGE["articleexists"],
    PageDeletedError: PAGE["pagedeleted"],
    PageMissingError: PAGE["missingtitle"],
    SectionMissingError: PAGE["nosuchsection"],
    InvalidTitleError: PAGE["invalidtitle"],
    WikiRejectedError: Words(
        _("The wiki did not accept this."),
        _("Read what it says, change the text if you can, or ask an administrator."),
        Remedy.EDIT,
        _("Read what it says, or ask an administrator."),
    ),
    WikiError: Words(
        _("The wiki gave an answer that Galley does not know."),
        _("Try again; if it goes on, tell the people who run Galley."),
        Remedy.RETRY,
    ),
}
