"""Who wrote what a text has and its base has not, as far as the ends of their turns tell.

Several wrote one after the other; the whole text at the end of each turn is known. What a turn has
left as it was stays whose it was; what it brought is the turn's author's. In the end, what stands
in the base too is nobody's, however it came in: a merge with the wiki's newest text brings its
words in the middle of somebody's turn. Words count, marks and blanks do not. Who moves words, or
writes again what another had taken out in an earlier turn, counts as having written them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from editor.merge.alignment import align, edits
from editor.merge.tokens import is_wordy, lines, tokens

NOBODY = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """Who wrote, and what the text was at the end of it."""

    author: int
    text: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and whose each of its tokens is; empty where all are nobody's."""

    text: str
    owners: tuple[int, ...] = ()

    def owned(self) -> list[tuple[str, int]]:
        found = tokens(self.text)
        return list(zip(found, self.owners or [NOBODY] * len(found), strict=True))


def authors(base: str, begun: str, turns: Sequence[Turn]) -> set[int]:
    """Who has words in the last turn's text; `begun` is the text before the first turn."""
    text = _nobodys(begun)
    for turn in turns:
        text = _after(text, turn)
    return {
        owner
        for line in _without(text, base)
        for token, owner in line.owned()
        if owner != NOBODY and is_wordy(token)
    }


def _nobodys(text: str) -> list[_Line]:
    return [_Line(line) for line in lines(text)]


def _after(text: list[_Line], turn: Turn) -> list[_Line]:
    """The turn's text: as before where it is as before, and its author's elsewhere."""
    new = [_Line(line, (turn.author,) * len(tokens(line))) for line in lines(turn.text)]
    return _carried(text, new)


def _without(text: list[_Line], base: str) -> list[_Line]:
    """The text, with what the base has too being nobody's."""
    return _carried(_nobodys(base), text)


def _carried(old: Sequence[_Line], new: Sequence[_Line]) -> list[_Line]:
    """`new`, in which what stands in `old` too belongs to whom it does there."""
    blocks = align([line.text for line in old], [line.text for line in new])
    found = list(new)
    for block in blocks:
        found[block.new : block.new + block.length] = old[block.old : block.old + block.length]
    for edit in edits(blocks, len(old), len(new)):
        changed = new[edit.new_start : edit.new_end]
        owners = _owners(old[edit.old_start : edit.old_end], changed)
        found[edit.new_start : edit.new_end] = _owned(changed, owners)
    return found


def _owners(old: Iterable[_Line], new: Iterable[_Line]) -> list[int]:
    ones = [pair for line in old for pair in line.owned()]
    twos = [pair for line in new for pair in line.owned()]
    owners = [owner for _token, owner in twos]
    for block in align([token for token, _ in ones], [token for token, _ in twos]):
        kept = ones[block.old : block.old + block.length]
        owners[block.new : block.new + block.length] = [owner for _token, owner in kept]
    return owners


def _owned(changed: Iterable[_Line], owners: list[int]) -> list[_Line]:
    found, at = [], 0
    for line in changed:
        end = at + len(tokens(line.text))
        found.append(_Line(line.text, tuple(owners[at:end])))
        at = end
    return found
