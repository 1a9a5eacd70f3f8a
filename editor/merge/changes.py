"""What makes one text of another, piece by piece: each change by itself, not all that lies between.

A caret that stands between two changes stays where it is only when they are two.
"""

from __future__ import annotations

from editor.merge.alignment import align, edits
from editor.merge.splices import Splice, between, utf16_length
from editor.merge.tokens import lines

# More pieces than this are put in as one.
MOST_PIECES = 200


def changes(old: str, new: str) -> tuple[Splice, ...]:
    """Splices in the order of the text; the offsets of all are those of the old text."""
    if old == new:
        return ()
    old_lines, new_lines = lines(old), lines(new)
    found = edits(align(old_lines, new_lines), len(old_lines), len(new_lines))
    if len(found) > MOST_PIECES:
        return (between(old, new),)
    pieces = []
    at = line = 0
    for edit in found:
        at += utf16_length("".join(old_lines[line : edit.old_start]))
        before = "".join(old_lines[edit.old_start : edit.old_end])
        after = "".join(new_lines[edit.new_start : edit.new_end])
        piece = between(before, after)
        pieces.append(Splice(at + piece.start, piece.removed, piece.inserted))
        at += utf16_length(before)
        line = edit.old_end
    return tuple(pieces)
