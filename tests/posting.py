"""What the editing form posts."""

from __future__ import annotations

from typing import Any

from django.test import Client

from editor.actions.save_draft import checksum
from editor.merge.splices import between
from editor.models import Draft

# The headers by which the view knows that only a fragment is wanted.
FRAGMENT = {"HX-Request": "true"}


def form_data(draft: Draft, text: str | None = None, **fields: Any) -> dict[str, Any]:
    """The form as the browser sends it without JavaScript."""
    data: dict[str, Any] = {
        "version": draft.version,
        "text": draft.text if text is None else text,
        "summary": draft.summary,
        "section_title": draft.section_title,
    }
    data |= {name: "on" for name in ("is_minor", "is_watching") if getattr(draft, name)}
    return data | fields


def splice_data(draft: Draft, text: str, **fields: Any) -> dict[str, Any]:
    """The same as the script sends it: what changed, and the checksum of the whole."""
    splice = between(draft.text, text)
    return form_data(draft, splice.inserted, **fields) | {
        "start": splice.start,
        "removed": splice.removed,
        "checksum": checksum(text),
    }


def address(draft: Draft, what: str = "") -> str:
    return f"/drafts/{draft.pk}/{what}"


def words(answer: Any) -> str:
    """What an answer, or a page, says, without the marks around names of any direction."""
    said: str = answer if isinstance(answer, str) else answer.text
    for tag in ("<bdi>", "</bdi>"):
        said = said.replace(tag, "")
    return said


def decide_all(browser: Client, draft: Draft, choice: str) -> dict[str, str]:
    """Answer every passage of the open collision alike; what names the result that is shown."""
    for question in browser.get(address(draft, "conflict")).context["questions"]:
        card = {"card": question.answered.card.key, "choice": choice}
        browser.post(address(draft, "decide"), card)
    return {"shown": browser.get(address(draft, "conflict")).context["result"].digest}
