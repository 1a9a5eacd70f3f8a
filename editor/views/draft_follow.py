from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from editor.access import get_draft_for_user
from editor.actions.collide import open_collision
from editor.actions.follow import follow_published
from editor.http import EditorRequest, render_page
from editor.views.explain import EXPLAINED, explain
from editor.views.rebased import rebased
from editor.views.sign_in import signed_in


@require_POST
@signed_in
def draft_follow(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Move the draft onto what was just published, and tell the browser what that changed."""
    before = get_draft_for_user(request.user, draft_id)
    try:
        followed = follow_published(user=request.user, draft=before)
    except EXPLAINED as error:
        context = {"draft": before, "explanation": explain(error)}
        return render_page(request, "follow_status.html", context)
    draft = followed.draft
    context = {
        "draft": draft,
        "rebased": rebased(before, draft),
        "wiki_merge": followed.wiki_merge,
        "collision": open_collision(draft),
    }
    return render_page(request, "follow_status.html", context)
