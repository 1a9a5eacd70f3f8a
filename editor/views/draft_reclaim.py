from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from editor.access import get_snapshot_for_user
from editor.actions.decide import NoSuchPassageError
from editor.actions.reclaim import reclaim_passage
from editor.http import EditorRequest, posted_number
from editor.views.draft_snapshot import render_snapshot
from editor.views.explain import EXPLAINED, explain
from editor.views.sign_in import signed_in


@require_POST
@signed_in
def draft_reclaim(request: EditorRequest, draft_id: int, snapshot_id: int) -> HttpResponse:
    """Put a passage that a collision took out of the text into a draft of the page."""
    snapshot = get_snapshot_for_user(request.user, draft_id, snapshot_id)
    try:
        reclaimed = reclaim_passage(
            user=request.user,
            snapshot=snapshot,
            number=posted_number(request.POST, "passage"),
        )
    except NoSuchPassageError:
        return redirect("draft_snapshot", draft_id=draft_id, snapshot_id=snapshot_id)
    except EXPLAINED as error:
        return render_snapshot(request, snapshot, trouble=explain(error))
    words = (
        _("The passage stands where it stood. What the draft held before is kept under “Versions”.")
        if reclaimed.is_in_place
        else _(
            "The text around it has changed, so the passage stands at the end. What the draft held "
            "before is kept under “Versions”."
        )
    )
    messages.info(request, words)
    return redirect("draft_edit", draft_id=reclaimed.draft.pk)
