from __future__ import annotations

from django.http import HttpResponse

from editor.actions.preview import changes_of
from editor.actions.save_draft import Saved
from editor.http import EditorRequest, is_fragment
from editor.views.edit_page import Panel, render_edit_page
from editor.views.saving import saved_event, saves_draft


@saves_draft
def draft_changes(request: EditorRequest, saved: Saved) -> HttpResponse:
    panel = Panel(kind="changes", context={"difference": changes_of(saved.draft)})
    return render_edit_page(
        request,
        saved.draft,
        panel=panel,
        saved_now=True,
        partial="panel" if is_fragment(request) else "",
        events=saved_event(saved),
    )
