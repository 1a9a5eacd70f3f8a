from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from editor.actions.form_offer import form_offer
from editor.actions.save_draft import Saved
from editor.http import EditorRequest
from editor.views.edit_page import render_edit_page
from editor.views.explain import explain
from editor.views.saving import saves_draft
from editor.wiki import WikiError


@saves_draft
def draft_options(request: EditorRequest, saved: Saved) -> HttpResponse:
    """The form with all that the wiki offers below the text, where no script fetches that."""
    try:
        form_offer(user=request.user, draft=saved.draft)
    except WikiError as error:
        return render_edit_page(request, saved.draft, saved_now=True, trouble=explain(error))
    form = reverse("draft_edit", kwargs={"draft_id": saved.draft.pk})
    return redirect(f"{form}#more-options")
