"""Two additions at one spot: settled where a sorted list says how, proposed where both can stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from editor.merge.doubts import has_doubled
from editor.merge.ordering import in_order, mark_of, share_title
from editor.merge.passages import Care, Kind, Part, joined
from editor.merge.tokens import is_wordy, words

# How much is read around the spot to learn how the list goes on.
CHARACTERS_AROUND = 20_000
PARTS_AROUND = 40
# Additions that share more than this of their words are likely one thing said twice.
LARGEST_SHARED = 0.5


def arranged(parts: Sequence[Part], *, talk: bool) -> list[Part]:
    """The parts with each pair of additions settled, proposed or left alone."""
    return [
        _arranged(parts, at, talk=talk) if _is_pair(part) else part for at, part in enumerate(parts)
    ]


def _is_pair(part: Part) -> bool:
    both_say = bool(part.mine.strip() and part.theirs.strip())
    return part.kind is Kind.CONFLICT and not part.base and both_say


def _arranged(parts: Sequence[Part], at: int, *, talk: bool) -> Part:
    part = parts[at]
    if talk:
        # Who published first is read first: https://phabricator.wikimedia.org/T230231
        return replace(part, care=Care.BOLD, proposal=joined(part.theirs, part.mine))
    before = "".join(map(_shown, parts[max(0, at - PARTS_AROUND) : at]))[-CHARACTERS_AROUND:]
    after = "".join(map(_shown, parts[at + 1 : at + 1 + PARTS_AROUND]))[:CHARACTERS_AROUND]
    # Behind the last line of a page what is added begins with a line end, instead of ending so.
    is_at_line_end = after[:1] in ("", "\n")
    ends = "\n" * min(map(_line_ends, (part.mine, part.theirs))) if is_at_line_end else ""
    before += ends
    mine, theirs = (text[len(ends) :] + ends for text in (part.mine, part.theirs))
    result = in_order(before, mine, theirs, after)
    if result is not None:
        result = ends + result[: len(result) - len(ends)]
        return replace(part, kind=Kind.BOTH, result=result, care=Care.NEAR)
    are_lines = before[-1:] in ("", "\n") and (
        is_at_line_end or (mine.endswith("\n") and theirs.endswith("\n"))
    )
    if are_lines and _stands_apart(parts, at) and _can_both_stay(mine, theirs):
        return replace(part, care=Care.BOLD, proposal=joined(part.mine, part.theirs))
    return part


def _shown(part: Part) -> str:
    return part.base if part.result is None else part.result


def _line_ends(text: str) -> int:
    """How many line ends it begins with."""
    return len(text) - len(text.lstrip("\n"))


def _stands_apart(parts: Sequence[Part], at: int) -> bool:
    """Whether nobody touched the lines right above and below: else it belongs to a rewriting."""
    above = below = ""
    for part in reversed(parts[:at]):
        if part.is_change:
            if not above or not part.ends_line:
                return False
            break
        above = part.base + above
        if "\n" in above[:-1]:
            break
    for part in parts[at + 1 :]:
        if part.is_change:
            return False
        below += part.base
        if "\n" in below:
            break
    return True


def _can_both_stay(mine: str, theirs: str) -> bool:
    """Whole lines of one make, whose words are mostly not the same."""
    if "\n" not in mine or "\n" not in theirs or mark_of(mine) != mark_of(theirs):
        return False
    if share_title(mine, theirs):
        return False
    one, two = (
        Counter(word.strip() for word in words(text) if is_wordy(word)) for text in (mine, theirs)
    )
    if (one & two).total() > LARGEST_SHARED * min(one.total(), two.total()):
        return False
    return not has_doubled("", mine, theirs, mine + theirs)
