"""What a merge took in from the other side: passages to look at, each of which can be undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from editor.merge.cards import Card, laid_out
from editor.merge.merging import merge
from editor.merge.passages import Care, Merge, Passage, Span
from editor.merge.regions import wants_look


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Whole lines in which the other side had a part, and where they stand in the merged text."""

    card: Card
    span: Span

    @property
    def is_near(self) -> bool:
        """Whether both sides changed these lines."""
        return self.card.care > Care.FAR

    @property
    def is_mine(self) -> bool:
        """Whether mine stands there as it was: what they did is in it, or overtaken by it."""
        return self.card.merged == self.card.mine

    def undone_in(
        self, merged: str, text: str, *, by: Callable[[str, str, str], Merge] = merge
    ) -> str | None:
        """`text`, which was made of the merged one, with my lines in it as they were.

        `by` is the merge that suits the page.
        What was written elsewhere since stays, and so does what stands some words apart. None
        where it was written in the very passage.
        """
        return _turned(merged, self._undone(merged), text, by)

    def taken_again_in(
        self, merged: str, text: str, *, by: Callable[[str, str, str], Merge] = merge
    ) -> str | None:
        """The same the other way: `text`, in which it was undone, as it was merged."""
        return _turned(self._undone(merged), merged, text, by)

    def _undone(self, merged: str) -> str:
        return merged[: self.span.start] + self.card.mine + merged[self.span.end :]


def _turned(old: str, new: str, text: str, by: Callable[[str, str, str], Merge]) -> str | None:
    """What was made of the old text, made of the new one; None where both touch one passage."""
    if text == old:
        return new
    again = by(old, text, new)
    # Merged is not enough: nothing of the new may be held back by what was written since.
    if any(passage.theirs not in (passage.base, passage.result) for passage in again.passages):
        return None
    return again.text


def passages_taken(merged: Merge) -> list[Taken]:
    """The passages in which theirs is more than base and other than mine, in order.

    Where something is asked there is no merged text yet: such a passage takes no room in it.
    """
    return list(_found(merged))


def _found(merged: Merge) -> Iterator[Taken]:
    at = 0
    for piece in laid_out(merged, _is_spot):
        text = piece if isinstance(piece, str) else piece.merged or ""
        span = Span(at, at + len(text))
        if isinstance(piece, Card) and piece.theirs not in (piece.base, piece.mine):
            yield Taken(card=piece, span=span)
        at = span.end


def _is_spot(passage: Passage) -> bool:
    return wants_look(passage) or passage.result != passage.mine
