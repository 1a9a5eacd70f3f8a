"""The merge of a page: lines, then words inside the lines that collide, then what to ask."""

from __future__ import annotations

from functools import partial

from editor.merge.additions import arranged
from editor.merge.budget import STEPS, Work
from editor.merge.care import noticed
from editor.merge.lines import by_lines
from editor.merge.passages import Merge, placed
from editor.merge.questions import gathered
from editor.merge.words import by_words


def merge(base: str, mine: str, theirs: str, *, talk: bool = False, steps: int = STEPS) -> Merge:
    """Merge two changed texts of one base; swapping the sides swaps the answer.

    On a talk page two additions at one spot are two comments: theirs, then mine, is proposed.
    Where the steps are not enough, whole lines are asked about.
    """
    work = Work.of(steps)
    parts = list(by_lines(base, mine, theirs, partial(by_words, work=work), work))
    return placed(noticed(gathered(arranged(parts, talk=talk))))
