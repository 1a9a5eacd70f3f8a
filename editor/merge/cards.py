"""What a person is shown of a merge: whole lines around each spot, and how an answer reads.

A merge asks about words. Nobody can judge three words of a sentence, and "both" of them would
stand in mid-sentence; so a card holds the lines around them as each answer would leave them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from editor.merge.both import both
from editor.merge.passages import Care, Choice, Merge, Passage, joined
from editor.merge.regions import Region, regions, wants_look

_HEADING = re.compile(r"^=.*=[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A passage to decide, or one that was merged and can be made a question.

    `key` names it by its texts and their heading: the same collision has the same key again.
    `merged` is what the merge made of it, None where it must be asked.
    """

    key: str
    base: str
    mine: str
    theirs: str
    merged: str | None
    # What the merge would write if it had to.
    proposal: str | None
    # Where both only added: mine, then theirs, and theirs, then mine, in the line they stand in.
    additions: tuple[str, str] | None
    # Whether it begins and ends as lines do, and whether anything follows it.
    is_lines: bool
    is_last: bool
    # Where one side took away what the other changed, both cannot stay.
    has_both: bool
    # The greatest that any of its spots wants.
    care: Care

    @property
    def is_question(self) -> bool:
        return self.merged is None

    @property
    def suggested(self) -> Choice | None:
        """The order of both that the merge proposes, if it does."""
        for choice in (Choice.THEIRS_THEN_MINE, Choice.MINE_THEN_THEIRS):
            if self.has_both and self.chosen(choice) == self.proposal:
                return choice
        return None

    @property
    def to_write_on(self) -> str:
        """What one who writes by hand begins with."""
        return self.shown(self.mine if self.proposal is None else self.proposal)

    def shown(self, text: str) -> str:
        """A text of this card for a box to write in: its last line end goes without saying."""
        return text.removesuffix("\n") if self.is_lines else text

    def chosen(self, choice: Choice, own: str = "") -> str:
        """What stands in the page with this answer."""
        match choice:
            case Choice.MINE:
                return self.mine
            case Choice.THEIRS:
                return self.theirs
            case Choice.MINE_THEN_THEIRS:
                return self._both(self.mine, self.theirs, 0)
            case Choice.THEIRS_THEN_MINE:
                return self._both(self.theirs, self.mine, 1)
            case Choice.OWN:
                goes_on = self.is_lines and not self.is_last
                return own + "\n" if goes_on and own and not own.endswith("\n") else own

    def _both(self, first: str, second: str, order: int) -> str:
        if self.additions:
            return self.additions[order]
        if not self.is_lines:
            # Sentences in the middle or at the end of a line stay in it.
            is_one_line = first.endswith("\n") and first.count("\n") == 1
            return joined(first[:-1] + " " if is_one_line else first, second)
        return both(self.base, first, second)


# A merge as it is laid out for a person: settled text, and cards between.
Piece = str | Card


def laid_out(merge: Merge, is_spot: Callable[[Passage], bool] = wants_look) -> list[Piece]:
    """The merge in order; with an answer in place of each card it is the page."""
    pieces: list[Piece] = []
    heading = ""
    seen: Counter[str] = Counter()
    for part in regions(merge, is_spot):
        piece = part if isinstance(part, str) else _card(part, heading, seen)
        pieces.append(piece)
        heading = _last_heading(piece if isinstance(piece, str) else piece.base) or heading
    return pieces


def cards_of(pieces: Sequence[Piece]) -> list[Card]:
    return [piece for piece in pieces if isinstance(piece, Card)]


def _card(region: Region, heading: str, seen: Counter[str]) -> Card:
    is_question = any(spot.is_conflict for spot in region.spots)

    def is_asked(spot: Passage) -> bool:
        # Where something is asked, what was merged beside it stands as it was merged.
        return spot.is_conflict or not is_question

    def text(side: Callable[[Passage], str | None]) -> str:
        return region.text(lambda spot: (side(spot) if is_asked(spot) else spot.result) or "")

    asked = [spot for spot in region.spots if is_asked(spot)]

    base, mine, theirs = text(_base), text(_mine), text(_theirs)
    has_both = is_question and all(spot.mine.strip() and spot.theirs.strip() for spot in asked)
    is_addition = has_both and not any(spot.base for spot in asked)
    additions = None
    if is_addition and not (region.is_lines and region.is_one_spot):
        additions = (
            text(lambda spot: joined(spot.mine, spot.theirs)),
            text(lambda spot: joined(spot.theirs, spot.mine)),
        )
    is_proposed = is_question and all(spot.proposal is not None for spot in asked)
    name = json.dumps([heading, base, mine, theirs])
    seen[name] += 1
    return Card(
        key=hashlib.sha256(f"{seen[name]} {name}".encode()).hexdigest(),
        base=base,
        mine=mine,
        theirs=theirs,
        merged=None if is_question else text(lambda spot: spot.result),
        proposal=text(lambda spot: spot.proposal) if is_proposed else None,
        additions=additions,
        is_lines=region.is_lines,
        is_last=region.is_last,
        has_both=has_both,
        care=max(spot.care for spot in region.spots),
    )


def _base(spot: Passage) -> str:
    return spot.base


def _mine(spot: Passage) -> str:
    return spot.mine


def _theirs(spot: Passage) -> str:
    return spot.theirs


def _last_heading(text: str) -> str:
    found = _HEADING.findall(text)
    return found[-1] if found else ""
