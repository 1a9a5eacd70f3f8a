from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from editor.access import get_draft_for_user
from editor.actions.follow import follow_published, is_unsettled
from editor.actions.open_page import OpenedPage, open_page, reopen_draft
from editor.actions.settle import settle_draft
from editor.http import EditorRequest, render_page
from editor.views.edit_page import render_edit_page
from editor.views.explain import EXPLAINED, explain, said
from editor.views.sign_in import save_typed, signed_in
from editor.wiki import PageAddress, SectionMissingError, WikiError


@require_GET
@signed_in
def page_edit(request: EditorRequest, title: str = "", pageid: int | None = None) -> HttpResponse:
    """Open a page or section of the wiki."""
    section = request.GET.get("section", "")
    address = PageAddress(title=title.replace("_", " "), curid=pageid, section=section)
    try:
        opened = open_page(user=request.user, address=address)
    except WikiError as error:
        explanation = explain(error)
        context = {
            "explanation": explanation,
            "title": address.title,
            "is_section_missing": isinstance(error, SectionMissingError),
        }
        return render_page(request, "page_refused.html", context, status=explanation.status)
    if opened.draft is None:
        return _source(request, opened)
    if is_unsettled(opened.draft):
        return redirect("draft_edit", draft_id=opened.draft.pk)
    return render_edit_page(request, opened.draft, opened=opened)


@require_GET
@signed_in
def draft_edit(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Go on with a draft. It opens whatever the wiki says, or does not say."""
    notice = save_typed(request, draft_id)
    draft = get_draft_for_user(request.user, draft_id)
    try:
        settle_draft(user=request.user, draft=draft)
        draft = follow_published(user=request.user, draft=draft).draft
        opened = reopen_draft(user=request.user, draft=draft)
    except EXPLAINED as error:
        return render_edit_page(request, draft, trouble=explain(error), notice=notice)
    return render_edit_page(request, opened.draft or draft, opened=opened, notice=notice)


def _source(request: EditorRequest, opened: OpenedPage) -> HttpResponse:
    """The reasons in the wiki's words, and the source to read and copy."""
    context = {"page": opened.page, "reasons": said(opened.reasons)}
    return render_page(request, "page_source.html", context, status=403)
