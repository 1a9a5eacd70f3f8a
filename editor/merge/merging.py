"""The merge of a page: lines, then words inside the lines that collide, then what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from operator import attrgetter

from editor.merge.additions import arranged
from editor.merge.budget import STEPS, Work
from editor.merge.care import noticed
from editor.merge.carrying import in_movers_place
from editor.merge.lines import by_lines
from editor.merge.moves import arrangement, as_moved, in_movers_order, is_torn
from editor.merge.neighbours import reconsidered, shown
from editor.merge.passages import Merge, Part, placed
from editor.merge.questions import gathered
from editor.merge.words import by_words


def merge(base: str, mine: str, theirs: str, *, talk: bool = False, steps: int = STEPS) -> Merge:
    """Merge two changed texts of one base; swapping the sides swaps the answer.

    On a talk page two additions at one spot are two comments: theirs, then mine, is proposed.
    Where the steps are not enough, whole lines are asked about.
    """
    parts = _merged(base, mine, theirs, talk, steps)
    if len({base, mine, theirs}) < 3:
        return placed(parts)
    plain = placed(parts).text
    sections = arrangement(base, mine, theirs, steps=steps)
    ordered = in_movers_order(mine, theirs, sections)
    if ordered is None:
        if any(is_torn(sections, result) for result in _answered(parts)):
            return placed(as_moved(base, mine, theirs, None))
        if plain is None:
            ordered = in_movers_place(base, mine, theirs, steps=steps)
    if ordered is None:
        return placed(parts)
    result = placed(_merged(*ordered, talk, steps // 2)).text
    if result == plain:
        # Alike in both orders, or asked about in both: the smaller passages say it best.
        return placed(parts)
    return placed(as_moved(base, mine, theirs, result))


def _merged(base: str, mine: str, theirs: str, talk: bool, steps: int) -> list[Part]:
    work = Work.of(steps)
    parts = list(by_lines(base, mine, theirs, partial(by_words, work=work), work))
    return shown(noticed(gathered(reconsidered(arranged(parts, talk=talk)))))


def _answered(parts: Sequence[Part]) -> Iterator[str]:
    """What comes of it when one side answers every question."""
    for side in map(attrgetter, ("mine", "theirs")):
        yield "".join(side(part) if part.result is None else part.result for part in parts)
