from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from editor.access import get_draft_for_user
from editor.actions.collide import record_collision
from editor.actions.stash_draft import StashState, stash_draft
from editor.http import EditorRequest, render_page
from editor.views.edit_page import TEMPLATE
from editor.views.explain import explain
from editor.views.sign_in import signed_in
from editor.wiki import WikiAuthError, WikiError


@require_POST
@signed_in
def draft_stash(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Have the wiki prepare what the server holds. No text travels from the browser."""
    draft = get_draft_for_user(request.user, draft_id)
    context: dict[str, object] = {"draft": draft}
    try:
        state = stash_draft(user=request.user, draft=draft)
        if state.is_collision:
            # The wiki could not merge it now, so it could not when it is published either.
            context["collision"] = record_collision(user=request.user, draft=draft)
    except WikiAuthError as error:
        state = StashState(status="signed-out", version=draft.version)
        context["trouble"] = explain(error)
    except WikiError as error:
        state = StashState(status="unavailable", version=draft.version)
        context["trouble"] = explain(error)
    events = {"draft:stashed": {"status": state.status, "version": state.version}}
    return render_page(
        request, TEMPLATE, context | {"stash": state}, partial="stash-status", events=events
    )
