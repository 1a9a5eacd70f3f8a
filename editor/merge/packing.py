"""A merge in little room: what it found of three texts, without the texts.

Merging two rewritten pages takes seconds, and what was asked must stay the same question for as
long as somebody is answering it; so an outcome is kept and put together again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from editor.merge.passages import Care, Kind, Merge, Part, placed

_KINDS = tuple(Kind)
# One passage: its kind, the lengths of base, mine and theirs, its care; then a result that does
# not follow from the kind, or a proposal, where there is one.
Row = Sequence[Any]


def packed(merge: Merge) -> list[Row]:
    """What JSON can hold of a merge."""
    rows: list[Row] = []
    for passage in merge.passages:
        row: list[Any] = [
            _KINDS.index(passage.kind),
            len(passage.base),
            len(passage.mine),
            len(passage.theirs),
            int(passage.care),
        ]
        extra = passage.proposal if passage.is_conflict else passage.result
        if extra != _usual(passage.kind, passage.mine, passage.theirs):
            row.append(extra)
        rows.append(row)
    return rows


def unpacked(rows: Sequence[Row], base: str, mine: str, theirs: str) -> Merge:
    """The merge again, of the texts it was made of. Raises ValueError for other texts."""
    parts = []
    base_at = mine_at = theirs_at = 0
    for number, base_length, mine_length, theirs_length, care, *extra in rows:
        kind = _KINDS[number]
        texts = (
            base[base_at : base_at + base_length],
            mine[mine_at : mine_at + mine_length],
            theirs[theirs_at : theirs_at + theirs_length],
        )
        base_at, mine_at, theirs_at = (
            base_at + base_length,
            mine_at + mine_length,
            theirs_at + theirs_length,
        )
        parts.append(_part(kind, texts, Care(care), extra))
    if (base_at, mine_at, theirs_at) != (len(base), len(mine), len(theirs)):
        raise ValueError("these are not the texts that were merged")
    return placed(parts)


def _part(kind: Kind, texts: tuple[str, str, str], care: Care, extra: Sequence[Any]) -> Part:
    base, mine, theirs = texts
    found = extra[0] if extra else _usual(kind, mine, theirs)
    if kind is Kind.CONFLICT:
        return Part(kind, base, mine, theirs, None, care, found)
    return Part(kind, base, mine, theirs, found, care)


def _usual(kind: Kind, mine: str, theirs: str) -> str | None:
    if kind is Kind.CONFLICT:
        return None
    return theirs if kind is Kind.THEIRS else mine
