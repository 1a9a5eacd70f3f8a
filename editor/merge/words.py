"""The merge by words, inside lines that both sides changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from editor.merge.alignment import Edit, align, edits
from editor.merge.budget import Budget, Work
from editor.merge.care import classified
from editor.merge.containment import holder
from editor.merge.doubts import is_doubtful
from editor.merge.lines import changed_by, settled, texts_of, unmoved
from editor.merge.passages import Care, Kind, Part, question
from editor.merge.sliding import slid, tidied
from editor.merge.threeway import groups
from editor.merge.tokens import is_wordy, words
from editor.merge.units import is_inside
from editor.merge.values import kept_whole

# What must stand unchanged between two sides' edits: one word, or two marks.
APART = 1.0
MARK = 0.5
# Breaking lines anew moves the words around, so there the other side's edits must be further away.
BREAK_APART = 8.0
# Characters that are read as words in one step.
CHARACTERS_A_STEP = 8


def by_words(base: str, mine: str, theirs: str, work: Work) -> list[Part]:
    """The parts of a stretch of lines that both sides changed; one where that is too much work."""
    texts = (base, mine, theirs)
    read = work.both.affords(sum(map(len, texts)) // CHARACTERS_A_STEP)
    old, new, other = map(words, texts if read else ("", "", ""))
    if not read or not work.both.affords(len(old) + len(new) + len(other)):
        return [question([Part(Kind.CONFLICT, base, mine, theirs, None)])]
    parts = classified(kept_whole(list(_merged(old, new, other, work))))
    if not is_doubtful(parts, base, mine, theirs):
        return parts
    changed = [at for at, part in enumerate(parts) if part.is_change]
    start, end = changed[0], changed[-1] + 1
    return [*parts[:start], question(parts[start:end]), *parts[end:]]


def _merged(old: list[str], new: list[str], other: list[str], work: Work) -> Iterator[Part]:
    old_keys, new_keys, other_keys = (list(map(_key, side)) for side in (old, new, other))
    mine_edits = _changes(old_keys, new_keys, work.mine)
    theirs_edits = _changes(old_keys, other_keys, work.theirs)
    breaks = {edit for edit in mine_edits if _is_break(edit, old_keys, new_keys)}
    breaks |= {edit for edit in theirs_edits if _is_break(edit, old_keys, other_keys)}
    for group in groups(mine_edits, theirs_edits, len(old), _collision(old_keys, breaks)):
        if not group.mine and not group.theirs:
            yield from unmoved(group, old, new, other, Care.NEAR)
            continue
        texts = texts_of(group, old, new, other)
        kind = changed_by(group, *texts)
        if kind is Kind.CONFLICT:
            kind = holder(*texts, work.both)
        yield settled(kind, *texts, Care.NEAR)


def _key(word: str) -> str:
    """A word without its blanks; only whether blanks hold a line end matters."""
    return word.strip() or ("\n" if "\n" in word else " ")


def _changes(old: list[str], new: list[str], budget: Budget) -> list[Edit]:
    return slid(tidied(edits(align(old, new, budget), len(old), len(new)), old, new), old, new)


def _is_break(edit: Edit, old: list[str], new: list[str]) -> bool:
    """Whether the edit only puts line ends in or takes them away."""
    changed = old[edit.old_start : edit.old_end] + new[edit.new_start : edit.new_end]
    return all(map(str.isspace, changed))


def _collision(old: Sequence[str], breaks: set[Edit]) -> Callable[[Edit, Edit], bool]:
    inside = is_inside(old)
    weights = [
        0.0 if within or word.isspace() else APART if is_wordy(word) else MARK
        for word, within in zip(old, inside, strict=True)
    ]
    for at, (mark, end) in enumerate(pairwise(old), start=1):
        if end == "\n" and set(mark) == {"="}:
            # What is under a heading is apart from it.
            weights[at] = APART
    places = list(accumulate(weights, initial=0.0))

    def collide(first: Edit, second: Edit) -> bool:
        apart = BREAK_APART if first in breaks or second in breaks else APART
        return places[second.old_start] - places[first.old_end] < apart

    return collide
