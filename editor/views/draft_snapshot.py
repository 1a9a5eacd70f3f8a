from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from editor.access import get_draft_for_user, get_snapshot_for_user
from editor.actions.undo_merge import MergeOvertakenError, undo_wiki_merge
from editor.http import EditorRequest, render_page
from editor.merge.differences import difference
from editor.models import ConflictSnapshot
from editor.views.explain import EXPLAINED, Explanation, explain
from editor.views.sign_in import signed_in


@require_GET
@signed_in
def draft_snapshot(request: EditorRequest, draft_id: int, snapshot_id: int) -> HttpResponse:
    """All the texts of one collision."""
    return _page(request, get_snapshot_for_user(request.user, draft_id, snapshot_id))


@require_POST
@signed_in
def draft_undo_merge(request: EditorRequest, draft_id: int, snapshot_id: int) -> HttpResponse:
    get_draft_for_user(request.user, draft_id)
    snapshot = get_snapshot_for_user(request.user, draft_id, snapshot_id)
    try:
        undo_wiki_merge(user=request.user, snapshot=snapshot)
    except MergeOvertakenError:
        trouble = Explanation(
            headline=_("The page has been edited since this merge."),
            next_step=_("Open the page and correct it there; all texts are kept here."),
        )
        return _page(request, snapshot, trouble=trouble)
    except EXPLAINED as error:
        return _page(request, snapshot, trouble=explain(error))
    return redirect("draft_edit", draft_id=draft_id)


def _page(
    request: EditorRequest, snapshot: ConflictSnapshot, *, trouble: Explanation | None = None
) -> HttpResponse:
    base = snapshot.base_text.content
    result = snapshot.result_text.content if snapshot.result_text else None
    context = {
        "draft": snapshot.draft,
        "snapshot": snapshot,
        "mine": difference(base, snapshot.mine_text.content),
        "theirs": difference(base, snapshot.theirs_text.content),
        "result": None if result is None else difference(snapshot.theirs_text.content, result),
        "trouble": trouble,
    }
    status = trouble.status if trouble else 200
    return render_page(request, "draft_snapshot.html", context, status=status)
