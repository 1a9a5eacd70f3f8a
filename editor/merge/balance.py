"""Whether a merge left a link, a template, a reference or a table open.

Counted, not parsed: a full parse of a large page takes seconds, and hostile text makes it longer.
"""

from __future__ import annotations

import re

_MARKS = re.compile(
    r"\[\[|\]\]|\{\{|\}\}|\{\||^\|\}(?!\})|<ref\b[^<>]*>|</ref\s*>|<!--|-->", re.M | re.I
)
_PAIRS = (("[[", "]]"), ("{{", "}}"), ("{|", "|}"), ("<ref>", "</ref>"), ("<!--", "-->"))


def worse(result: str, mine: str, theirs: str) -> set[str]:
    """The pairs of marks, by their opening one, further from balance than on both sides."""
    counts = [map(abs, _surplus(text)) for text in (result, mine, theirs)]
    return {
        opening
        for (opening, _), merged, one, two in zip(_PAIRS, *counts, strict=True)
        if merged > max(one, two)
    }


def tipped(base: str, changed: str) -> set[str]:
    """The pairs of marks of which a change opens or closes one by itself, for better or worse."""
    counts = _surplus(base), _surplus(changed)
    return {opening for (opening, _), old, new in zip(_PAIRS, *counts, strict=True) if old != new}


def _surplus(text: str) -> list[int]:
    """By how much what opens outnumbers what closes, pair by pair."""
    found = dict.fromkeys((mark for pair in _PAIRS for mark in pair), 0)
    for match in _MARKS.finditer(text):
        mark = match.group().lower()
        if mark.startswith("<ref"):
            mark = "" if mark.endswith("/>") else "<ref>"
        elif mark.startswith("</ref"):
            mark = "</ref>"
        if mark:
            found[mark] += 1
    return [found[opening] - found[closing] for opening, closing in _PAIRS]
