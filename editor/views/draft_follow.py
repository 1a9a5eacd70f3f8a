from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from editor.access import get_draft_for_user
from editor.actions.collide import open_collision
from editor.actions.follow import follow_published
from editor.actions.save_draft import checksum
from editor.http import EditorRequest, render_page
from editor.merge.splices import between
from editor.views.explain import EXPLAINED, explain
from editor.views.sign_in import signed_in


@require_POST
@signed_in
def draft_follow(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Move the draft onto what was just published, and tell the browser what that changed.

    The change goes back as one splice against the version the server held; the textarea itself is
    never replaced.
    """
    before = get_draft_for_user(request.user, draft_id)
    try:
        followed = follow_published(user=request.user, draft=before)
    except EXPLAINED as error:
        context = {"draft": before, "explanation": explain(error)}
        return render_page(request, "follow_status.html", context)
    draft = followed.draft
    splice = between(before.text, draft.text)
    rebased = {
        "from": before.version,
        "version": draft.version,
        "start": splice.start,
        "removed": splice.removed,
        "inserted": splice.inserted,
        "checksum": checksum(draft.text),
    }
    context = {
        "draft": draft,
        "wiki_merge": followed.wiki_merge,
        "collision": open_collision(draft),
    }
    return render_page(request, "follow_status.html", context, events={"draft:rebased": rebased})
