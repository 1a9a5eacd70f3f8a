"""What a tab holds of a draft that the server has moved since: from there it can move along."""

from __future__ import annotations

from copy import copy

from editor.models import Draft, DraftVersion


def as_held(draft: Draft, version: int) -> Draft | None:
    """The draft as it stood at `version`; None where it has not only been moved since.

    A move keeps the text that it takes the draft from. What is nobody's move is a save, maybe of
    another tab, or a text that was put in the place of this one.
    """
    if version == draft.version:
        return draft
    if version > draft.version:
        return None
    moves = draft.versions.filter(
        reason=DraftVersion.Reason.REBASE, version__gte=version, version__lt=draft.version
    )
    if moves.values("version").distinct().count() != draft.version - version:
        return None
    if draft.saves.filter(version__gt=version, version__lte=draft.version).exists():
        return None
    held = copy(draft)
    held.version = version
    held.text = moves.filter(version=version).order_by("-id").select_related("text")[0].text.content
    return held
