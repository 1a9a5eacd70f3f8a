from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from editor.access import get_draft_for_user, get_snapshot_for_user
from editor.actions.reclaim import lost_passages
from editor.actions.undo_merge import MergeOvertakenError, undo_wiki_merge
from editor.http import EditorRequest, render_page
from editor.merge.differences import difference
from editor.models import ConflictSnapshot, Text
from editor.views.explain import EXPLAINED, Explanation, explain
from editor.views.sign_in import signed_in

LOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the texts of a collision, by the name that addresses use."""

    name: str
    label: str
    text: Text


def sides_of(snapshot: ConflictSnapshot) -> dict[str, Side]:
    """Base, theirs, mine, and what came of them, if that is known."""
    sides = [
        Side(name="base", label=_("Before both edits"), text=snapshot.base_text),
        Side(name="theirs", label=pgettext("text", "Theirs"), text=snapshot.theirs_text),
        Side(name="mine", label=pgettext("text", "Mine"), text=snapshot.mine_text),
    ]
    if snapshot.result_text:
        sides.append(Side(name="result", label=_("What came of it"), text=snapshot.result_text))
    return {side.name: side for side in sides}


def asked_sides(request: HttpRequest, sides: dict[str, Side]) -> tuple[Side, Side]:
    """Which two to compare; what came of it against theirs, unless others are named."""
    usual = ("theirs", "result") if "result" in sides else ("theirs", "mine")
    old, new = (
        sides.get(request.GET.get(name, ""), sides[known])
        for name, known in zip(("old", "new"), usual, strict=True)
    )
    return old, new


@require_GET
@signed_in
def draft_snapshot(request: EditorRequest, draft_id: int, snapshot_id: int) -> HttpResponse:
    """All the texts of one collision: any two compared, each to read and to download."""
    return render_snapshot(request, get_snapshot_for_user(request.user, draft_id, snapshot_id))


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
        return render_snapshot(request, snapshot, trouble=trouble)
    except EXPLAINED as error:
        return render_snapshot(request, snapshot, trouble=explain(error))
    return redirect("draft_edit", draft_id=draft_id)


def render_snapshot(
    request: EditorRequest, snapshot: ConflictSnapshot, *, trouble: Explanation | None = None
) -> HttpResponse:
    sides = sides_of(snapshot)
    old, new = asked_sides(request, sides)
    context = {
        "draft": snapshot.draft,
        "snapshot": snapshot,
        "sides": sides.values(),
        "old": old,
        "new": new,
        "difference": difference(old.text.content, new.text.content),
        "lost": [
            {"passage": passage, "difference": difference(passage.instead, passage.mine)}
            for passage in lost_passages(snapshot)[:LOST_SHOWN]
        ],
        "decisions": snapshot.decisions.exclude(choice="").count(),
        "trouble": trouble,
    }
    status = trouble.status if trouble else 200
    return render_page(request, "draft_snapshot.html", context, status=status)
