from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise


class Kept(StrEnum):
    """Where the text of the editor is that an error is told about."""

    DRAFT = "draft"
    ADDITION = "addition"
    # There is none: a page was to be opened or looked at.
    NOTHING = ""


class Remedy(StrEnum):
    """What the editor can do next; the templates have a control for each that needs one."""

    NONE = ""
    # The same again, now or in a moment.
    RETRY = "retry"
    SIGN_IN = "sign-in"
    # The same again, which the wiki takes for "I mean it".
    CONFIRM = "confirm"
    # Answer the wiki's question.
    ANSWER = "answer"
    # Change the text, the summary or an option.
    EDIT = "edit"
    # Somebody with more rights has to do it, or to allow it.
    ASK = "ask"
    # Nothing can be done here: the draft stays, to be copied or published elsewhere.
    KEEP = "keep"
    RECREATE = "recreate"
    MOVE = "move"
    MERGE = "merge"
    DECIDE = "decide"
    VERSIONS = "versions"
    WHOLE_PAGE = "whole-page"
    # Say which of several sections is meant.
    SECTION = "section"
    # The same again, without the summary that was asked for.
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Words:
    """What happened, what to do next, and which control helps.

    `reading`: what to do next where it is no text of the editor's own that is in question.
    """

    headline: str | Promise
    next_step: str | Promise
    remedy: Remedy = Remedy.NONE
    reading: str | Promise = ""


Table = dict[str, Words]
