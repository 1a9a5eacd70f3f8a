"""How the browser hears that the server has moved a draft's text."""

from __future__ import annotations

from dataclasses import dataclass

from editor.actions.moved import as_held
from editor.actions.save_draft import checksum
from editor.merge.changes import changes
from editor.merge.splices import Splice, utf16_length
from editor.models import Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebased:
    """From one version to another, in splices: the textarea itself is never replaced.

    It travels in the body (`_rebased.html`), for a text may be larger than a header.
    """

    from_version: int
    version: int
    splices: tuple[Splice, ...]
    checksum: int
    # What it is a draft of now: its section may have another heading, or it be of the whole page.
    place: str

    @property
    def places(self) -> str:
        """Where each stands in the old text, what it removes, and how much it puts in there."""
        return " ".join(
            f"{splice.start},{splice.removed},{utf16_length(splice.inserted)}"
            for splice in self.splices
        )

    @property
    def inserted(self) -> str:
        return "".join(splice.inserted for splice in self.splices)


def rebased(before: Draft, after: Draft) -> Rebased:
    return Rebased(
        from_version=before.version,
        version=after.version,
        splices=changes(before.text, after.text),
        checksum=checksum(after.text),
        place=after.place,
    )


def rebased_since(version: int, draft: Draft) -> Rebased | None:
    """From the version that a tab holds; None where that is this one, or where something was saved
    since: the tab has typed on, and asks from where it stands then."""
    held = as_held(draft, version)
    return rebased(held, draft) if held and version != draft.version else None
