from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from editor.access import get_draft_for_user, get_snapshot_for_user
from editor.actions.catch_up import MergeBuiltUponError, undo_catch_up
from editor.actions.merged_passages import note_looked_at
from editor.actions.reclaim import lost_passages
from editor.actions.undo_merge import MergeOvertakenError, undo_wiki_merge
from editor.http import EditorRequest, render_page
from editor.merge.differences import difference
from editor.models import ConflictSnapshot, Text
from editor.views.desk import edits_of
from editor.views.explain import EXPLAINED, Explanation, explain
from editor.views.merged import shown_merge
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


def asked_sides(
    request: HttpRequest, sides: dict[str, Side], *, seen: str = "theirs"
) -> tuple[Side, Side]:
    """Which two to compare; what came of it against what was `seen`, unless others are named."""
    usual = (seen, "result") if "result" in sides else ("theirs", "mine")
    old, new = (
        sides.get(request.GET.get(name, ""), sides[known])
        for name, known in zip(("old", "new"), usual, strict=True)
    )
    return old, new


@require_GET
@signed_in
def draft_snapshot(request: EditorRequest, draft_id: int, snapshot_id: int) -> HttpResponse:
    """All the texts of one collision: any two compared, each to read and to download."""
    snapshot = get_snapshot_for_user(request.user, draft_id, snapshot_id)
    return render_snapshot(request, snapshot)


@require_POST
@signed_in
def draft_undo_merge(request: EditorRequest, draft_id: int, snapshot_id: int) -> HttpResponse:
    """Take back a merge that the wiki made, or that Galley made."""
    draft = get_draft_for_user(request.user, draft_id)
    snapshot = get_snapshot_for_user(request.user, draft_id, snapshot_id)
    note_looked_at(user=request.user, draft=draft, merges=[snapshot.pk])
    try:
        if snapshot.kind == ConflictSnapshot.Kind.MERGE:
            undo_catch_up(snapshot=snapshot)
        else:
            undo_wiki_merge(user=request.user, snapshot=snapshot)
    except MergeBuiltUponError as error:
        return render_snapshot(request, snapshot, trouble=explain(error))
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
    # What Galley merged went into the editor's own text, not onto the wiki.
    is_in_draft = snapshot.kind == ConflictSnapshot.Kind.MERGE
    old, new = asked_sides(request, sides, seen="mine" if is_in_draft else "theirs")
    context = {
        "draft": snapshot.draft,
        "snapshot": snapshot,
        "edits": edits_of(snapshot),
        "merged": shown_merge(request.user, snapshot),
        "sides": sides.values(),
        "old": old,
        "new": new,
        "difference": difference(old.text.content, new.text.content),
        "lost": [
            {"passage": passage, "difference": difference(passage.instead, passage.mine)}
            for passage in lost_passages(snapshot)[:LOST_SHOWN]
        ],
        "decisions": snapshot.decisions.exclude(choice="").count(),
        "can_undo": ConflictSnapshot.objects.standing_merge(snapshot.draft) == snapshot,
        "asks_for_look": snapshot.is_to_look_at
        and snapshot.draft.pen_id == request.user.pk
        and not snapshot.draft.is_discarded,
        "trouble": trouble,
    }
    status = trouble.status if trouble else 200
    return render_page(request, "draft_snapshot.html", context, status=status)
