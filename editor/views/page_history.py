from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from editor.actions.history import page_history as history_of
from editor.credentials import current_wiki
from editor.http import EditorRequest, render_page
from editor.views.refusal import refused
from editor.views.sign_in import signed_in
from editor.views.wiki_html import sanitised
from editor.wiki import HistoryEntry, WikiError


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A revision as it is listed."""

    entry: HistoryEntry
    url: str
    user_url: str
    comment: SafeString
    tags: tuple[SafeString, ...]
    is_newest: bool


@require_GET
@signed_in
def page_history(request: EditorRequest, title: str) -> HttpResponse:
    """Who changed a page, when and how: to compare, to restore and to undo."""
    title = title.replace("_", " ")
    try:
        history = history_of(
            user=request.user, title=title, following=request.GET.get("following", "")
        )
    except WikiError as error:
        return refused(request, title, error)
    wiki = current_wiki()
    context = {
        "history": history,
        "page_url": wiki.page_url(history.title),
        "lines": [
            Line(
                entry=entry,
                url=wiki.revision_url(entry.revid),
                user_url=wiki.page_url(f"User:{entry.user}"),
                comment=sanitised(entry.comment_html),
                tags=tuple(sanitised(tag.html) for tag in entry.tags if tag.html),
                is_newest=entry.revid == history.latest_revid,
            )
            for entry in history.entries
        ],
        "is_first_page": not request.GET.get("following"),
    }
    return render_page(request, "page_history.html", context)
