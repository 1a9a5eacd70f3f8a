"""The lines around the spots of a merge that a person may have to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from editor.merge.passages import Care, Merge, Passage
from editor.merge.sentences import cut_after, cut_before, parted


@dataclass(slots=True)
class Region:
    """Spots, with the settled text before, between and behind them."""

    parts: list[Passage | str]
    starts_line: bool
    ends_line: bool = False
    is_last: bool = False

    @property
    def spots(self) -> list[Passage]:
        return [part for part in self.parts if not isinstance(part, str)]

    @property
    def is_lines(self) -> bool:
        return self.starts_line and self.ends_line

    @property
    def is_one_spot(self) -> bool:
        return len(self.parts) == 1

    def text(self, side: Callable[[Passage], str]) -> str:
        return "".join(part if isinstance(part, str) else side(part) for part in self.parts)

    def add(self, text: str) -> None:
        if text:
            self.parts.append(text)


def wants_look(passage: Passage) -> bool:
    """Whether it is asked, or was merged with care."""
    return passage.is_conflict or passage.care is Care.NEAR


def regions(
    merge: Merge, is_spot: Callable[[Passage], bool] = wants_look
) -> Iterator[str | Region]:
    """All of the merge in order: settled text, and regions around the spots. Two spots in one line
    are two regions only where a sentence ends between them."""
    region: Region | None = None
    is_line_start = True
    for text, spot in _gaps(merge, is_spot):
        if region:
            cut = _tail(region, text, is_end=spot is None)
            if cut is None and spot:
                region.add(text)
                region.parts.append(spot)
                continue
            region.add(text[:cut])
            text = text[cut:]
            yield region
            is_line_start = region.ends_line
        head = len(text) if spot is None else _head(text)
        if head:
            yield text[:head]
            is_line_start = text[head - 1] == "\n"
        if spot:
            region = Region([], is_line_start)
            region.add(text[head:])
            region.parts.append(spot)


def _gaps(merge: Merge, is_spot: Callable[[Passage], bool]) -> Iterator[tuple[str, Passage | None]]:
    """Each spot with the settled text before it; at last what follows the last one."""
    settled: list[str] = []
    for passage in merge.passages:
        if is_spot(passage):
            yield "".join(settled), passage
            settled = []
        else:
            settled.append(passage.result or "")
    yield "".join(settled), None


def _tail(region: Region, text: str, *, is_end: bool) -> int | None:
    """How much of the text behind a region's last spot is still its own; None where all of it is
    one line up to the next spot."""
    if _ends_line(region):
        cut = 0
        region.ends_line = True
    elif end := text.find("\n") + 1:
        cut = cut_after(text[:end])
        region.ends_line = cut == end
    elif is_end:
        cut = cut_after(text)
        region.ends_line = cut == len(text)
    else:
        return parted(text) or None
    region.is_last = is_end and cut == len(text)
    return cut


def _ends_line(region: Region) -> bool:
    """Whether the line is over with the last spot, whichever side is taken."""
    spot = region.spots[-1]
    # Where one side leaves nothing of a spot in the middle of a line, the line goes on.
    is_inside = not (region.starts_line and region.is_one_spot)
    sides = (spot.mine, spot.theirs, spot.result or spot.mine)
    return all(side.endswith("\n") for side in sides if side or is_inside)


def _head(text: str) -> int:
    """Where the line begins that the spot behind the text is in."""
    start = text.rfind("\n") + 1
    return start + cut_before(text[start:])
