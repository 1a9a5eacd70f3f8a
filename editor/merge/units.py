"""Stretches of wikitext that mean one thing: two changes inside one of them are one question.

Link targets, template names and parameters, comments, and headings. (Numbers, addresses, tags with
their reference names and unsaved signatures are single tokens already; for what is several words
long without marks around it, such as a date, see values.py.)
"""

from __future__ import annotations

from collections.abc import Sequence

# A longer parameter is prose, in which two people may well change two things.
LONGEST_UNIT = 40

_BARS = ("|", "||")
_CLOSING = {"[[": "]]", "{{": "}}"}


def is_inside(words: Sequence[str]) -> list[bool]:
    """For each word whether it is inside a unit; the marks around it are not, they part it off."""
    inside = [False] * len(words)
    opened: list[str] = []
    start = line = comment = 0
    for at, word in enumerate(words):
        is_mark = word in _CLOSING or word in _BARS or bool(opened and word == _CLOSING[opened[-1]])
        if is_mark and opened:
            _fill(inside, start, at)
        if word in _CLOSING:
            opened.append(word)
        elif opened and (word == _CLOSING[opened[-1]] or _ends_target(word, opened[-1])):
            opened.pop()
        if is_mark:
            start = at + 1
        if word == "<!--":
            comment = comment or at + 1
        elif word == "-->" and comment:
            _fill(inside, comment, at)
            comment = 0
        if word == "\n":
            if _is_heading(words, line, at):
                _fill(inside, line + 1, at - 1)
            line = at + 1
    return inside


def _ends_target(word: str, opened: str) -> bool:
    """Only a link's target is one thing; what it shows is prose."""
    return opened == "[[" and word in _BARS


def _is_heading(words: Sequence[str], start: int, end: int) -> bool:
    return end - start > 2 and set(words[start]) == set(words[end - 1]) == {"="}


def _fill(inside: list[bool], start: int, end: int) -> None:
    if end - start <= LONGEST_UNIT:
        inside[start:end] = [True] * (end - start)
