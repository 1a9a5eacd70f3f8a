"""The one table from the wiki's codes to words an editor understands, by what they are about.

Each code that is documented, and each that a wiki was seen to answer, has words of its own;
`tests/data/documented_codes.txt` lists them.
"""

from __future__ import annotations

from editor.views.words.entry import Kept, Remedy, Table, Words
from editor.views.words.families import FAMILIES, LOST_ANSWER, PREFIXES
from editor.views.words.page import PAGE
from editor.views.words.permission import PERMISSION
from editor.views.words.signing_in import SIGNING_IN
from editor.views.words.text import TEXT
from editor.views.words.wiki import WIKI
from editor.wiki import WikiError, family_of

__all__ = ["CODES", "Kept", "Remedy", "Words", "deciding_code", "words_of", "words_of_code"]

CODES: Table = {**SIGNING_IN, **PERMISSION, **PAGE, **TEXT, **WIKI}


def words_of_code(code: str) -> Words | None:
    """Its own, or those of its prefix."""
    if code in CODES:
        return CODES[code]
    return next((words for prefix, words in PREFIXES.items() if code.startswith(prefix)), None)


def words_of(error: WikiError) -> Words:
    """Those of the code that decides, or of the error's family."""
    own = words_of_code(deciding_code(error))
    if own is None and error.may_have_been_saved:
        return LOST_ANSWER
    return own or next(words for family, words in FAMILIES.items() if isinstance(error, family))


def deciding_code(error: WikiError) -> str:
    """Of several codes the first of the error's own family, and of these one that does not go
    away by repeating: it is no use to confirm a warning beside a refusal."""
    codes = [message.code for message in error.messages]
    own = [code for code in codes if issubclass(family_of(code), type(error))] or codes
    lasting = [code for code in own if not _is_confirmed_away(code)]
    return next(iter(lasting or own), "")


def _is_confirmed_away(code: str) -> bool:
    words = words_of_code(code)
    return words is not None and words.remedy is Remedy.CONFIRM
