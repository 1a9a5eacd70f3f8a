from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from editor.actions.page_to_add_to import title_to_add_to
from editor.credentials import current_wiki
from editor.http import EditorRequest
from editor.views.refusal import refused
from editor.views.sign_in import signed_in
from editor.wiki import WikiError, title_from_address


@require_GET
@signed_in
def quick_add(request: EditorRequest) -> HttpResponse:
    """From the title box of the front page to the form for that page."""
    typed = request.GET.get("title", "")
    try:
        address = title_from_address(typed, current_wiki().site)
        title = title_to_add_to(user=request.user, address=address)
    except WikiError as error:
        return refused(request, typed, error)
    if not title:
        return redirect("front")
    path = reverse("page_add", kwargs={"title": title})
    return redirect(f"{path}?section={address.section}" if address.section.isdigit() else path)
