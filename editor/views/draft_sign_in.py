from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from editor.http import render_page


@require_GET
def draft_sign_in(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Sign in again and come back to this very draft; for people whose sign-in has expired."""
    address = reverse("draft_edit", kwargs={"draft_id": draft_id})
    return render_page(request, "draft_sign_in.html", {"next": address})
