"""The heading that a section's wikitext begins with. https://www.mediawiki.org/wiki/Help:Formatting

Read by hand and in one pass: what a page's heading looks like is up to anybody, and a pattern with
a choice in it can be kept busy for hours.
"""

from __future__ import annotations

from typing import NamedTuple

DEEPEST = 6
# What a draft keeps of a heading.
LONGEST = 1000


class Heading(NamedTuple):
    """`text` without comments; `end` is where its line ends."""

    text: str
    end: int


def heading_at(text: str, start: int = 0) -> Heading | None:
    """The heading whose line begins at `start`; None when there is none."""
    if not text.startswith("=", start):
        return None
    line, end = _line(text, start)
    line = line.strip(" \t")
    left = len(line) - len(line.lstrip("="))
    right = len(line) - len(line.rstrip("="))
    level = min(left, right, DEEPEST)
    if left == len(line):
        # A line of equals signs has one of them, or two, for its text.
        level = min((left - 1) // 2, DEEPEST)
    if level < 1:
        return None
    return Heading(line[level : len(line) - level].strip(" \t"), end)


def heading_of(section: str, text: str) -> str:
    """The heading of a numbered section, as its wikitext has it; empty for all else."""
    if section in ("", "0", "new"):
        return ""
    heading = heading_at(text)
    return heading.text[:LONGEST] if heading else ""


def plain_heading(wikitext: str) -> str:
    """A heading's wikitext as the wiki lists it: without quotes of emphasis and link brackets."""
    text = wikitext.replace("'''", "").replace("''", "")
    while "[[" in text and "]]" in text:
        before, _, rest = text.partition("[[")
        link, _, after = rest.partition("]]")
        text = before + link.rpartition("|")[2] + after
    return " ".join(text.split())


def _line(text: str, start: int) -> tuple[str, int]:
    """The line without its comments, which may run over several; and where it ends."""
    parts, at = [], start
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    while True:
        comment = text.find("<!--", at, end)
        if comment < 0:
            parts.append(text[at:end])
            return "".join(parts), end
        parts.append(text[at:comment])
        close = text.find("-->", comment)
        if close < 0:
            return "".join(parts), len(text)
        at = close + 3
        if at > end:
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
