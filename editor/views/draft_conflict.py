from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from editor.access import get_draft_for_user
from editor.actions.collide import (
    TextMovedError,
    open_collision,
    record_collision,
    renew_collision,
    resolve_collision,
)
from editor.actions.confirming import Confirmation
from editor.actions.decide import Desk, desk_of, keep_remembered, on_newest
from editor.actions.page_fate import PageMovedError, refuse_moved_page
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.actions.save_draft import StaleDraftError
from editor.http import EditorRequest
from editor.models import ConflictSnapshot, Draft, Text
from editor.views.desk import render_desk
from editor.views.explain import EXPLAINED, explain
from editor.views.not_published import render_refusal
from editor.views.sign_in import signed_in
from editor.wiki import EditConflictError, PageExistsError

# Whoever comes to publish here has pressed "Publish" before, and was asked for a summary then.
ASKED_BEFORE = frozenset({Confirmation.NO_SUMMARY})


@require_http_methods(["GET", "POST"])
@signed_in
def draft_conflict(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Where a collision is decided: what is left to decide, then the result to publish."""
    draft = get_draft_for_user(request.user, draft_id)
    snapshot = open_collision(draft)
    if snapshot is None:
        return redirect("draft_edit", draft_id=draft.pk)
    if request.method == "GET":
        return _show(request, draft, snapshot)
    desk = desk_of(user=request.user, snapshot=snapshot)
    if desk.text is None:
        return render_desk(request, draft, desk, is_incomplete=True, status=422)
    if request.POST.get("shown") != Text.digest_of(desk.text):
        # Only what was looked at goes on from here: this would be another text.
        return _show(request, draft, snapshot, is_again=True)
    return _finish(request, draft, desk, desk.text)


def _show(
    request: EditorRequest, draft: Draft, snapshot: ConflictSnapshot, *, is_again: bool = False
) -> HttpResponse:
    current = renew_collision(user=request.user, draft=draft, snapshot=snapshot)
    desk = desk_of(user=request.user, snapshot=current)
    trouble = None
    try:
        desk = on_newest(user=request.user, draft=draft, desk=desk)
    except PageMovedError as error:
        # The collision waits, with all that was decided, until the draft is where its page is.
        return render_refusal(request, draft, error)
    except EXPLAINED as error:
        trouble = explain(error)
    is_again = is_again or desk.snapshot.pk != snapshot.pk
    return render_desk(request, draft, desk, trouble=trouble, is_again=is_again)


def _finish(request: EditorRequest, draft: Draft, desk: Desk, text: str) -> HttpResponse:
    """Put the decided text into the draft, and publish it when that was pressed."""
    keep_remembered(user=request.user, desk=desk)
    is_publishing = request.POST.get("then") == "publish"
    try:
        draft = resolve_collision(snapshot=desk.snapshot, text=text, is_final=is_publishing)
        if not is_publishing:
            return redirect("draft_edit", draft_id=draft.pk)
        attempt = publish_draft(
            user=request.user, draft=draft, version=draft.version, confirmed=ASKED_BEFORE
        )
    except (CollisionOpenError, EditConflictError, PageExistsError):
        # A third edit came in between: its collision is a new one, the decided text is mine in it.
        return _collide_again(request, draft)
    except (TextMovedError, StaleDraftError):
        # The draft was saved in another tab: the same collision, with what it has now.
        current = get_draft_for_user(request.user, draft.pk)
        return _show(request, current, desk.snapshot, is_again=True)
    except EXPLAINED as error:
        # All is decided, and only the publishing was refused: that is said beside the text.
        return render_refusal(request, draft, error, confirmed=ASKED_BEFORE)
    return redirect("draft_published", attempt_id=attempt.pk)


def _collide_again(request: EditorRequest, draft: Draft) -> HttpResponse:
    current = get_draft_for_user(request.user, draft.pk)
    try:
        refuse_moved_page(user=request.user, draft=current)
        snapshot = record_collision(user=request.user, draft=current)
    except EXPLAINED as error:
        return render_refusal(request, current, error)
    desk = desk_of(user=request.user, snapshot=snapshot)
    return render_desk(request, current, desk, is_again=True)
