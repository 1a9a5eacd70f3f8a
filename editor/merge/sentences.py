"""Where a line of prose can be cut: between sentences, never inside a link or template."""

from __future__ import annotations

import re

# A line up to this long on one side of a spot is shown whole.
LONGEST = 1_500
# Of a longer one at least this much is shown.
LEAST = 200

_END = re.compile(
    r"[.!?][\"'”’)]*(?:<ref[^<>/]*/>|<ref[^<>/]*>[^<>]*</ref>)*[ \t]+(?![a-z])|[。！？][」』）]*"
)
_MARK = re.compile(r"\[\[|\{\{|\]\]|\}\}|<ref\b[^<>/]*>|</ref>")
_OPENING = ("[[", "{{", "<ref")


def boundaries(text: str) -> list[int]:
    """Where sentences begin in `text`, as far as nothing that was opened is open there."""
    opened: list[tuple[int, str]] = []
    closed: list[tuple[int, int]] = []
    outermost = 0
    for mark in _MARK.finditer(text):
        if mark[0].startswith(_OPENING):
            opened.append((mark.start(), mark[0]))
        elif opened:
            closed.append((opened.pop()[0], mark.end()))
        else:
            # Opened before this text began: all up to here is inside of it.
            outermost = mark.end()
    until = opened[0][0] if opened else len(text)
    found = []
    spans = iter(sorted(closed))
    span = next(spans, None)
    end = 0
    for match in _END.finditer(text, outermost, until):
        while span and span[0] < match.end():
            end = max(end, span[1])
            span = next(spans, None)
        if match.end() >= end and 0 < match.end() < len(text):
            found.append(match.end())
    return found


def parted(text: str) -> int:
    """The beginning of a sentence nearest to the middle of `text`, 0 when there is none."""
    return min(boundaries(text), key=lambda at: abs(2 * at - len(text)), default=0)


def cut_after(line: str) -> int:
    """How much of what follows a spot in its line is shown with it."""
    if len(line) <= LONGEST:
        return len(line)
    later = (at for at in boundaries(line) if at >= LEAST)
    return next(later, 0) or line.find(" ", LEAST) + 1 or len(line)


def cut_before(line: str) -> int:
    """From where on what precedes a spot in its line is shown with it."""
    if len(line) <= LONGEST:
        return 0
    latest = len(line) - LEAST
    return max((at for at in boundaries(line) if at <= latest), default=0) or (
        line.rfind(" ", 0, latest) + 1
    )
