"""Where two additions belong in a list that is kept in order.

Entries are list items, table rows or sections of one level, each with all its lines. A list counts
as ordered when the entries around the spot and the new ones of each side rise in their titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from editor.merge.tokens import lines

# Entries around the spot that it takes to trust a list's order.
TRUSTED = 2
# Entries looked at on either side of the spot, and lines searched for them.
ENTRIES_AROUND = 4
LINES_AROUND = 400

_MARK = re.compile(r"\s*(?:\|-|([*#:;+=-])\1*|\d+[.)])")
_TITLE_END = re.compile(r"[\]|(<]|: | [–—-] ")
_TAG = re.compile(r"<[^<>]*>")
# Longer numbers are read in pieces: Python refuses to count as far as a title may go.
_TITLE_PART = re.compile(r"\d{1,18}|[^\W\d_]+")

Title = tuple[tuple[int, int, str], ...]


def in_order(before: str, mine: str, theirs: str, after: str) -> str | None:
    """Both additions, entry by entry where they belong; None unless the list shows its order."""
    mark = mark_of(mine)
    if not mark or mark_of(theirs) != mark or before[-1:] not in ("", "\n"):
        return None
    if not mine.endswith("\n") or not theirs.endswith("\n"):
        return None
    above = _titles(_above(lines(before), mark), mark)
    below = _titles(_below(lines(after), mark), mark)
    if len(above) + len(below) < TRUSTED:
        return None
    ones, twos = list(_entries(lines(mine), mark)), list(_entries(lines(theirs), mark))
    for side in (ones, twos):
        titles = [*above, *_titles(side, mark), *below]
        # Neighbours may be called alike ("C" and "C++" are), but must not fall.
        if () in titles or any(second < first for first, second in pairwise(titles)):
            return None
    titled = sorted((_title(entry, mark), entry) for entry in [*ones, *twos])
    if any(first[0] == second[0] for first, second in pairwise(titled)):
        return None
    return "".join(entry for _, entry in titled)


def share_title(mine: str, theirs: str) -> bool:
    """Whether two additions have an entry of the same title, and so are about the same thing."""
    mark = mark_of(mine)
    if not mark or mark_of(theirs) != mark:
        return False
    one, two = (set(_titles(_entries(lines(side), mark), mark)) for side in (mine, theirs))
    return bool(one & two - {()})


def mark_of(line: str) -> str:
    """What makes a line an entry: its bullet with its indentation, row mark or heading mark."""
    match = _MARK.match(line)
    return re.sub(r"\d+", "1", match.group()) if match else ""


def _entries(some: Iterable[str], mark: str) -> Iterator[str]:
    """The lines in entries, each starting with the mark."""
    entry = ""
    for line in some:
        if entry and mark_of(line) == mark:
            yield entry
            entry = ""
        entry += line
    if entry:
        yield entry


def _above(some: Sequence[str], mark: str) -> list[str]:
    """The last entries of these lines that belong to the list."""
    found: list[str] = []
    body = ""
    for line in reversed(some[-LINES_AROUND:]):
        body = line + body
        if mark_of(line) == mark:
            found.append(body)
            body = ""
        elif _ends_list(line, mark) or len(found) == ENTRIES_AROUND:
            break
    return found[:ENTRIES_AROUND][::-1]


def _below(some: Sequence[str], mark: str) -> list[str]:
    """The first entries of these lines, if they go on with the list."""
    if not some or mark_of(some[0]) != mark:
        return []
    taken: list[str] = []
    for line in some[:LINES_AROUND]:
        if mark_of(line) != mark and _ends_list(line, mark):
            break
        taken.append(line)
    return list(_entries(taken, mark))[:ENTRIES_AROUND]


def _ends_list(line: str, mark: str) -> bool:
    """Whether a line that starts no entry ends the list, rather than being an entry's body."""
    if mark.strip() == "|-":
        return line.startswith(("{|", "|}"))
    own = mark_of(line)
    if mark[0] == "=" or mark.startswith("##"):
        return bool(own) and own[0] == mark[0] and len(own) < len(mark)
    return not line.strip() or not (own.startswith(mark) or line[0].isspace())


def _titles(entries: Iterable[str], mark: str) -> list[Title]:
    return [_title(entry, mark) for entry in entries]


def _title(entry: str, mark: str) -> Title:
    """What an entry is sorted by: the words and numbers it starts with, without its markup."""
    first, *rest = lines(entry)
    text = "".join(rest[:1]) if mark.strip() == "|-" else first[len(mark) :]
    text = re.sub(r"^\W+", "", _TAG.sub("", text))
    title = _TITLE_END.split(text, maxsplit=1)[0].casefold()
    return tuple(
        (0, int(part), "") if part.isdecimal() else (1, 0, part)
        for part in _TITLE_PART.findall(title)
    )
