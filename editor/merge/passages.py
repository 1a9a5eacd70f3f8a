"""What a merge hands to its caller: passages, and the text they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import NamedTuple


class Kind(StrEnum):
    """Whose text a passage takes."""

    SAME = "same"
    # Only my side changed it, or my change takes in all of theirs.
    MINE = "mine"
    THEIRS = "theirs"
    # Both made the same change, or two additions whose order a sorted list decides.
    BOTH = "both"
    CONFLICT = "conflict"
    # One side put the sections in another order, and the other's edits went along with them.
    MOVED = "moved"


class Care(IntEnum):
    """How much a passage wants to be looked at, least first."""

    NONE = 0
    # Only one side touched these lines: may be published unseen, with a note.
    FAR = 1
    # Both sides touched the lines, and it fits: shown, and undone with one click.
    NEAR = 2
    # A proposal good enough to be confirmed with one key, not good enough to stand by itself.
    BOLD = 3
    ASKED = 4


class Choice(StrEnum):
    """What an editor may answer where the merge asks; a form posts these values."""

    MINE = "mine"
    THEIRS = "theirs"
    MINE_THEN_THEIRS = "mine-then-theirs"
    THEIRS_THEN_MINE = "theirs-then-mine"
    OWN = "own"


class UndecidedError(ValueError):
    """A passage is still to be decided; `index` tells which."""

    def __init__(self, index: int) -> None:
        super().__init__(f"passage {index} is not decided")
        self.index = index


class Span(NamedTuple):
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the three texts that belong together.

    `result` is None exactly when `kind` is CONFLICT. `proposal` may then hold what the merge would
    write if it had to; a form can preselect it.
    """

    kind: Kind
    base: str
    mine: str
    theirs: str
    base_span: Span
    mine_span: Span
    theirs_span: Span
    result: str | None
    care: Care = Care.NONE
    proposal: str | None = None

    @property
    def is_conflict(self) -> bool:
        return self.kind is Kind.CONFLICT

    def chosen(self, choice: Choice, own: str = "") -> str:
        """The text this answer stands for."""
        match choice:
            case Choice.MINE:
                return self.mine
            case Choice.THEIRS:
                return self.theirs
            case Choice.MINE_THEN_THEIRS:
                return joined(self.mine, self.theirs)
            case Choice.THEIRS_THEN_MINE:
                return joined(self.theirs, self.mine)
            case Choice.OWN:
                return own


@dataclass(frozen=True)
class Merge:
    """The passages in order; joined, their base, mine and theirs are the three texts again."""

    passages: tuple[Passage, ...] = field(repr=False)

    @cached_property
    def text(self) -> str | None:
        """The merged text, or None while any passage must be asked."""
        results = [passage.result for passage in self.passages]
        return None if None in results else "".join(filter(None, results))

    @property
    def far_text(self) -> str | None:
        """The merged text if every merge in it may be published unseen."""
        return self.text if self.is_far else None

    @property
    def bold_text(self) -> str | None:
        """The text with the bold proposals taken, to be confirmed; None where one is lacking."""
        texts = [
            passage.proposal if passage.is_conflict else passage.result for passage in self.passages
        ]
        return None if None in texts else "".join(filter(None, texts))

    @cached_property
    def care(self) -> Care:
        """The greatest care any passage wants."""
        return max((passage.care for passage in self.passages), default=Care.NONE)

    @property
    def is_far(self) -> bool:
        return self.care <= Care.FAR

    @cached_property
    def conflicts(self) -> tuple[int, ...]:
        """The indices of the passages that must be asked."""
        return tuple(at for at, passage in enumerate(self.passages) if passage.is_conflict)


def resolve(merge: Merge, decisions: Mapping[int, str]) -> str:
    """The text with the decided passages put in, by index; UndecidedError when one is missing.

    A decision on a passage that was merged already replaces it: that is how a merge is undone.
    """
    parts = []
    for index, passage in enumerate(merge.passages):
        part = decisions.get(index, passage.result)
        if part is None:
            raise UndecidedError(index)
        parts.append(part)
    return "".join(parts)


def joined(first: str, second: str) -> str:
    """One text after the other, kept apart as lines or as words when nothing else parts them."""
    if not first or not second or first[-1].isspace() or second[0].isspace():
        return first + second
    return first + ("\n" if "\n" in first + second else " ") + second


@dataclass(frozen=True, slots=True)
class Part:
    """A passage on its way: settled or not, but without its place."""

    kind: Kind
    base: str
    mine: str
    theirs: str
    result: str | None
    care: Care = Care.NONE
    proposal: str | None = None

    @property
    def is_change(self) -> bool:
        return self.kind is not Kind.SAME

    @property
    def is_conflict(self) -> bool:
        return self.kind is Kind.CONFLICT

    @property
    def is_contained(self) -> bool:
        """Both sides changed it, and one of them was followed."""
        return self.kind in (Kind.MINE, Kind.THEIRS) and self.base not in (self.mine, self.theirs)

    @property
    def ends_line(self) -> bool:
        """Whether the line is over behind it in each text that has something of it."""
        return all(text.endswith("\n") for text in (self.base, self.mine, self.theirs) if text)

    @property
    def is_blank(self) -> bool:
        return not (self.base + self.mine + self.theirs).strip()


def question(parts: Sequence[Part]) -> Part:
    """These parts as one passage to be asked."""
    base, mine, theirs = (
        "".join(texts)
        for texts in zip(*((part.base, part.mine, part.theirs) for part in parts), strict=True)
    )
    return Part(Kind.CONFLICT, base, mine, theirs, None, Care.ASKED)


def placed(parts: Iterable[Part]) -> Merge:
    """The parts as passages, with their positions in the three texts."""
    passages = []
    base_at = mine_at = theirs_at = 0
    for part in parts:
        base_span = Span(base_at, base_at + len(part.base))
        mine_span = Span(mine_at, mine_at + len(part.mine))
        theirs_span = Span(theirs_at, theirs_at + len(part.theirs))
        passages.append(
            Passage(
                kind=part.kind,
                base=part.base,
                mine=part.mine,
                theirs=part.theirs,
                base_span=base_span,
                mine_span=mine_span,
                theirs_span=theirs_span,
                result=part.result,
                care=part.care,
                proposal=part.proposal,
            )
        )
        base_at, mine_at, theirs_at = base_span.end, mine_span.end, theirs_span.end
    return Merge(tuple(passages))
