from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.access import get_draft_for_user
from editor.actions.notices import page_notices
from editor.http import EditorRequest, render_page
from editor.views.explain import sanitised
from editor.views.sign_in import signed_in
from editor.wiki import WikiError


@require_GET
@signed_in
def draft_notices(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Notices of the page, which follow the form by themselves: the text never waits for them."""
    draft = get_draft_for_user(request.user, draft_id)
    try:
        found = page_notices(user=request.user, draft=draft)
    except WikiError:
        return HttpResponse(status=204)
    context = {
        "draft": draft,
        "notices": [sanitised(html) for html in found.notices],
        "deletion": found.deletion,
    }
    return render_page(request, "draft_notices.html", context)
