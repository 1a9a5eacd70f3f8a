"""When theirs is not a newer version of a text but something else in its place.

Merged piece by piece, such a page would come out as the scraps that I had touched.
"""

from __future__ import annotations

import re
from enum import StrEnum

from editor.merge.lines import kind_of, settled
from editor.merge.passages import Care, Kind, Merge, placed

# "#REDIRECT [[Moon]]" in any language, with little beside it; a list of links has a blank first.
_REDIRECT = re.compile(r"\s*#[^\W\d]+ *:? *\[\[([^\]|\n]+)[^\n]*(?:\n|$)")
_LONGEST_REDIRECT = 2_000


class Replaced(StrEnum):
    BLANKED = "blanked"
    REDIRECT = "redirect"
    OTHER_MODEL = "other-model"


def replaced(base: str, theirs: str) -> Replaced | None:
    """What stands in the place of `base` now, None for a version of it."""
    if base.strip() and not theirs.strip():
        return Replaced.BLANKED
    if redirect_target(theirs) and not redirect_target(base):
        return Replaced.REDIRECT
    return None


def redirect_target(text: str) -> str:
    """Where a text leads that reads like a redirect; empty for any other text."""
    match = _REDIRECT.match(text) if len(text) <= _LONGEST_REDIRECT else None
    return match[1].strip().lstrip(":").replace("_", " ") if match else ""


def ask_whole(base: str, mine: str, theirs: str) -> Merge:
    """The merge that takes each text as one piece."""
    kind = kind_of(base, mine, theirs)
    care = Care.ASKED if kind is Kind.CONFLICT else Care.FAR
    return placed([settled(kind, base, mine, theirs, care)])
