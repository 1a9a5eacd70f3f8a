"""Asking for the pen, taking it, giving it and keeping it."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from editor.access import get_draft_to_write, get_membership
from editor.actions.pen import (
    AskedAlreadyError,
    PenBusyError,
    ask_for_pen,
    free_at,
    give_pen,
    refuse_pen,
    take_pen,
)
from editor.actions.save_draft import Saved
from editor.credentials import wiki_username
from editor.http import EditorRequest, is_fragment, render_page
from editor.templatetags.clock import clock
from editor.views.pen import pen_of
from editor.views.saving import saved_event, saves_draft
from editor.views.sign_in import signed_in


@require_POST
@signed_in
def draft_pen_ask(request: EditorRequest, draft_id: int) -> HttpResponse:
    draft = get_draft_to_write(request.user, draft_id)
    try:
        ask_for_pen(user=request.user, draft=draft)
    except AskedAlreadyError:
        messages.info(request, _("Somebody else has asked for the pen already. Try again later."))
    return redirect("draft_edit", draft_id=draft_id)


@require_POST
@signed_in
def draft_pen_take(request: EditorRequest, draft_id: int) -> HttpResponse:
    draft = get_draft_to_write(request.user, draft_id)
    try:
        take_pen(user=request.user, draft=draft)
    except PenBusyError as error:
        words = _("{name} is writing. You can take the pen when nothing was saved until {time}.")
        name, time = wiki_username(error.draft.writer), clock(free_at(error.draft))
        messages.info(request, format_html(words, name=name, time=time))
    return redirect("draft_edit", draft_id=draft_id)


@saves_draft
def draft_pen_give(request: EditorRequest, saved: Saved) -> HttpResponse:
    """Give it to who asked; what was typed until now is saved and goes along."""
    give_pen(user=request.user, draft=saved.draft)
    address = reverse("draft_edit", kwargs={"draft_id": saved.draft.pk})
    if not is_fragment(request):
        return redirect(address)
    response = HttpResponseClientRedirect(address)
    response["HX-Trigger"] = json.dumps(saved_event(saved))
    response["Galley-Fragment"] = "none"
    return response


@saves_draft
def draft_pen_keep(request: EditorRequest, saved: Saved) -> HttpResponse:
    """ "Not now": the question goes away, and who asked is told."""
    refuse_pen(user=request.user, draft=saved.draft)
    if not is_fragment(request):
        return redirect("draft_edit", draft_id=saved.draft.pk)
    membership = get_membership(request.user, saved.draft.pk)
    context = {"draft": membership.draft, "pen": pen_of(membership)}
    return render_page(request, "_pen.html", context, events=saved_event(saved))
