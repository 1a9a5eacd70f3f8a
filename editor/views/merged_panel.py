from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from editor.access import get_draft_for_user
from editor.actions.news import wiki_news
from editor.http import EditorRequest
from editor.models import ConflictSnapshot, Draft, PageState
from editor.views.edit_page import Panel, render_edit_page
from editor.views.explain import Explanation
from editor.views.merged import shown_merge
from editor.views.question import confirmed_in
from editor.views.rebased import rebased, rebased_since
from editor.views.wiki_news import news_context


def render_merged_panel(
    request: EditorRequest,
    snapshot: ConflictSnapshot,
    *,
    before: Draft | None = None,
    trouble: Explanation | None = None,
    done: str = "",
    is_publishing: bool = False,
    events: dict[str, Any] | None = None,
) -> HttpResponse:
    """What was merged, beside the text; `before` is the draft that the tab knows.

    `is_publishing`: it stands between the editor and the publish that was asked for.
    """
    draft = get_draft_for_user(request.user, snapshot.draft_id)
    state = PageState.objects.of(draft.wiki, draft.title)
    moved = None
    if before is not None and before.version != draft.version:
        moved = rebased_since(before.version, draft) if is_publishing else rebased(before, draft)
    context = {
        "merged": shown_merge(request.user, snapshot),
        "rebased": moved,
        "news": news_context(draft, wiki_news(user=request.user, draft=draft, state=state)),
        "trouble": trouble,
        "done": done,
        "is_publishing": is_publishing,
    }
    confirmed = sorted(confirmed_in(request)) if is_publishing else ()
    panel = Panel(kind="merged", context=context, confirmed=confirmed)
    return render_edit_page(request, draft, panel=panel, partial="panel", events=events)
