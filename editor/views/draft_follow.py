from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from editor.access import get_draft_for_user
from editor.actions.collide import open_collision
from editor.actions.follow import follow_published
from editor.actions.moved import as_held
from editor.actions.news import wiki_news
from editor.http import EditorRequest, render_page
from editor.models import Draft, PageState
from editor.views.explain import EXPLAINED, explain
from editor.views.rebased import rebased
from editor.views.sign_in import signed_in
from editor.views.wiki_news import news_context

# A version has fewer digits.
LONGEST = 10


@require_POST
@signed_in
def draft_follow(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Move the draft onto what was just published, and tell the browser what that changed."""
    before = get_draft_for_user(request.user, draft_id)
    try:
        draft = follow_published(user=request.user, draft=before).draft
    except EXPLAINED as error:
        context = {"draft": before, "explanation": explain(error)}
        return render_page(request, "follow_status.html", context)
    state = PageState.objects.of(draft.wiki, draft.title)
    held = _held(request.POST.get("version"), before, draft)
    context = {
        "draft": draft,
        "rebased": rebased(held, draft) if held else None,
        "collision": open_collision(draft),
        **news_context(draft, wiki_news(user=request.user, draft=draft, state=state)),
    }
    return render_page(request, "follow_status.html", context)


def _held(version: str | None, before: Draft, draft: Draft) -> Draft | None:
    """What the tab holds, by the version that it names; a publish may have moved the draft too."""
    if version is None:
        return before
    is_number = version.isascii() and version.isdigit() and len(version) < LONGEST
    return as_held(draft, int(version)) if is_number else None
