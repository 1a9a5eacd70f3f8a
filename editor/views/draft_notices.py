from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from editor.access import get_draft_to_read
from editor.actions.notices import page_notices
from editor.actions.open_page import OpenedPage
from editor.http import EditorRequest, is_fragment, render_page
from editor.models import Draft
from editor.views.refusal import refused
from editor.views.sign_in import signed_in
from editor.views.wiki_html import has_words, sanitised
from editor.views.words import Kept
from editor.wiki import WikiError


@require_GET
@signed_in
def draft_notices(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Notices of the page, which follow the form by themselves: the text never waits for them."""
    draft = get_draft_to_read(request.user, draft_id)
    try:
        found = page_notices(
            user=request.user,
            draft=draft,
            intro=request.GET.get("editintro", ""),
            is_protected="protected" in request.GET,
        )
    except WikiError as error:
        if is_fragment(request):
            return HttpResponse(status=204)
        return refused(request, draft.title, error, Kept.DRAFT)
    # The wiki has some that are frames around nothing, or around what is not shown here.
    notices = [html for html in map(sanitised, found.notices) if has_words(html)]
    context = {
        "draft": draft,
        "count": sum(1 for one in [found.deletion, found.protection, *notices] if one),
        "notices": notices,
        "found": found,
    }
    return render_page(request, "draft_notices.html", context, partial="draft-notices")


def notices_url(request: EditorRequest, draft: Draft, opened: OpenedPage | None) -> str:
    """Where the notices of a page are, with what is known of it already."""
    asked = {"editintro": request.GET.get("editintro", "")}
    if opened and opened.page.protection:
        asked["protected"] = "yes"
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse("draft_notices", kwargs={"draft_id": draft.pk})
    return f"{address}?{query}" if query else address
