from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from editor.actions.page_fate import move_draft
from editor.actions.save_draft import Saved
from editor.http import EditorRequest, lead_to
from editor.views.explain import EXPLAINED
from editor.views.not_published import render_refusal
from editor.views.saving import saved_event, saves_draft


@saves_draft
def draft_move(request: EditorRequest, saved: Saved) -> HttpResponse:
    """Let the draft follow its page, which was moved on the wiki."""
    try:
        draft = move_draft(user=request.user, draft=saved.draft)
    except EXPLAINED as error:
        return render_refusal(request, saved.draft, error, events=saved_event(saved))
    address = reverse("draft_edit", kwargs={"draft_id": draft.pk})
    return lead_to(request, address)
