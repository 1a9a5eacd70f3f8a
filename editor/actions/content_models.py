"""What kind of text a page holds, and what that means for editing it.

https://www.mediawiki.org/wiki/Manual:ContentHandler
"""

from __future__ import annotations

import json
from typing import NoReturn

from editor.merge import Merge
from editor.models import Draft, PublishAttempt, Wiki

# Only of this can the wiki edit a part.
WITH_SECTIONS = frozenset({"wikitext"})
# Written from left to right, and not in words of a language.
CODE = frozenset({"css", "javascript", "json", "sanitized-css", "Scribunto", "vue"})
KNOWN = WITH_SECTIONS | CODE | {"text"}
# What the text of a page of some other kind is written in where it is no code, as the wiki says it.
_PROSE = frozenset({"", "text/x-wiki", "text/plain", "text/markdown"})
# What the wiki says of a model that only other ways than text may change.
NO_DIRECT_EDITING = "no-direct-editing"


class InvalidJsonError(Exception):
    """The text is not JSON; where the first mistake is, counted from 1."""

    def __init__(self, line: int, column: int, reason: str) -> None:
        super().__init__(f"line {line}, column {column}: {reason}")
        self.line = line
        self.column = column
        self.reason = reason


def is_code(model: str, content_format: str) -> bool:
    """Whether a page holds code: extensions have models of their own, whose format tells it."""
    return model in CODE or (model not in KNOWN and content_format not in _PROSE)


def check_content(draft: Draft, text: str | None = None) -> None:
    """What can be told before the wiki is asked, of the draft's text or another one for its page.

    Extensions with models of their own may mend what is no strict JSON: that the wiki decides.
    Raises InvalidJsonError.
    """
    if draft.content_model != "json":
        return
    try:
        json.loads(draft.text if text is None else text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InvalidJsonError(error.lineno, error.colno, error.msg) from error
    except (RecursionError, ValueError):
        # Deeper than Python reads, or a longer number; the wiki has limits of its own, and says so.
        return


def unseen_text(draft: Draft, merged: Merge) -> str | None:
    """What a merge may publish without anybody having looked at it; None where somebody has to.

    Lines of two programs that stand apart need not make one that works. JSON is checked; whether
    other code still does what it did nobody can tell but who reads it.
    """
    is_unchecked = is_code(draft.content_model, draft.content_format) and not _is_json(draft)
    if is_unchecked and _is_put_together(merged):
        return None
    return merged.far_text


def _is_json(draft: Draft) -> bool:
    return draft.content_model == "json" or draft.content_format == "application/json"


def _is_put_together(merged: Merge) -> bool:
    """Whether the merged text is neither side's alone."""
    sides = (
        "".join(getattr(part, side) for part in merged.passages) for side in ("mine", "theirs")
    )
    return all(merged.text != side for side in sides)


def is_closed(wiki: Wiki, model: str) -> bool:
    """Whether the wiki has ever refused to have pages of this model edited as text.

    It does not tell before a page is saved, so it is learnt from the first refusal.
    """
    if model in KNOWN:
        return False
    refused = PublishAttempt.objects.filter(draft__wiki=wiki, draft__content_model=model)
    return refused.filter(code=NO_DIRECT_EDITING).exists()


def _no_constant(name: str) -> NoReturn:
    """Python's own NaN and Infinity, which JSON does not have."""
    raise json.JSONDecodeError(f"{name} is not JSON", name, 0)
