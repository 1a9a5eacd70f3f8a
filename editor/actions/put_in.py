"""Putting a text that only a browser had into a draft that has moved on since it was typed."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.actions.collide import merge_for
from editor.actions.restore_version import sound_text
from editor.actions.save_draft import Change, Saved, fields_of, save_draft
from editor.merge.replacing import replaced
from editor.models import Draft, DraftVersion


def put_in(
    *, draft: Draft, author: User, version: int, text: str, base: str | None, summary: str
) -> Saved:
    """Put what was typed on top of what the draft has by now, which is kept as a version.

    `version` and `base` are the version and the text that it was typed on, which nobody may know
    any more. What both have changed is for a person to compare: StaleDraftError is raised then, and
    what came is a version, as where somebody else has the pen or the draft was discarded, or is of
    the whole page by now and this of a section.
    """
    is_open = _is_open_to(author, draft) and not draft.was_of_section(version)
    on_top = _on_top(draft, text, base) if is_open else None
    if on_top is None:
        return save_draft(
            draft=draft,
            author=author,
            change=Change(version=version, text=text),
            fields=fields_of(draft, summary=summary),
        )
    if on_top == draft.text:
        return Saved(draft, draft.version, draft.saved_at)
    DraftVersion.objects.keep(draft, DraftVersion.Reason.PUT_IN)
    change = Change(version=draft.version, text=on_top)
    return save_draft(draft=draft, author=author, change=change, fields=fields_of(draft))


def _is_open_to(author: User, draft: Draft) -> bool:
    return not draft.is_discarded and draft.pen_id == author.pk


def _on_top(draft: Draft, text: str, base: str | None) -> str | None:
    """Both sides' changes since `base`, where nobody has to look at what comes of them."""
    if base is None:
        return None
    is_replaced = replaced(base, draft.text) is not None
    return sound_text(draft, merge_for(draft, base, text, draft.text, is_replaced=is_replaced))
