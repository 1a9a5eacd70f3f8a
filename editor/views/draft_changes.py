from __future__ import annotations

from collections.abc import Collection

from django.http import HttpResponse

from editor.actions.preview import changes_of
from editor.actions.save_draft import Saved
from editor.http import EditorRequest, is_fragment
from editor.models import ConflictSnapshot, Draft, DraftRevert
from editor.views.edit_page import Panel, render_edit_page
from editor.views.saving import saved_event, saves_draft


@saves_draft
def draft_changes(request: EditorRequest, saved: Saved) -> HttpResponse:
    return render_edit_page(
        request,
        saved.draft,
        panel=changes_panel(saved.draft),
        saved_now=True,
        partial="panel" if is_fragment(request) else "",
        events=saved_event(saved),
    )


def first_changes(draft: Draft) -> Panel | None:
    """An undo and an old text open with what they change, as in the wiki's own form."""
    return changes_panel(draft) if DraftRevert.objects.standing(draft) else None


def changes_panel(draft: Draft, *, merged_before: Collection[ConflictSnapshot] = ()) -> Panel:
    """`merged_before`: what was merged before one was let in, and nobody has looked at.

    The panel then stands between the editor and the publish that was asked for.
    """
    context = {
        "difference": changes_of(draft),
        "near_before": sum(merge.near_passages for merge in merged_before),
        "looked": [merge.pk for merge in merged_before],
    }
    return Panel(kind="changes", context=context)
