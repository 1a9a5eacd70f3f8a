"""One change to a text, as the browser sends it: offsets count UTF-16 code units.

JavaScript counts an astral character as two units, Python as one. Everything here runs on slices
and encodings, never on a loop over characters, because a page may have two megabytes.
"""

from __future__ import annotations

from dataclasses import dataclass


class SpliceError(ValueError):
    """The splice does not fit the text it was sent for."""


@dataclass(frozen=True, slots=True)
class Splice:
    """At `start`, take away `removed` units and put in `inserted`."""

    start: int
    removed: int
    inserted: str


def utf16_length(text: str) -> int:
    """How long the browser takes this text to be."""
    return len(text) if text.isascii() else len(_units(text)) // 2


def index_of(text: str, units: int) -> int:
    """What an offset of the browser's is in Python: never past the end, nor inside a character."""
    if text.isascii():
        return min(units, len(text))
    return len(_units(text)[: 2 * units].decode("utf-16-le", "ignore"))


def apply(text: str, splice: Splice) -> str:
    """The text after the splice; SpliceError when it reaches past the end or cuts a character."""
    if splice.start < 0 or splice.removed < 0:
        raise SpliceError("a splice cannot start or remove less than nothing")
    try:
        splice.inserted.encode("utf-16-le")
    except UnicodeEncodeError as error:
        raise SpliceError("the inserted text holds half a character") from error
    end = splice.start + splice.removed
    units = b"" if text.isascii() else _units(text)
    length = len(units) // 2 or len(text)
    if end > length:
        raise SpliceError(f"the splice ends at {end}, the text at {length}")
    if length == len(text):
        return text[: splice.start] + splice.inserted + text[end:]
    if _is_cut(units, splice.start) or _is_cut(units, end):
        raise SpliceError("the splice cuts a character in two")
    return _text(units[: 2 * splice.start]) + splice.inserted + _text(units[2 * end :])


def between(old: str, new: str) -> Splice:
    """The one splice that makes `new` of `old`: what their common start and end leave over."""
    start = common_prefix(old, new)
    end = common_suffix(old, new, min(len(old), len(new)) - start)
    removed, inserted = old[start : len(old) - end], new[start : len(new) - end]
    return Splice(utf16_length(old[:start]), utf16_length(removed), inserted)


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")


def _text(units: bytes) -> str:
    return units.decode("utf-16-le", "surrogatepass")


def _is_cut(units: bytes, offset: int) -> bool:
    """Whether the offset stands between the two halves of a surrogate pair."""
    at = 2 * offset
    if not 0 < at < len(units):
        return False
    # Little-endian: the second byte of a unit is its high one.
    return 0xD8 <= units[at - 1] <= 0xDB and 0xDC <= units[at + 1] <= 0xDF


def common_prefix(old: str, new: str) -> int:
    """Length of the common start, found by comparing slices that double, then halve, in length."""
    length, limit, step = 0, min(len(old), len(new)), 64
    while step and length < limit:
        end = min(length + step, limit)
        if old[length:end] == new[length:end]:
            length, step = end, step * 2
        else:
            step = (end - length) // 2
            limit = end - 1
    return length


def common_suffix(old: str, new: str, limit: int) -> int:
    """Length of the common end, at most `limit` so that it never overlaps the common start."""
    length, step = 0, 64
    while step and length < limit:
        end = min(length + step, limit)
        if old[len(old) - end : len(old) - length] == new[len(new) - end : len(new) - length]:
            length, step = end, step * 2
        else:
            step = (end - length) // 2
            limit = end - 1
    return length
