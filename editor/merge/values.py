"""Values that are several words long: dates, times, coordinates, quantities, signatures.

"13 March 2005" made of one side's "13 March 2004" and the other's "12 March 2005" is a date that
nobody wrote. What a value looks like is told by its numbers and marks, not by the words of any
language. (A value of one word, as "13,355" and "2004-03-12" are, is one token already.)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from editor.merge.passages import Kind, Part, Span, question

_BLANK = r"(?:[^\S\n]|&(?:nbsp|thinsp|#160);)"
_NUMBER = r"\d+(?:[.,:/–-]\d+){0,6}(?:<su[bp]>[^<>\n]{1,9}</su[bp]>)?"
# (Not by letters: in some scripts a word has marks that are none to `re`.)
_NAME = r"[^\s\d\[\]{}|<>=&.,;:()/°]{1,20}"
_SHORT = r"[^\W\d]{1,4}"
# From one part of a date to the next; each may be a link of its own.
_STEP = rf"(?:\]\])?[.,]?{_BLANK}{{1,2}}(?:\[\[)?"
_DAY = r"\d{1,2}(?:[^\W\d]{1,3}|[ºª°])?"
_MONTH = (
    rf"(?:(?:{_SHORT}{_STEP}|[^\W\d]['’]){_NAME}(?:{_STEP}{_SHORT})?"
    rf"|{_NAME}(?:{_STEP}\d{{1,2}}{_STEP}{_NAME})?)"
)
_YEAR = r"\d{4}(?!\d)"
_ANGLE = r"\d{1,3}(?:[.,]\d{1,9})?"
_DEGREES = (
    rf"{_ANGLE}{_BLANK}?°(?:{_BLANK}?{_ANGLE}{_BLANK}?[′″'\"’”]{{1,2}}){{0,2}}"
    rf"(?:{_BLANK}?[^\W\d]{{1,2}}(?!\w))?"
)
_LINK = r"\[\[[^\[\]\n]{1,300}\]\]"
_TIME_AND_ZONE = r"\d{1,2}:\d\d(?!\d)[^\n\[\]]{0,40}?\((?:[A-Z]{2,5}|[+−-]\d{1,2}(?::?\d\d)?)\)"

# Where a value may begin; cheap to find, for most of a text is none.
_START = re.compile(r"\[\[|(?<![\da-zA-Z])\d|[$€£¥₩₹₽₺₪฿]")
_VALUE = re.compile(
    "|".join(
        [
            # A signature: who, and when.
            rf"(?:{_LINK}(?:<[^<>\n]{{0,200}}>|[^\w\n\[\]<]){{0,9}}){{1,5}}"
            rf"[^\n\[\]]{{0,40}}?(?<!\d){_TIME_AND_ZONE}",
            _TIME_AND_ZONE,
            # 12 March 2004, 12. März 2004, 12 de marzo de 2004, 12 tháng 3 năm 2004
            rf"(?:\[\[)?{_DAY}{_STEP}{_MONTH}{_STEP}{_YEAR}",
            # March 12, 2004
            rf"(?P<after_month>{_DAY}(?:\]\])?,{_BLANK}(?:\[\[)?{_YEAR})",
            # 2004. március 12., 2004 m. kovo 12
            rf"(?:\[\[)?{_YEAR}{_STEP}(?:{_SHORT}\.{_BLANK})?{_NAME}{_STEP}{_DAY}(?!\w)",
            # 2004年3月12日
            rf"(?:\d{{1,4}}{_BLANK}?[^\W\da-zA-Z]{_BLANK}?){{2,6}}",
            # 51.5074° N, 0.1278° W
            rf"{_DEGREES}(?:[,;/]?{_BLANK}{{0,2}}[+−-]?{_DEGREES})?",
            # 10 – 20 km, 1.5 × 10<sup>6</sup> m
            rf"{_NUMBER}(?:{_BLANK}?[±×–—-]{_BLANK}?{_NUMBER}){{1,3}}(?:{_BLANK}?{_NAME})?",
            # 100 km/h
            rf"{_NUMBER}{_BLANK}?{_NAME}/{_NAME}",
            # 1 234 567
            rf"\d{{1,4}}(?:(?:{_BLANK}|[’'])\d{{2,4}}){{1,6}}(?!\d)",
            # $10 million
            rf"[^\d\[]{_BLANK}?{_NUMBER}(?:{_BLANK}{_NAME})?",
            # 10&nbsp;km
            rf"{_NUMBER}&nbsp;{_NAME}",
        ]
    )
)
_BEFORE_DAY = re.compile(rf"(?<!\w){_NAME}{_STEP}\Z")
# The longest that _BEFORE_DAY can match.
_LONGEST_MONTH = 40

_SIDES = {
    Kind.MINE: {Kind.MINE},
    Kind.THEIRS: {Kind.THEIRS},
    Kind.CONFLICT: {Kind.MINE, Kind.THEIRS},
}


def kept_whole(parts: Sequence[Part]) -> list[Part]:
    """The parts, with those asked about as one in which both sides changed one value, or that
    would put one together from both."""
    for text in (_before, _after):
        parts = _asked(parts, _torn(parts, list(map(text, parts))))
    return list(parts)


def _before(part: Part) -> str:
    return part.base


def _after(part: Part) -> str:
    return part.base if part.result is None else part.result


def _torn(parts: Sequence[Part], texts: Sequence[str]) -> list[Span]:
    """From where to where parts of both sides share a value in these texts."""
    found: list[Span] = []
    ends = list(accumulate(map(len, texts)))
    for value in _values("".join(texts)):
        # (What takes no room is in a value where it stands between two characters of it.)
        first = bisect_right(ends, value.start)
        last = min(bisect_left(ends, value.end, lo=first), len(parts) - 1)
        changed = [at for at in range(first, last + 1) if parts[at].is_change]
        sides = set[Kind]().union(*(_SIDES.get(parts[at].kind, ()) for at in changed))
        if len(changed) > 1 and len(sides) > 1:
            start = changed[0]
            if found and start < found[-1].end:
                # One long change reaches into two values.
                start = found.pop().start
            found.append(Span(start, changed[-1] + 1))
    return found


def _values(text: str) -> Iterator[Span]:
    at = 0
    for beginning in _START.finditer(text):
        start = beginning.start()
        value = _VALUE.match(text, start) if start >= at else None
        if value:
            if value["after_month"]:
                month = _BEFORE_DAY.search(text, max(at, start - _LONGEST_MONTH), start)
                start = month.start() if month else start
            at = value.end()
            yield Span(start, at)


def _asked(parts: Sequence[Part], spans: Sequence[Span]) -> list[Part]:
    done: list[Part] = []
    at = 0
    for start, end in spans:
        done += [*parts[at:start], question(parts[start:end])]
        at = end
    return [*done, *parts[at:]]
