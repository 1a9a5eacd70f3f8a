from __future__ import annotations

from django.http import HttpResponse

from editor.actions.save_draft import Saved
from editor.http import EditorRequest, is_fragment
from editor.views.edit_page import render_edit_page
from editor.views.saving import saved_event, saves_draft


@saves_draft
def draft_save(request: EditorRequest, saved: Saved) -> HttpResponse:
    return render_edit_page(
        request,
        saved.draft,
        saved_now=True,
        partial="draft-status" if is_fragment(request) else "",
        events=saved_event(saved),
    )
