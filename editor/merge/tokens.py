"""Text as tokens that a merge never tears apart.

Compound on purpose: with single characters or plain words two edits of "13,355" or "seventy-five"
merge into a number nobody wrote.
"""

from __future__ import annotations

import re

# Scripts written without spaces: each character is a word of its own.
_UNSPACED = (
    r"\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fff\u3040-\u30ff"
    r"\u3130-\u318f\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff"
)
# Marks that belong to the letter before them but are no letters to `re`; the Indic scripts are full
# of them, so there the whole blocks count (without the danda, which is a full stop).
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0963\u0966-\u0dff\u200c\u200d"
)
_LETTER = rf"(?:[^\W{_UNSPACED}]|[{_MARKS}])"
_ADDRESS = r"""[^\s\[\]<>"|{}]"""

_SAYING = rf"""
      (?:https?|ftps?|ircs?)://{_ADDRESS}*(?<![.,;:!?'()])  # an address without the stop after it
    | ~{{3,5}}                           # a signature
    | <!-- | -->
    | </?[a-zA-Z][^<>\n]{{0,1000}}>      # a tag
    | \[\[ | \]\] | \{{\{{\{{? | \}}\}}\}}?
    | \{{\| | \|\}}(?!\}}) | \|-+ | \|\|  # a table's marks
    | '{{2,5}}                           # bold and italic
    | \d+(?:[.,:/–-]\d+)*(?:%|{_LETTER}+)?  # a number, a date, a time, a share, 5th
    | {_LETTER}+(?:[-'’]{_LETTER}+)*     # a word, with the hyphens and apostrophes in it
    | \*+ | \#+ | :+ | ;+ | =+ | -+ | \.+ | !+ | \?+ | `+  # a run of one mark
    | .[\ufe00-\ufe0f{_MARKS}\U0001f3fb-\U0001f3ff]*  # any other character and what modifies it
"""

# A line end takes the blanks before it along.
_TOKEN = re.compile(rf"[^\S\n]*\n | [^\S\n]+ | {_SAYING}", re.VERBOSE | re.DOTALL)
_WORD = re.compile(rf"[^\S\n]* (?: \n | {_SAYING})", re.VERBOSE | re.DOTALL)
_PARTICLE = re.compile(r"\d+(?:[.,:/–-]\d+)*|\w+|[^\w\s]")


def tokens(text: str) -> list[str]:
    """The text's tokens; joined they are the text again."""
    return _TOKEN.findall(text)


def lines(text: str) -> list[str]:
    """The text's lines with their ends; only LF ends a line, as in a browser and on the wiki."""
    parts = [part + "\n" for part in text.split("\n")]
    last = parts.pop()[:-1]
    return [*parts, last] if last else parts


def words(text: str) -> list[str]:
    """Tokens with the blanks before them, so that a word comes and goes with its space."""
    return _WORD.findall(text)


def particles(text: str) -> list[str]:
    """The finest reading: numbers whole, but addresses and compounds in pieces, blanks left out."""
    return _PARTICLE.findall(text)


def is_wordy(token: str) -> bool:
    """Whether a token says something, as marks and blanks do not."""
    return token[-1:].isalnum() or any(map(str.isalnum, token))
