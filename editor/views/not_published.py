"""The panel that says why the wiki did not publish, with what the editor can do about it."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse

from editor.access import get_draft_to_read
from editor.actions.confirming import NOTHING_CONFIRMED, Confirmation
from editor.actions.page_fate import PageFate, PageMovedError, page_fate
from editor.http import EditorRequest, is_fragment
from editor.models import Draft
from editor.views.edit_page import Panel, render_edit_page
from editor.views.explain import explain
from editor.views.question import asked_by, finished_elsewhere
from editor.views.rebased import rebased_since
from editor.views.words import Remedy
from editor.wiki import (
    PageDeletedError,
    PageMissingError,
    WikiError,
)


def render_refusal(
    request: EditorRequest,
    draft: Draft,
    error: Exception,
    *,
    confirmed: Set[Confirmation] = NOTHING_CONFIRMED,
    events: dict[str, Any] | None = None,
) -> HttpResponse:
    """The editing page with the panel, or the panel alone. `error` is one of EXPLAINED.

    What was `confirmed` on the way here goes along with the next try: nobody is asked twice.
    """
    fate = None
    if isinstance(error, PageMissingError | PageDeletedError):
        fate = _fate_or_none(request.user, draft)
        if fate and fate.is_moved:
            error = PageMovedError(fate)
    elif isinstance(error, PageMovedError):
        fate = error.fate
    explanation = explain(error)
    asked = asked_by(request, error)
    explanation = finished_elsewhere(explanation, asked)
    context: dict[str, Any] = {"explanation": explanation, "fate": fate, **asked}
    # Gone once more, it is asked once more.
    is_asked = {Confirmation.RECREATE} if explanation.remedy is Remedy.RECREATE else set()
    # What was newer on the wiki may have come into the draft before it was refused.
    current = get_draft_to_read(request.user, draft.pk)
    context["draft"] = current
    context["rebased"] = rebased_since(draft.version, current)
    return render_edit_page(
        request,
        current,
        panel=Panel(kind="trouble", context=context, confirmed=sorted(confirmed - is_asked)),
        partial="panel" if is_fragment(request) else "",
        status=200 if is_fragment(request) else explanation.status,
        events=(events or {}) | {"draft:refused": {"version": current.version}},
    )


def _fate_or_none(user: User, draft: Draft) -> PageFate | None:
    try:
        return page_fate(user=user, draft=draft)
    except WikiError:
        # Who and why would be good to know; that the page is gone is known without.
        return None
