from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from editor.access import get_draft_for_user, get_snapshot_for_user
from editor.actions.decide import NoSuchPassageError
from editor.actions.merged_passages import note_looked_at, retake_passage, undo_passage
from editor.actions.save_draft import Saved
from editor.http import EditorRequest, is_fragment, posted_number
from editor.models import ConflictSnapshot
from editor.views.draft_snapshot import render_snapshot
from editor.views.explain import EXPLAINED, Explanation, explain
from editor.views.merged_panel import render_merged_panel
from editor.views.saving import saved_event, saves_draft
from editor.views.sign_in import signed_in


@require_GET
@signed_in
def draft_passages(request: EditorRequest, draft_id: int, snapshot_id: int) -> HttpResponse:
    """What a merge took in, beside the text that is open."""
    snapshot = get_snapshot_for_user(request.user, draft_id, snapshot_id)
    if not is_fragment(request):
        return redirect("draft_snapshot", draft_id=draft_id, snapshot_id=snapshot_id)
    return render_merged_panel(request, snapshot)


@require_POST
@signed_in
def draft_undo_passage(request: EditorRequest, draft_id: int, snapshot_id: int) -> HttpResponse:
    """Undo one passage of a merge, or take it in again, from the page that shows all the texts."""
    get_draft_for_user(request.user, draft_id)
    snapshot = get_snapshot_for_user(request.user, draft_id, snapshot_id)
    done, trouble = _turn(request, snapshot)
    if trouble:
        return render_snapshot(request, snapshot, trouble=trouble)
    if done:
        messages.info(request, done)
    return redirect("draft_snapshot", draft_id=draft_id, snapshot_id=snapshot_id)


@saves_draft
def draft_unmerge_passage(request: EditorRequest, saved: Saved) -> HttpResponse:
    """Save what was typed, and undo one passage of a merge in the text that is open, or take it in
    again."""
    snapshot = get_snapshot_for_user(
        request.user, saved.draft.pk, posted_number(request.GET, "merge")
    )
    done, trouble = _turn(request, snapshot)
    if not is_fragment(request):
        return redirect("draft_snapshot", draft_id=saved.draft.pk, snapshot_id=snapshot.pk)
    return render_merged_panel(
        request,
        snapshot,
        before=saved.draft,
        trouble=trouble,
        done=done,
        events=saved_event(saved),
    )


def _turn(request: EditorRequest, snapshot: ConflictSnapshot) -> tuple[str, Explanation | None]:
    """What was done, in words, or why it was not; neither where there is no such passage."""
    # Who turns a passage has it before them.
    note_looked_at(user=request.user, draft=snapshot.draft, merges=[snapshot.pk])
    is_again = "again" in request.POST
    number = posted_number(request.POST, "again" if is_again else "passage")
    turn = retake_passage if is_again else undo_passage
    try:
        turn(user=request.user, snapshot=snapshot, number=number)
    except NoSuchPassageError:
        return "", None
    except EXPLAINED as error:
        return "", explain(error)
    if is_again:
        return _(
            "It stands as it was merged again. What the draft held before is kept under “Versions”."
        ), None
    return _(
        "Your words stand there again. When you publish, they replace theirs in this passage: "
        "“Show changes” shows it. What the draft held before is kept under “Versions”."
    ), None
