from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editor.access import get_draft_for_user
from editor.actions.collide import record_collision
from editor.actions.newest import SectionAmbiguousError
from editor.actions.page_fate import PageMovedError, refuse_moved_page
from editor.http import EditorRequest, render_page
from editor.merge.differences import difference
from editor.models import Draft
from editor.views.explain import EXPLAINED
from editor.views.not_published import render_refusal
from editor.views.refusal import refused
from editor.views.sign_in import signed_in
from editor.views.words import Kept


@require_http_methods(["GET", "POST"])
@signed_in
def draft_section(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Which of several sections with the draft's heading is the one it is about."""
    draft = get_draft_for_user(request.user, draft_id)
    chosen = request.POST.get("section", "")
    try:
        # What stands under the old title now may have sections of that name too.
        refuse_moved_page(user=request.user, draft=draft)
        record_collision(
            user=request.user, draft=draft, section=chosen if chosen.isdecimal() else ""
        )
    except SectionAmbiguousError as error:
        return _ask(request, draft, error)
    except PageMovedError as error:
        return render_refusal(request, draft, error)
    except EXPLAINED as error:
        return refused(request, draft.title, error, Kept.DRAFT, again_url=request.path)
    return redirect("draft_conflict", draft_id=draft.pk)


def _ask(request: EditorRequest, draft: Draft, error: SectionAmbiguousError) -> HttpResponse:
    namesakes = [
        {"number": found.number, "difference": difference(draft.base_text.content, found.text)}
        for found in error.namesakes
    ]
    is_unanswered = request.method == "POST"
    context = {
        "draft": draft,
        "namesakes": namesakes,
        "problem": _("Choose one of the sections.") if is_unanswered else "",
    }
    return render_page(request, "draft_section.html", context, status=422 if is_unanswered else 200)
