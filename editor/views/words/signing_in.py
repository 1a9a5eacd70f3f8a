"""The wiki does not take the request for one of this user, or of this application."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from editor.views.words.entry import Remedy, Table, Words

SIGNING_IN: Table = {
    "badtoken": Words(
        _("The wiki's session for you has ended, twice in a row."),
        _("Publish again; if that does not help, sign in again."),
        Remedy.SIGN_IN,
    ),
    "notloggedin": Words(
        _("The wiki takes you for somebody who is not signed in."),
        _("Sign in again to go on where you were."),
        Remedy.SIGN_IN,
    ),
    "mustbeloggedin": Words(
        _("The wiki lets only people who are signed in do this."),
        _("Sign in again to go on where you were."),
        Remedy.SIGN_IN,
    ),
    "assertuserfailed": Words(
        _("The wiki has signed you out."),
        _("Nothing was sent in anybody else's name. Sign in again to go on."),
        Remedy.SIGN_IN,
    ),
    "assertnameduserfailed": Words(
        _("The wiki takes you for somebody else; the account may have been renamed."),
        _("Nothing was published under another name. Sign in again."),
        Remedy.SIGN_IN,
    ),
    "assertbotfailed": Words(
        _("The wiki does not take this account for a bot any more."),
        _("Sign in again, or take the bot mark off the edit."),
        Remedy.SIGN_IN,
    ),
    "mwoauth-invalid-authorization": Words(
        _("Your sign-in with the wiki has expired, or was taken back there."),
        _("Sign in again to go on where you were."),
        Remedy.SIGN_IN,
    ),
    "mwoauth-invalid-authorization-not-approved": Words(
        _("The wiki has switched Galley itself off for now."),
        _("Ask the people who run Galley; signing in again does not help."),
        Remedy.ASK,
    ),
    "mwoauth-invalid-authorization-wrong-wiki": Words(
        _("Your sign-in is for another wiki of this farm."),
        _("Sign in again with an account of this wiki."),
        Remedy.SIGN_IN,
    ),
    "mwoauth-invalid-authorization-invalid-user": Words(
        _("The wiki does not know the account of your sign-in any more."),
        _("Visit the wiki once with that account, then sign in again."),
        Remedy.SIGN_IN,
    ),
    "mwoauth-invalid-authorization-blocked-user": Words(
        _("Your account is locked or blocked for applications such as Galley."),
        _("Ask an administrator of the wiki about it."),
        Remedy.ASK,
    ),
    "mwoauth-api-module-disabled": Words(
        _("The wiki does not let applications do this for you."),
        _("It can be done on the wiki itself."),
        Remedy.KEEP,
    ),
    "mwoauth-not-api": Words(
        _("The wiki does not let applications open this page of it."),
        _("It can be opened on the wiki itself."),
        Remedy.KEEP,
    ),
    "cannotlogout": Words(
        _("The wiki does not let applications sign you out."),
        _("Sign out on the wiki itself, and in Galley with “Sign out”."),
        Remedy.KEEP,
    ),
}
