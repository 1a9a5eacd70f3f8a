from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from editor.access import get_draft_for_user
from editor.actions.coauthors import NoRoomError, add_credit, credit_line
from editor.actions.save_draft import Saved
from editor.http import EditorRequest, render_page
from editor.views.saving import saves_draft
from editor.views.sign_in import signed_in


@require_GET
@signed_in
def draft_credit_offer(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Whom the summary may name, again: somebody has said meanwhile whether they want to be."""
    draft = get_draft_for_user(request.user, draft_id)
    credit = credit_line(draft=draft, publisher=request.user)
    return render_page(request, "draft_credit_offer.html", {"draft": draft, "credit": credit})


@saves_draft
def draft_credit(request: EditorRequest, saved: Saved) -> HttpResponse:
    """Name those whose words are in the text; with JavaScript the button does it by itself."""
    try:
        add_credit(draft=saved.draft, user=request.user)
    except NoRoomError:
        messages.info(request, _("There is no room for it in the summary. Shorten it first."))
    return redirect("draft_edit", draft_id=saved.draft.pk)
