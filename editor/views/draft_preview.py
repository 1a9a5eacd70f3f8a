from __future__ import annotations

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from editor.access import get_membership_to_read
from editor.actions.preview import preview_draft
from editor.actions.save_draft import Saved
from editor.http import EditorRequest, is_fragment
from editor.models import Draft, profile_of
from editor.views.edit_page import Panel, render_edit_page
from editor.views.explain import explain
from editor.views.preview_document import preview_document
from editor.views.saving import saved_event, saves_draft
from editor.views.sign_in import signed_in
from editor.wiki import WikiError

# The frame's own policy, instead of Galley's: the wiki's styles and pictures, nothing that runs.
FRAME_POLICY = {
    "default-src": [NONE],
    "form-action": [NONE],
    "font-src": [settings.WIKI_ORIGIN, "data:"],
    "frame-ancestors": [SELF],
    "img-src": ["https:", settings.WIKI_ORIGIN, "data:"],
    "media-src": ["https:", settings.WIKI_ORIGIN],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
    "style-src": [settings.WIKI_ORIGIN, SELF, "'unsafe-inline'"],
}


@saves_draft
def draft_preview(request: EditorRequest, saved: Saved) -> HttpResponse:
    panel = Panel(kind="preview", context={"version": saved.version})
    return render_edit_page(
        request,
        saved.draft,
        panel=panel,
        saved_now=True,
        partial="panel" if is_fragment(request) else "",
        events=saved_event(saved),
    )


def first_preview(request: EditorRequest, draft: Draft) -> Panel | None:
    """Where the editor's preferences want one as soon as a page is opened; a new section or an
    empty new page has nothing to show."""
    if draft.section == "new" or not draft.text:
        return None
    if not profile_of(request.user).wants("previewonfirst"):
        return None
    return Panel(kind="preview", context={"version": draft.version})


@csp(FRAME_POLICY)
@xframe_options_sameorigin
@require_GET
@signed_in
def draft_preview_frame(request: EditorRequest, draft_id: int) -> HttpResponse:
    """The preview itself, a document of its own: no script of the wiki runs in Galley's origin."""
    draft = get_membership_to_read(request.user, draft_id).draft
    try:
        context = preview_document(draft, preview_draft(user=request.user, draft=draft))
    except WikiError as error:
        context = {"explanation": explain(error)}
    return render(request, "draft_preview_frame.html", context)
