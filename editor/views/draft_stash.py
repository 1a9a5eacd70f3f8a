from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from editor.access import get_draft_for_user
from editor.actions.stash_draft import StashState, stash_draft
from editor.http import EditorRequest, is_fragment, render_page
from editor.views.edit_page import TEMPLATE
from editor.views.explain import explain
from editor.views.sign_in import signed_in
from editor.views.words.stash import stash_short, stash_words
from editor.wiki import WikiAuthError, WikiError


@require_POST
@signed_in
def draft_stash(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Have the wiki prepare what the server holds. No text travels from the browser."""
    draft = get_draft_for_user(request.user, draft_id)
    trouble = None
    try:
        # What the wiki cannot merge by lines, Galley may: the browser asks for that when it hears
        # of a conflict.
        state = stash_draft(user=request.user, draft=draft)
    except WikiError as error:
        is_signed_out = isinstance(error, WikiAuthError)
        status = "signed-out" if is_signed_out else "unavailable"
        state = StashState(status=status, version=draft.version)
        trouble = explain(error)
    if not is_fragment(request):
        return redirect("draft_edit", draft_id=draft.pk)
    # A wiki that gives a reason is not out of reach.
    words = trouble.headline if trouble and trouble.codes else stash_words(state.status)
    context = {"draft": draft, "stash": state, "stash_words": words}
    context["stash_short"] = stash_short(state.status)
    context |= {"trouble": trouble}
    heard = {"status": state.status, "version": state.version, "is_ready": state.is_ready}
    events = {"draft:stashed": heard}
    return render_page(request, TEMPLATE, context, partial="stash-status", events=events)
