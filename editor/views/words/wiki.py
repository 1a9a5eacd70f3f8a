"""The wiki itself is busy, closed or broken."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from editor.views.words.entry import Remedy, Table, Words

_LATER = _("Galley keeps it until the wiki takes it; try again in a few minutes.")
_AGAIN = _("Try again in a few minutes.")

WIKI: Table = {
    "readonly": Words(_("The wiki takes no edits at the moment."), _LATER, Remedy.RETRY, _AGAIN),
    "ratelimited": Words(
        _("The wiki takes no more edits from you for a moment: there were many."),
        _("Wait a minute, then publish again."),
        Remedy.RETRY,
        _AGAIN,
    ),
    "actionthrottledtext": Words(
        _("The wiki slows down what comes in too fast."),
        _("Wait a minute, then publish again."),
        Remedy.RETRY,
        _AGAIN,
    ),
    "concurrency-limit": Words(
        _("The wiki is still at work on something else of yours."),
        _("Try again in a moment."),
        Remedy.RETRY,
    ),
    "maxlag": Words(
        _("The wiki's databases are behind with their work."), _LATER, Remedy.RETRY, _AGAIN
    ),
    "unknownerror": Words(
        _("The wiki refused the edit and does not say why."),
        _("Try again; if it goes on, ask an administrator."),
        Remedy.RETRY,
    ),
    "unknownerror-editpage": Words(
        _("The wiki's edit page gave up, and does not say why."),
        _("Try again; if it goes on, ask an administrator."),
        Remedy.RETRY,
    ),
}
