from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.actions.suggest import suggest_titles
from editor.http import EditorRequest, render_page
from editor.views.sign_in import signed_in
from editor.wiki import WikiError


@require_GET
@signed_in
def title_suggestions(request: EditorRequest) -> HttpResponse:
    """What the wiki's own search suggests; nothing at all when it does not answer."""
    query = request.GET.get("title", "").strip()
    try:
        found = suggest_titles(user=request.user, query=query) if query else ()
    except WikiError:
        found = ()
    return render_page(request, "title_suggestions.html", {"suggestions": found})
