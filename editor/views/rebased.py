"""How the browser hears that the server has moved a draft's text."""

from __future__ import annotations

from dataclasses import dataclass

from editor.actions.save_draft import checksum
from editor.merge.splices import Splice, between
from editor.models import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebased:
    """From one version to another, as one splice: the textarea itself is never replaced.

    It travels in the body (`_rebased.html`), for a text may be larger than a header.
    """

    from_version: int
    version: int
    splice: Splice
    checksum: int


def rebased(before: Draft, after: Draft) -> Rebased:
    return Rebased(
        from_version=before.version,
        version=after.version,
        splice=between(before.text, after.text),
        checksum=checksum(after.text),
    )
