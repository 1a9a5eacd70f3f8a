"""A difference as `diff -u` writes it, for `patch` and for reading elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from editor.merge.alignment import Edit, align, edits
from editor.merge.budget import Budget
from editor.merge.tokens import lines

CONTEXT = 3


def unified(old: str, new: str, *, old_name: str, new_name: str) -> str:
    """Empty when the texts are the same. However long they are, the work has an end: then larger
    pieces are replaced than need be, and it is still true."""
    one, two = lines(old), lines(new)
    found = edits(align(one, two, Budget()), len(one), len(two))
    if not found:
        return ""
    parts = [f"--- {old_name}\n+++ {new_name}\n"]
    for hunk in _hunks(found):
        parts += _written(hunk, one, two)
    return "".join(parts)


def _hunks(found: Sequence[Edit]) -> Iterator[list[Edit]]:
    """Edits whose lines around them touch stand together."""
    hunk: list[Edit] = []
    for edit in found:
        if hunk and edit.old_start - hunk[-1].old_end > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(edit)
    yield hunk


def _written(hunk: Sequence[Edit], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    first, last = hunk[0], hunk[-1]
    start = max(0, first.old_start - CONTEXT)
    end = min(len(old), last.old_end + CONTEXT)
    new_start = first.new_start - (first.old_start - start)
    new_end = last.new_end + (end - last.old_end)
    yield f"@@ -{_range(start, end)} +{_range(new_start, new_end)} @@\n"
    at = start
    for edit in hunk:
        yield from _lines(" ", old[at : edit.old_start])
        yield from _lines("-", old[edit.old_start : edit.old_end])
        yield from _lines("+", new[edit.new_start : edit.new_end])
        at = edit.old_end
    yield from _lines(" ", old[at:end])


def _range(start: int, end: int) -> str:
    # A range of no lines is named by the line before it.
    return f"{start + 1 if end > start else start},{end - start}"


def _lines(sign: str, some: Sequence[str]) -> Iterator[str]:
    for line in some:
        yield sign + line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"
