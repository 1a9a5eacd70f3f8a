from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.access import get_attempt_for_user
from editor.http import EditorRequest, render_page
from editor.views.draft_publish import published_panel
from editor.views.sign_in import signed_in


@require_GET
@signed_in
def draft_published(request: EditorRequest, attempt_id: int) -> HttpResponse:
    """What a publish came to, as a page: where the form goes without JavaScript."""
    attempt = get_attempt_for_user(request.user, attempt_id)
    panel = published_panel(attempt.draft, attempt)
    return render_page(request, "draft_published.html", {"draft": attempt.draft, "panel": panel})
