"""What the wiki's preparing of a text came to, for the status line."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.views.words import words_of_code
from editor.wiki import StashStatus

# For these the template has words, and more than words.
_SAID_ELSEWHERE = frozenset({"", StashStatus.STASHED, StashStatus.EDITCONFLICT, "signed-out"})

_WORDS: dict[str, str | Promise] = {
    "in-flight": gettext_lazy("Preparing…"),
    StashStatus.BUSY: gettext_lazy("Preparing…"),
    "unavailable": gettext_lazy(
        "The wiki can't be reached. Your text is safe; Galley keeps trying."
    ),
}

_NO_SECTIONS = gettext_lazy("The wiki cannot prepare a section of a page of this kind.")

_WHY_NOT: dict[str, str | Promise] = {
    StashStatus.RATELIMITED: gettext_lazy("The wiki prepares no more texts for a minute."),
    StashStatus.UNCACHEABLE: gettext_lazy("This text cannot be prepared: parts of it never last."),
    StashStatus.ERROR_PARSE: gettext_lazy("The wiki could not prepare this text."),
    StashStatus.ERROR_CACHE: gettext_lazy("The wiki had no room for the prepared text."),
    "missingtext": gettext_lazy("The wiki has forgotten the text it was to prepare."),
    "nosuchrevid": gettext_lazy("The wiki does not know the revision this draft began from."),
    "botsnotsupported": gettext_lazy("The wiki prepares nothing for bots."),
    "internal_api_error_MWException": _NO_SECTIONS,
    "internal_api_error_BadMethodCallException": _NO_SECTIONS,
}


def stash_words(status: str) -> str:
    """Empty where nothing is to be said, or the template says it."""
    if status in _SAID_ELSEWHERE:
        return ""
    if status in _WORDS:
        return str(_WORDS[status])
    without = _("Publishing works without preparation.")
    if status in _WHY_NOT:
        return f"{_WHY_NOT[status]} {without}"
    # A refusal by its own words: what they say may well keep the text from being published too.
    words = words_of_code(status)
    return str(words.headline) if words else without


def stash_short(status: str) -> str:
    """The same for a narrow screen, where it is long; said to nobody who listens."""
    if status in _SAID_ELSEWHERE or status in ("in-flight", StashStatus.BUSY):
        return ""
    return _("The wiki is out of reach") if status == "unavailable" else _("Not prepared")
