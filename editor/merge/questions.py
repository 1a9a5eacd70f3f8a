"""Collisions close together asked as one question."""

from __future__ import annotations

from collections.abc import Iterable

from editor.merge.passages import Kind, Part, question
from editor.merge.tokens import words

# Words, with the marks and line ends, between two collisions that are asked together: about four
# lines of print.
TOGETHER = 100
# A stretch of more characters than this has more words than that.
_LONGEST = 4_000


def gathered(parts: Iterable[Part]) -> list[Part]:
    """The parts, neighbouring collisions made one with what lies between them."""
    runs: list[list[Part]] = []
    since: list[Part] = []
    for part in parts:
        if part.kind is not Kind.CONFLICT:
            since.append(part)
        elif runs and _are_together(since):
            runs[-1] += [*since, part]
            since = []
        else:
            runs += [[between] for between in since]
            runs.append([part])
            since = []
    runs += [[between] for between in since]
    return [run[0] if len(run) == 1 else question(run) for run in runs]


def _are_together(between: list[Part]) -> bool:
    text = "".join(part.base for part in between)
    return len(text) <= _LONGEST and len(words(text)) < TOGETHER
