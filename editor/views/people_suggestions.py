from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.credentials import is_of_team, people_like
from editor.http import EditorRequest, render_page
from editor.views.sign_in import signed_in
from editor.wiki import incoming


@require_GET
@signed_in
def people_suggestions(request: EditorRequest) -> HttpResponse:
    """People of this Galley whose names begin as typed."""
    typed = incoming(request.GET.get("name", "")).strip()
    may_know = typed and is_of_team(request.user)
    names = people_like(typed, but=request.user) if may_know else []
    return render_page(request, "people_suggestions.html", {"names": names})
