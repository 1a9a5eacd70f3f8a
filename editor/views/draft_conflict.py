from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editor.access import get_draft_for_user
from editor.actions.collide import (
    TextMovedError,
    merge_of,
    open_collision,
    record_collision,
    resolve_collision,
)
from editor.actions.page_fate import refuse_moved_page
from editor.actions.publish import publish_draft
from editor.actions.save_draft import StaleDraftError, keep_aside
from editor.http import EditorRequest, render_page
from editor.merge import Choice, Merge, Passage, UndecidedError
from editor.merge.differences import Difference, difference
from editor.models import ConflictSnapshot, Draft
from editor.views.explain import EXPLAINED, Explanation, explain
from editor.views.not_published import render_refusal
from editor.views.sign_in import signed_in
from editor.wiki import EditConflictError, PageExistsError, incoming

# A decision that is not made yet, as it comes from the form.
UNDECIDED = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A passage to decide, with its two sides as differences against the base."""

    number: int
    index: int
    passage: Passage
    mine: Difference
    theirs: Difference
    before: str
    after: str
    choice: str
    own: str
    is_missing: bool


@require_http_methods(["GET", "POST"])
@signed_in
def draft_conflict(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Where a collision is decided: what is left to decide, or the merged text to publish."""
    draft = get_draft_for_user(request.user, draft_id)
    snapshot = open_collision(draft)
    if snapshot is None:
        return redirect("draft_edit", draft_id=draft.pk)
    if request.method == "POST":
        if request.POST.get("snapshot") != str(snapshot.pk):
            # Decided on another collision than the one that is open now: not true of this one.
            _keep_by_hand(request, draft)
            return _desk(request, draft, snapshot, QueryDict(), is_again=True)
        return _decide(request, draft, snapshot)
    return _desk(request, draft, snapshot, QueryDict())


def _decide(request: EditorRequest, draft: Draft, snapshot: ConflictSnapshot) -> HttpResponse:
    merged = merge_of(snapshot)
    choices = {index: request.POST.get(f"choice-{index}", UNDECIDED) for index in merged.conflicts}
    decisions = {index: choice for index, choice in choices.items() if choice in set(Choice)}
    texts = {
        index: merged.passages[index].chosen(
            Choice(choice), incoming(request.POST.get(f"own-{index}", ""))
        )
        for index, choice in decisions.items()
    }
    try:
        draft = resolve_collision(snapshot=snapshot, texts=texts, decisions=decisions)
        if request.POST.get("then") != "publish":
            return redirect("draft_edit", draft_id=draft.pk)
        # Whoever comes here has pressed "Publish" before, and was asked for a summary then.
        attempt = publish_draft(
            user=request.user, draft=draft, version=draft.version, needs_no_summary=True
        )
    except UndecidedError:
        return _desk(request, draft, snapshot, request.POST, status=422)
    except (EditConflictError, PageExistsError):
        # A third edit came in between: its collision is a new one, the decided text is mine in it.
        return _collide_again(request, draft)
    except (TextMovedError, StaleDraftError):
        _keep_by_hand(request, draft)
        return _collide_again(request, draft)
    except EXPLAINED as error:
        if open_collision(draft) is None:
            # All is decided, and only the publishing was refused: that is said beside the text.
            return render_refusal(request, draft, error)
        return _desk(request, draft, snapshot, request.POST, trouble=explain(error))
    return redirect("draft_published", attempt_id=attempt.pk)


def _collide_again(request: EditorRequest, draft: Draft) -> HttpResponse:
    current = get_draft_for_user(request.user, draft.pk)
    try:
        refuse_moved_page(user=request.user, draft=current)
        snapshot = record_collision(user=request.user, draft=current)
    except EXPLAINED as error:
        known = open_collision(current)
        if known is None:
            return redirect("draft_edit", draft_id=draft.pk)
        return _desk(request, current, known, QueryDict(), trouble=explain(error))
    return _desk(request, current, snapshot, QueryDict(), is_again=True)


def _keep_by_hand(request: EditorRequest, draft: Draft) -> None:
    """Passages that were written by hand and cannot be put in are kept as a version."""
    written = [
        text
        for name, text in request.POST.items()
        if isinstance(text, str)
        and name.startswith("own-")
        and request.POST.get(f"choice-{name.removeprefix('own-')}") == Choice.OWN
    ]
    if written:
        keep_aside(draft, "\n\n".join(written))


def _desk(
    request: EditorRequest,
    draft: Draft,
    snapshot: ConflictSnapshot,
    posted: QueryDict,
    *,
    trouble: Explanation | None = None,
    is_again: bool = False,
    status: int = 200,
) -> HttpResponse:
    merged = merge_of(snapshot)
    context = {
        "draft": draft,
        "snapshot": snapshot,
        "questions": _questions(merged, posted),
        "choices": _choices(),
        "merged_difference": None
        if merged.text is None
        else difference(snapshot.theirs_text.content, merged.text),
        "trouble": trouble,
        "is_again": is_again,
    }
    return render_page(request, "draft_conflict.html", context, status=status)


def _questions(merged: Merge, posted: QueryDict) -> list[Question]:
    questions = []
    for number, index in enumerate(merged.conflicts, start=1):
        passage = merged.passages[index]
        choice = posted.get(f"choice-{index}", UNDECIDED)
        questions.append(
            Question(
                number=number,
                index=index,
                passage=passage,
                mine=difference(passage.base, passage.mine),
                theirs=difference(passage.base, passage.theirs),
                before=_edge(merged, index - 1, last=True),
                after=_edge(merged, index + 1, last=False),
                choice=choice,
                own=posted.get(f"own-{index}", passage.mine),
                is_missing=bool(posted) and choice == UNDECIDED,
            )
        )
    return questions


def _choices() -> list[tuple[str, str]]:
    return [
        (Choice.THEIRS, _("Theirs")),
        (Choice.MINE, _("Mine")),
        (Choice.THEIRS_THEN_MINE, _("Both, theirs first")),
        (Choice.MINE_THEN_THEIRS, _("Both, mine first")),
        (Choice.OWN, _("By hand")),
    ]


def _edge(merged: Merge, index: int, *, last: bool) -> str:
    """The line of the neighbouring passage that touches this one, to see where one is."""
    if not 0 <= index < len(merged.passages):
        return ""
    lines = [line for line in (merged.passages[index].result or "").split("\n") if line.strip()]
    return (lines[-1] if last else lines[0]) if lines else ""
