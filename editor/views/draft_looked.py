from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from editor.access import get_draft_for_user
from editor.actions.merged_passages import note_looked_at
from editor.actions.news import wiki_news
from editor.http import EditorRequest, is_fragment, posted_numbers, render_page
from editor.models import PageState
from editor.views.sign_in import signed_in
from editor.views.wiki_news import news_context


@require_POST
@signed_in
def draft_looked(request: EditorRequest, draft_id: int) -> HttpResponse:
    """The page in which a merge is shown has come: whoever writes has seen it."""
    draft = get_draft_for_user(request.user, draft_id)
    note_looked_at(user=request.user, draft=draft, merges=posted_numbers(request.POST, "looked"))
    if not is_fragment(request):
        return redirect("draft_edit", draft_id=draft_id)
    if "news" not in request.POST:
        # A page without a line to renew.
        return HttpResponse(status=204)
    state = PageState.objects.of(draft.wiki, draft.title)
    news = wiki_news(user=request.user, draft=draft, state=state)
    context = {"draft": draft, **news_context(draft, news)}
    return render_page(request, "draft_catch_up.html", context)
