"""One normal form of text, so that hash, md5, stash and publish all speak of the same bytes."""

from __future__ import annotations

import hashlib
import re
import unicodedata

REPLACEMENT = "\ufffd"

# What the wiki's UtfNormal turns into U+FFFD: C0 controls but tab and line ends, the two
# non-characters, and half a surrogate pair (which UTF-8 cannot even carry). All of them are one
# UTF-16 unit, as U+FFFD is: the browser's offsets stay right.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# rtrim() of PHP. str.rstrip() would take no-break and ideographic spaces too.
_TRIMMED = " \t\n\r\0\x0b"


def incoming(text: str) -> str:
    """What was typed, as the draft holds it."""
    return without_refused(text.replace("\r\n", "\n").replace("\r", "\n"))


def outgoing(text: str) -> str:
    """The draft's text, as it goes to the wiki."""
    return outgoing_piece(text).rstrip(_TRIMMED)


def outgoing_piece(text: str) -> str:
    """What is put before or after a text that stays on the wiki: its blanks matter at both ends."""
    return unicodedata.normalize("NFC", incoming(text))


def without_refused(text: str) -> str:
    return _REFUSED.sub(REPLACEMENT, text)


def md5(text: str) -> str:
    """For `action=edit`, of the outgoing form."""
    return hashlib.md5(outgoing(text).encode(), usedforsecurity=False).hexdigest()


def texthash(text: str) -> str:
    """As the wiki names a stashed text, of the outgoing form."""
    return hashlib.sha1(outgoing(text).encode(), usedforsecurity=False).hexdigest()


def md5_of_piece(text: str) -> str:
    """For `prependtext` and `appendtext`."""
    return hashlib.md5(outgoing_piece(text).encode(), usedforsecurity=False).hexdigest()
