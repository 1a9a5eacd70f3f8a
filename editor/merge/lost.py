"""What one side wrote that did not come into the result of a merge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from editor.merge.differences import RowKind, difference
from editor.merge.lines import merge_lines
from editor.merge.passages import Kind, Passage, Span

# One passage: where it begins and ends in mine, and in the result.
Row = Sequence[int]


@dataclass(frozen=True, slots=True)
class Lost:
    """Whole lines that I wrote, and what stands in their place."""

    mine: str
    instead: str
    # Where mine stands in my text, and what is instead of it in the result.
    mine_span: Span
    span: Span

    def put_back(self, result: str) -> str:
        """The result with my lines in their place again."""
        return result[: self.span.start] + self.mine + result[self.span.end :]


def lost(base: str, mine: str, result: str) -> list[Lost]:
    """The passages that I changed and that are not in the result as I wrote them."""
    return [
        Lost(passage.mine, passage.theirs, passage.mine_span, passage.theirs_span)
        for passage in merge_lines(base, mine, result).passages
        if passage.kind in (Kind.MINE, Kind.CONFLICT) and not _is_there(passage)
    ]


def packed(found: Iterable[Lost]) -> list[Row]:
    """What JSON can hold of the passages, without their texts."""
    return [(*passage.mine_span, *passage.span) for passage in found]


def unpacked(rows: Iterable[Row], mine: str, result: str) -> list[Lost]:
    """The passages again, of the texts in which they were found."""
    spans = ((Span(*row[:2]), Span(*row[2:])) for row in rows)
    return [
        Lost(mine[slice(*mine_span)], result[slice(*span)], mine_span, span)
        for mine_span, span in spans
    ]


def _is_there(passage: Passage) -> bool:
    """Whether all that I put in stands in the result, be it in another order or among other words.

    Nothing is there to be brought back of what I only took away.
    """
    for row in difference(passage.base, passage.mine, context=0).rows:
        if row.kind in (RowKind.ADDED, RowKind.CHANGED):
            added = (run.text.strip() for run in row.right if run.is_changed)
            if any(text not in passage.theirs for text in added):
                return False
    return True
