from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.access import get_draft_to_read
from editor.actions.page_uses import page_uses
from editor.http import EditorRequest, render_page
from editor.views.explain import explain
from editor.views.sign_in import signed_in
from editor.views.words.protection import level_name
from editor.wiki import WikiError


@require_GET
@signed_in
def draft_uses(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Templates and hidden categories of a page or section, when somebody wants to know."""
    draft = get_draft_to_read(request.user, draft_id)
    context: dict[str, object] = {"draft": draft}
    try:
        uses = page_uses(user=request.user, draft=draft)
        page_url = draft.wiki.page_url
        context["templates"] = [
            (use, page_url(use.title), level_name(use.protection, draft.wiki.site))
            for use in uses.templates
        ]
        context["hidden_categories"] = [
            (name, page_url(f"Category:{name}")) for name in uses.hidden_categories
        ]
    except WikiError as error:
        context["explanation"] = explain(error)
    return render_page(request, "draft_uses.html", context, partial="draft-uses")
