from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.access import get_draft_to_read
from editor.actions.form_offer import form_offer
from editor.http import EditorRequest, render_page
from editor.models import profile_of
from editor.views.edit_options import asked_watched, more_options
from editor.views.sign_in import signed_in
from editor.wiki import WikiError


@require_GET
@signed_in
def draft_offer(request: EditorRequest, draft_id: int) -> HttpResponse:
    """What the wiki offers below the text; it follows the form by itself where it is not known."""
    draft = get_draft_to_read(request.user, draft_id)
    try:
        offer = form_offer(user=request.user, draft=draft)
    except WikiError:
        return HttpResponse(status=204)
    more = more_options(profile_of(request.user), draft, offer, asked_watched(request))
    return render_page(request, "draft_offer.html", {"draft": draft, "more": more})
