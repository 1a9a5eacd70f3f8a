"""Sections that one side put in another order while the other edited them.

Line by line a move is a deletion here and an addition there, or lines of one section turned into
another's: an edit of it would be asked about as if the section were gone, or land in the wrong one.
So the sections of the base and of the other side are put in the mover's order first, found by their
headings and, where those were renamed, by their content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from editor.merge.budget import Budget
from editor.merge.pairing import CHARACTERS_A_STEP, STEPS_A_PAIR, counted, likeness
from editor.merge.passages import Care, Kind, Part
from editor.merge.tokens import lines

# Sections that share less than this of their words are not the same section renamed.
ALIKE = 0.6
# Pairs of sections looked at to find which was renamed.
RENAMED_PAIRS = 400

DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it, up to the next; `tail` are the line ends behind it.

    `key` holds the headings above it and its own, and which of several of that name it is.
    """

    key: tuple[str, ...]
    text: str
    tail: str


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The sections of three texts, and which of either side's those of the base are now."""

    olds: list[Section]
    news: list[Section]
    others: list[Section]
    mine_places: dict[int, int]
    theirs_places: dict[int, int]


def arrangement(base: str, mine: str, theirs: str, *, steps: int) -> Arrangement:
    olds, news, others = (list(_sections(text)) for text in (base, mine, theirs))
    # Each side has steps of its own, so that swapping the sides swaps the answer.
    mine_places, theirs_places = (_places(olds, side, Budget(steps)) for side in (news, others))
    return Arrangement(olds, news, others, mine_places, theirs_places)


def in_movers_order(mine: str, theirs: str, found: Arrangement) -> tuple[str, str, str] | None:
    """The three texts with the sections in the order that one side gave them; None if none did."""
    olds, news, others = found.olds, found.news, found.others
    mine_places, theirs_places = found.mine_places, found.theirs_places
    is_mine, is_theirs = _is_moved(mine_places), _is_moved(theirs_places)
    if is_mine == is_theirs:
        return None
    if is_mine:
        ordered_base, ordered_theirs = _ordered(olds, others, theirs_places, news, mine_places)
        return ordered_base, mine, ordered_theirs
    ordered_base, ordered_mine = _ordered(olds, news, mine_places, others, theirs_places)
    return ordered_base, ordered_mine, theirs


def is_torn(found: Arrangement, result: str) -> bool:
    """Whether both moved sections, and one now stands more or less often than with either."""
    if not (_is_moved(found.mine_places) and _is_moved(found.theirs_places)):
        return False
    ones, twos, merged = map(_headings, (found.news, found.others, _sections(result)))
    return any(
        not min(ones[path], twos[path]) <= merged[path] <= max(ones[path], twos[path])
        for path in {*ones, *twos, *merged}
    )


def as_moved(base: str, mine: str, theirs: str, result: str | None) -> list[Part]:
    """What was merged in another order, as one part between the lines that all texts share."""
    split = [lines(text) for text in (base, mine, theirs, *([] if result is None else [result]))]
    shortest = min(map(len, split))
    start = 0
    while start < shortest and len({text[start] for text in split}) == 1:
        start += 1
    end = 0
    while end < shortest - start and len({text[-1 - end] for text in split}) == 1:
        end += 1
    before, after = "".join(split[0][:start]), "".join(split[0][len(split[0]) - end :])
    old, new, other, *merged = ("".join(text[start : len(text) - end]) for text in split)
    parts = [Part(Kind.SAME, before, before, before, before)] if before else []
    if merged:
        parts.append(Part(Kind.MOVED, old, new, other, merged[0], Care.NEAR))
    else:
        parts.append(Part(Kind.CONFLICT, old, new, other, None, Care.ASKED))
    return [*parts, Part(Kind.SAME, after, after, after, after)] if after else parts


def _sections(text: str) -> Iterator[Section]:
    above: list[tuple[int, str]] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for body in _bodies(text):
        if heading := heading_in(body[0]):
            above = [*(one for one in above if one[0] < heading[0]), heading]
        path = tuple(title for _, title in above)
        seen[path] += 1
        whole = "".join(body)
        bare = whole.rstrip("\n")
        yield Section((*path, str(seen[path])), bare, whole[len(bare) :])


def _headings(some: Iterable[Section]) -> Counter[tuple[str, ...]]:
    return Counter(section.key[:-1] for section in some)


def _bodies(text: str) -> Iterator[list[str]]:
    """The lines of each section; what stands above the first heading is one too."""
    body: list[str] = []
    for line in lines(text):
        if body and heading_in(line):
            yield body
            body = []
        body.append(line)
    if body:
        yield body


def heading_in(line: str) -> tuple[int, str] | None:
    """The level and title of a heading; None where the line is none.

    By hand: a pattern with a choice in it can be kept busy for hours.
    """
    if not line.startswith("="):
        return None
    bare = line.strip()
    level = min(len(bare) - len(bare.lstrip("=")), len(bare) - len(bare.rstrip("=")), DEEPEST)
    title = bare[level : len(bare) - level].strip()
    return (level, title) if level and title else None


def _places(olds: Sequence[Section], news: Sequence[Section], budget: Budget) -> dict[int, int]:
    """Which section each of the old ones is now; renamed ones as far as the budget reaches."""
    by_key = {section.key: at for at, section in enumerate(news)}
    places = {at: by_key[section.key] for at, section in enumerate(olds) if section.key in by_key}
    gone = [at for at in range(len(olds)) if at not in places]
    came = sorted(set(range(len(news))) - set(places.values()))
    if not gone or not came or len(gone) * len(came) > RENAMED_PAIRS:
        return places
    sides = ((olds, gone), (news, came))
    size = sum(len(some[at].text) for some, ats in sides for at in ats)
    if not budget.affords(size // CHARACTERS_A_STEP):
        return places
    ours, theirs = ({at: counted(some[at].text) for at in ats} for some, ats in sides)
    cells, words = len(gone) * len(came), sum(map(len, ours.values()))
    if not budget.affords(cells * STEPS_A_PAIR + len(came) * words):
        return places
    alike = [(i, j) for i in gone for j in came if likeness(ours[i], theirs[j]) >= ALIKE]
    ones, twos = Counter(i for i, _ in alike), Counter(j for _, j in alike)
    return places | {i: j for i, j in alike if ones[i] == twos[j] == 1}


def _is_moved(places: dict[int, int]) -> bool:
    ordered = [places[at] for at in sorted(places)]
    return any(second < first for first, second in pairwise(ordered))


def _ordered(
    olds: Sequence[Section],
    news: Sequence[Section],
    new_places: dict[int, int],
    moved: Sequence[Section],
    places: dict[int, int],
) -> tuple[str, str]:
    """The base and the side that moved nothing, in the other side's order.

    A section that the mover does not have stays behind the one before it. The line ends between
    sections are the mover's, except where the other side changed them.
    """
    base: list[tuple[int, str]] = []
    at = 0
    for number, old in enumerate(olds):
        at = places.get(number, at)
        tail = moved[at].tail if number in places else old.tail or "\n"
        base.append((at, old.text + tail))
    origins = {new: number for number, new in new_places.items()}
    side: list[tuple[int, str]] = []
    at = 0
    for number, new in enumerate(news):
        origin = origins.get(number)
        tail = new.tail or "\n"
        if origin in places:
            at = places[origin]
            if new.tail == olds[origin].tail or at == len(moved) - 1 or not new.tail:
                tail = moved[at].tail
        side.append((at, new.text + tail))
    return _joined(base), _joined(side)


def _joined(some: list[tuple[int, str]]) -> str:
    return "".join(text for _, text in sorted(some, key=lambda pair: pair[0]))
