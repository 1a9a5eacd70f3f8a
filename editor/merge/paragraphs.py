"""Which paragraph a caret stands in, named so that people meet in it whatever they have open.

Two drafts of a page have different texts, and so different offsets; one may be of a section only,
or begun from an older revision. What they share is the text they began from: a caret is therefore
placed in the paragraph of the base that it is in, and that paragraph is known by its own words.

Nothing here aligns whole texts: what is the same at both ends is found by comparing slices, and
only what lies between is looked at by paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from editor.merge.splices import common_prefix, common_suffix, index_of

# A line that begins like this is a paragraph by itself: an item of a list, a cell, a heading.
ALONE = frozenset("*#:;|!={}")
# Shorter ones ("|-", "== Sources ==", "* yes") stand at many places of a page: their heading, and
# which of them it is, count too.
COMMON = 40
# So much of the shorter one's words makes of two paragraphs a changed one, rather than another.
ALIKE = 0.6
FEWEST_WORDS = 3
# So many characters of each are compared: a page may be one paragraph, and every caret is placed.
COMPARED = 4000
# A changed paragraph is looked for this far from where it would be if none had come or gone.
WINDOW = 30
WORD = re.compile(r"\w+")


class Place(NamedTuple):
    """Where somebody is: a paragraph's digest, and the heading it stands under. Empty: nowhere."""

    paragraph: str
    heading: str


class Paragraph(NamedTuple):
    """`words` without the blanks around its lines; `start` is where its first line begins."""

    start: int
    words: str


def place_of(base: str, text: str, caret: int) -> Place:
    """Where the caret, an offset into `text` in UTF-16 units, is in the `base` of that text.

    A paragraph that the base does not have counts as the nearest one above that it has.
    """
    here = _at(text, index_of(text, caret))
    found = here and _in_base(base, text, here)
    return _named(base, found) if found else Place("", "")


def _in_base(base: str, text: str, here: Paragraph) -> Paragraph | None:
    prefix = common_prefix(base, text)
    suffix = common_suffix(base, text, min(len(base), len(text)) - prefix)
    start = _boundary_before(base, prefix)
    end = _boundary_after(base, len(base) - suffix)
    shift = len(text) - len(base)
    if here.start < start:
        return _at(base, here.start)
    if here.start >= end + shift:
        return _at(base, here.start - shift)
    olds = paragraphs(base[start:end])
    news = paragraphs(text[start : end + shift])
    number = next(at for at, new in enumerate(news) if new.start == here.start - start)
    old = _counterpart(olds, news, number)
    if old:
        return Paragraph(start + old.start, old.words)
    return _at(base, start - 1) if start else None


def _counterpart(
    olds: Sequence[Paragraph], news: Sequence[Paragraph], number: int
) -> Paragraph | None:
    """The old paragraph that the new one of this number is, or that the nearest one above it is."""
    words = [old.words for old in olds]
    if words.count(news[number].words) == 1:
        return olds[words.index(news[number].words)]
    if len(olds) == len(news):
        return olds[number]
    words_of = cache(_words_of)
    for at in range(number, max(number - WINDOW, -1), -1):
        here = words_of(news[at].words)
        near = olds[max(0, at - WINDOW) : at + WINDOW]
        best = max(near, key=lambda old: _likeness(words_of(old.words), here), default=None)
        if best and _likeness(words_of(best.words), here) >= ALIKE:
            return best
    return None


def _words_of(text: str) -> tuple[str, frozenset[str]]:
    return text, frozenset(WORD.findall(text[:COMPARED]))


def _likeness(one: tuple[str, frozenset[str]], two: tuple[str, frozenset[str]]) -> float:
    """The share of the shorter one's words that the other has too; of too few there is none."""
    (text, ones), (other, twos) = one, two
    if text == other:
        return 1.0
    shared = len(ones & twos)
    return shared / min(len(ones), len(twos)) if shared >= FEWEST_WORDS else 0.0


def _named(base: str, found: Paragraph) -> Place:
    start, heading = _heading_above(base, found.start)
    name = found.words
    if len(name) < COMMON:
        same = [one for one in paragraphs(base[start : found.start]) if one.words == name]
        name = f"{heading}\n{len(same)}\n{name}"
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
    return Place(digest, heading)


def _heading_above(text: str, at: int) -> tuple[int, str]:
    """Where the nearest heading from `at` upwards begins, and its words; of the lead 0 and none."""
    start, end = _line(text, at)
    while True:
        line = text[start:end].strip()
        if line.startswith("=") and line.endswith("=") and line.strip("= \t"):
            return start, line.strip("= \t")
        above = text.rfind("\n=", 0, start)
        if above < 0 and (start == 0 or not text.startswith("=")):
            return 0, ""
        start, end = _line(text, above + 1)


def paragraphs(text: str) -> list[Paragraph]:
    """Runs of lines with text in them; some lines are one by themselves."""
    found: list[Paragraph] = []
    start, run, run_start = 0, list[str](), 0
    for line in text.split("\n"):
        words = line.strip()
        is_alone = line[:1] in ALONE
        if run and (is_alone or not words):
            found.append(Paragraph(run_start, "\n".join(run)))
            run = []
        if is_alone:
            found.append(Paragraph(start, words))
        elif words:
            run_start = run_start if run else start
            run.append(words)
        start += len(line) + 1
    if run:
        found.append(Paragraph(run_start, "\n".join(run)))
    return found


def _at(text: str, at: int) -> Paragraph | None:
    """The paragraph that `at` is in; on a blank line the nearest above."""
    start, end = _line(text, at)
    while not text[start:end].strip():
        if start == 0:
            return None
        start, end = _line(text, start - 1)
    if text[start] in ALONE:
        return Paragraph(start, text[start:end].strip())
    first = _boundary_before(text, start)
    (run,) = paragraphs(text[first : _boundary_after(text, end)])
    return Paragraph(first, run.words)


def _boundary_before(text: str, at: int) -> int:
    """The start of the line that `at` is in, or of the first of those above that run into it."""
    start, _end = _line(text, at)
    while start:
        above, end = _line(text, start - 1)
        if text[above : above + 1] in ALONE or not text[above:end].strip():
            break
        start = above
    return start


def _boundary_after(text: str, at: int) -> int:
    """The start of the first line behind `at` that no paragraph runs into, or the text's end."""
    _start, end = _line(text, at)
    while end < len(text):
        start, end = _line(text, end + 1)
        if text[start : start + 1] in ALONE or not text[start:end].strip():
            return start
    return len(text)


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end
