"""What the wiki rewrites while it saves: signatures, substitutions, and the pipe trick.

https://www.mediawiki.org/wiki/Manual:Pre-save_transform, which MediaWiki does not document further
than its parser's preSaveTransform().
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from editor.merge.changes import changes
from editor.merge.splices import index_of
from editor.wiki import outgoing

REWRITTEN = re.compile(r"~{3,5}|\{\{[^{}|\n]{1,40}:[^{}]*\}\}|\|\]\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch that stayed as it was: where it stands in the text sent, and in the one saved."""

    start: int
    end: int
    saved_start: int


def holds(saved: str, sent: str) -> bool:
    """Whether the saved text has all pieces of the sent one that the wiki does not rewrite."""
    sent = outgoing(sent)
    at = 0
    for start, end in _untouched(sent):
        at = saved.find(sent[start:end], at)
        if at < 0:
            return False
        at += end - start
    return True


def carry_over(sent: str, typed: str, saved: str) -> str | None:
    """What was typed since `sent`, on top of `saved`, which is `sent` as the wiki rewrote it.

    None when the wiki did more than rewrite, or when the typing touches what was rewritten.
    """
    # The wiki trims the end; the browser still shows it.
    blanks = sent[len(sent.rstrip()) :]
    saved = saved if saved.endswith(blanks) else saved + blanks
    pieces = _pieces(sent, saved)
    # From the end, so that no place is moved by what was put in before.
    for splice in reversed(changes(sent, typed)):
        start = index_of(sent, splice.start)
        end = index_of(sent, splice.start + splice.removed)
        piece = next((one for one in pieces if one.start <= start and end <= one.end), None)
        if piece is None:
            return None
        at = piece.saved_start + start - piece.start
        saved = saved[:at] + splice.inserted + saved[at + end - start :]
    return saved if pieces else None


def _pieces(sent: str, saved: str) -> list[Piece]:
    """The untouched pieces that are surely the same in both; none when the wiki did more."""
    spans = _untouched(sent)
    if len(spans) == 1:
        return [Piece(0, len(sent), 0)] if sent == saved else []
    # The first stands at the beginning and the last at the end, whatever came in between.
    head, tail = sent[slice(*spans[0])], sent[slice(*spans[-1])]
    inner = saved[len(head) : len(saved) - len(tail)]
    if not (saved.startswith(head) and saved.endswith(tail)):
        return []
    middle = [span for span in spans[1:-1] if span[0] < span[1]]
    texts = [sent[slice(*span)] for span in middle]
    places = _places(inner, texts)
    # Where looking from the front and from the back disagree, it is not sure which one is meant.
    if places is None or places != _places_from_the_end(inner, texts):
        return []
    return [
        Piece(*spans[0], 0),
        *(Piece(*span, len(head) + at) for span, at in zip(middle, places, strict=True)),
        Piece(*spans[-1], len(saved) - len(tail)),
    ]


def _untouched(sent: str) -> list[tuple[int, int]]:
    edges = [0, *(edge for match in REWRITTEN.finditer(sent) for edge in match.span()), len(sent)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _places(text: str, pieces: Sequence[str]) -> list[int] | None:
    """Where these stand one after the other, each as early as it can."""
    places, at = [], 0
    for piece in pieces:
        at = text.find(piece, at)
        if at < 0:
            return None
        places.append(at)
        at += len(piece)
    return places


def _places_from_the_end(text: str, pieces: Sequence[str]) -> list[int] | None:
    """The same, each as late as it can."""
    places, end = [], len(text)
    for piece in reversed(pieces):
        end = text.rfind(piece, 0, end)
        if end < 0:
            return None
        places.append(end)
    return places[::-1]
