"""Whether what stands in a section has gone over its bounds where somebody was writing.

One side may have put a heading into the section, moved a paragraph of it to another one, or taken
away the heading behind it. Merged with the section alone, the other side's words would then be
asked about as if theirs were deleted, or as if all that followed were new.

Blank lines say nothing of where a text belongs, so they are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from editor.merge.alignment import Edit, align, edits
from editor.merge.budget import Budget
from editor.merge.moves import ALIKE
from editor.merge.pairing import PAIRED_CELLS, SIMILAR, counted, likeness, pairs
from editor.merge.tokens import is_wordy, lines


@dataclass(frozen=True, slots=True)
class Suspects:
    """Lines of a section that may have crossed its bounds where the other side wrote.

    `gone` are no longer in it; `joined` have come to its beginning or end.
    """

    gone: frozenset[str]
    joined: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.gone or self.joined)


def suspects(base: str, mine: str, theirs: str) -> Suspects:
    """What theirs took from a section, or put at either end of it, where mine changed it too."""
    olds, news, others = map(_said, (base, mine, theirs))
    # The places between lines that an edit of mine touches, counted from 0.
    touched = {at for edit in _edits(olds, news) for at in range(edit.old_start, edit.old_end + 1)}
    gone: set[str] = set()
    joined: set[str] = set()
    for edit in _edits(olds, others):
        if touched.isdisjoint(range(edit.old_start, edit.old_end + 1)):
            continue
        removed, added = _unlike(olds, others, edit)
        gone.update(removed)
        if edit.old_start == 0 or edit.old_end == len(olds):
            joined.update(added)
    return Suspects(frozenset(gone), frozenset(joined))


def outside(page: str, section: str) -> Counter[str]:
    """The lines of a page that are not in its section."""
    return Counter(_said(page)) - Counter(_said(section))


def have_crossed(found: Suspects, before: Counter[str], now: Counter[str]) -> bool:
    """Whether any of the suspects stands on the other side of the bounds than it did, as far as the
    lines outside of the section tell: `before` in the base, `now` in theirs."""
    return _are_among(found.gone, now - before) or _are_among(found.joined, before - now)


def _said(text: str) -> list[str]:
    return [line.strip() for line in lines(text) if line.strip()]


def _edits(old: Sequence[str], new: Sequence[str]) -> list[Edit]:
    return edits(align(old, new), len(old), len(new))


def _unlike(old: Sequence[str], new: Sequence[str], edit: Edit) -> tuple[list[str], list[str]]:
    """What was taken away and what was put there, without lines that were only rewritten."""
    removed = list(old[edit.old_start : edit.old_end])
    added = list(new[edit.new_start : edit.new_end])
    known = [
        (i, j)
        for i, j in pairs(removed, added, Budget())
        if likeness(counted(removed[i]), counted(added[j])) >= SIMILAR
    ]
    kept, came = {i for i, _ in known}, {j for _, j in known}
    return (
        [line for i, line in enumerate(removed) if i not in kept and is_wordy(line)],
        [line for j, line in enumerate(added) if j not in came and is_wordy(line)],
    )


def _are_among(some: frozenset[str], others: Counter[str]) -> bool:
    """Whether any line stands there, or one that is almost the same."""
    if not some.isdisjoint(others):
        return True
    if len(some) * len(others) > PAIRED_CELLS:
        return False
    ones, twos = map(counted, some), [counted(line) for line in others]
    return any(likeness(one, two) >= ALIKE for one in ones for two in twos)
