from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.access import snapshots_for_user
from editor.http import EditorRequest, render_page
from editor.views.sign_in import signed_in
from editor.wiki import incoming

SHOWN = 50


@require_GET
@signed_in
def collisions(request: EditorRequest) -> HttpResponse:
    """All the collisions of an editor's drafts, or those on one page."""
    title = incoming(request.GET.get("title", "")).replace("_", " ").strip()
    snapshots = (
        snapshots_for_user(request.user, title)
        .select_related("draft")
        .defer("merge", "draft__text")
        .order_by("-created_at", "-pk")
    )
    page = Paginator(snapshots, SHOWN).get_page(request.GET.get("page"))
    return render_page(request, "collisions.html", {"title": title, "page": page})
