"""Ready-made drafts, through the actions that make them."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.actions.open_page import open_page
from editor.actions.save_draft import Change, Fields, Saved, save_draft
from editor.models import Draft
from editor.wiki import PageAddress


def open_draft(user: User, title: str, section: str = "") -> Draft:
    draft = open_page(user=user, address=PageAddress(title=title, section=section)).draft
    assert draft is not None
    return draft


def save_text(draft: Draft, text: str, *, version: int | None = None, **fields: object) -> Saved:
    """Save a whole text as the draft's owner."""
    kept: dict[str, object] = {
        "summary": draft.summary,
        "section_title": draft.section_title,
        "is_minor": draft.is_minor,
        "is_watching": draft.is_watching,
    }
    return save_draft(
        draft=draft,
        author=draft.owner,
        change=Change(version=draft.version if version is None else version, text=text),
        fields=Fields(**(kept | fields)),  # type: ignore[arg-type]
    )
