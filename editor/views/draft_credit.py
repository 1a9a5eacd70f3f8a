from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from editor.actions.coauthors import NoRoomError, add_credit
from editor.actions.save_draft import Saved
from editor.http import EditorRequest
from editor.views.saving import saves_draft


@saves_draft
def draft_credit(request: EditorRequest, saved: Saved) -> HttpResponse:
    """Name those whose words are in the text; with JavaScript the button does it by itself."""
    try:
        add_credit(draft=saved.draft, user=request.user)
    except NoRoomError:
        messages.info(request, _("There is no room for it in the summary. Shorten it first."))
    return redirect("draft_edit", draft_id=saved.draft.pk)
