"""Whether a merge left a link, a template, a reference or a table open.

Counted, not parsed: a full parse of a large page takes seconds, and hostile text makes it longer.
"""

from __future__ import annotations

import re

_MARKS = re.compile(
    r"\[\[|\]\]|\{\{|\}\}|\{\||^\|\}(?!\})|<ref\b[^<>]*>|</ref\s*>|<!--|-->", re.M | re.I
)
_PAIRS = (("[[", "]]"), ("{{", "}}"), ("{|", "|}"), ("<ref>", "</ref>"), ("<!--", "-->"))


def is_worse(result: str, mine: str, theirs: str) -> bool:
    """Whether some pair of marks is further from balance than on both sides."""
    counts = [map(abs, _surplus(text)) for text in (result, mine, theirs)]
    return any(merged > max(one, two) for merged, one, two in zip(*counts, strict=True))


def changes_balance(base: str, changed: str) -> bool:
    """Whether a change opens or closes something by itself, for better or worse."""
    return _surplus(base) != _surplus(changed)


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
