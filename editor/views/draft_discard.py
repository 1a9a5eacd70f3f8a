from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from editor.access import get_draft_to_own
from editor.actions.discard import PlaceTakenError, discard_draft, restore_draft
from editor.http import EditorRequest
from editor.views.sign_in import signed_in


@require_POST
@signed_in
def draft_discard(request: EditorRequest, draft_id: int) -> HttpResponse:
    discard_draft(get_draft_to_own(request.user, draft_id))
    return redirect("front")


@require_POST
@signed_in
def draft_restore(request: EditorRequest, draft_id: int) -> HttpResponse:
    draft = get_draft_to_own(request.user, draft_id)
    try:
        restore_draft(draft)
    except PlaceTakenError:
        messages.error(
            request,
            _("There is a newer draft of “%(place)s”. Publish or discard that one first.")
            % {"place": draft.place},
        )
        return redirect("front")
    return redirect("draft_edit", draft_id=draft.pk)
