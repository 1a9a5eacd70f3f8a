"""Whom the wiki lets write what: rights, protection, blocks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from editor.views.words.entry import Remedy, Table, Words

_ASK = _("Ask an administrator to lift it, or to publish this for you.")
_RIGHTS = _("Ask an administrator for the right, or suggest the change on the talk page.")
_OR_TALK = _("Ask an administrator to lift it, or suggest the change on the talk page.")
_GRANT = _(
    "Galley needs the grant “Edit your user CSS/JSON/JavaScript” for it. Without that, edit this "
    "page on the wiki itself."
)
_THEIRS = _("Suggest the change on that person's talk page.")

PERMISSION: Table = {
    "permissiondenied": Words(
        _("Your account may not edit this page, or did not let Galley do it."),
        _("Sign in again and allow editing; if you did, ask an administrator."),
        Remedy.ASK,
    ),
    "noedit": Words(_("Your account may not edit pages on this wiki."), _RIGHTS, Remedy.ASK),
    "noedit-anon": Words(
        _("Only people who are signed in may edit pages on this wiki."),
        _("Sign in again to go on where you were."),
        Remedy.SIGN_IN,
    ),
    "cantcreate": Words(
        _("Your account may not create pages here, or did not let Galley do it."),
        _("Sign in again and allow creating pages; if you did, ask an administrator."),
        Remedy.ASK,
    ),
    "cantcreate-anon": Words(
        _("Only people who are signed in may create pages here."),
        _("Sign in again to go on where you were."),
        Remedy.SIGN_IN,
    ),
    "protectedpage": Words(
        _("This page is protected against your edits."), _ASK, Remedy.ASK, _OR_TALK
    ),
    "protectedtitle": Words(
        _("This title is protected: nobody may create it."), _ASK, Remedy.ASK, _OR_TALK
    ),
    "cascadeprotected": Words(
        _("This page is protected because a protected page shows it."), _ASK, Remedy.ASK, _OR_TALK
    ),
    "protectednamespace": Words(
        _("Your account may not edit pages of this namespace."), _RIGHTS, Remedy.ASK
    ),
    "protectednamespace-interface": Words(
        _("This page is part of the wiki's own interface."),
        _("Only interface administrators may edit it; ask one of them."),
        Remedy.ASK,
    ),
    "unsupportednamespace": Words(
        _("Pages of this namespace are made by the wiki itself and cannot be edited."),
        _("Copy your text to another page."),
        Remedy.KEEP,
    ),
    "customcssprotected": Words(
        _("This style sheet is somebody else's personal one."), _THEIRS, Remedy.ASK
    ),
    "customjsprotected": Words(
        _("This script is somebody else's personal one."), _THEIRS, Remedy.ASK
    ),
    "customjsonprotected": Words(
        _("These settings are somebody else's personal ones."), _THEIRS, Remedy.ASK
    ),
    "mycustomcssprotected": Words(
        _("You did not let Galley edit your personal style sheet."), _GRANT, Remedy.ASK
    ),
    "mycustomjsprotected": Words(
        _("You did not let Galley edit your personal script."), _GRANT, Remedy.ASK
    ),
    "mycustomjsonprotected": Words(
        _("You did not let Galley edit your personal settings."), _GRANT, Remedy.ASK
    ),
    "mycustomjsredirectprotected": Words(
        _("Your personal script leads to another one, which you may not edit here."),
        _RIGHTS,
        Remedy.ASK,
    ),
    "sitecssprotected": Words(
        _("This style sheet is for everybody on the wiki."),
        _("Only interface administrators may edit it; ask one of them."),
        Remedy.ASK,
    ),
    "sitejsprotected": Words(
        _("This script runs for everybody on the wiki."),
        _("Only interface administrators may edit it; ask one of them."),
        Remedy.ASK,
    ),
    "sitejsonprotected": Words(
        _("These settings hold for everybody on the wiki."),
        _("Only interface administrators may edit them; ask one of them."),
        Remedy.ASK,
    ),
    "blocked": Words(
        _("The wiki has blocked your account from editing this."),
        _("Read why and how long below; nothing more is sent while the block lasts."),
        Remedy.ASK,
        _("Read why and how long below."),
    ),
    "autoblocked": Words(
        _("The wiki has blocked the address that Galley writes from, because of somebody else."),
        _("Tell the people who run Galley; the wiki can exempt its address."),
        Remedy.ASK,
    ),
    "confirmemail": Words(
        _("The wiki wants your e-mail address confirmed before you edit."),
        _("Confirm it in your preferences on the wiki, then publish again."),
        Remedy.RETRY,
    ),
    "readapidenied": Words(
        _("Your account may not read this wiki through its API."), _RIGHTS, Remedy.ASK
    ),
    "writeapidenied": Words(
        _("Your account may not write to this wiki through its API."), _RIGHTS, Remedy.ASK
    ),
    "noapiwrite": Words(
        _("Writing through the API is switched off on this wiki."),
        _("The people who run the wiki can switch it on ($wgEnableWriteAPI)."),
        Remedy.ASK,
    ),
    "noimageredirect": Words(
        _("Your account may not turn pages of files into redirects."), _RIGHTS, Remedy.ASK
    ),
    "noimageredirect-anon": Words(
        _("Only people who are signed in may turn pages of files into redirects."),
        _("Sign in again to go on where you were."),
        Remedy.SIGN_IN,
    ),
    "taggingnotallowed": Words(
        _("Your account may not put tags on edits."),
        _("Take the tags off under “More options”, and publish again."),
        Remedy.EDIT,
    ),
    "tags-apply-no-permission": Words(
        _("The wiki does not let your account put tags on its own edits."),
        _("Take the tags off under “More options”, and publish again."),
        Remedy.EDIT,
    ),
    "cantchangecontentmodel": Words(
        _("Your account may not change what kind of content this page has."), _RIGHTS, Remedy.ASK
    ),
    "tpt-target-page": Words(
        _("This page is put together by the wiki's translation tool."),
        _("Change the translation there; your text can be copied from here."),
        Remedy.KEEP,
    ),
    "botsnotsupported": Words(
        _("The wiki prepares nothing for bots."),
        _("Publishing works without preparation."),
        Remedy.RETRY,
    ),
}
