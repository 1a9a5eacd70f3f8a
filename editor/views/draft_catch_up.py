from __future__ import annotations

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from editor.access import get_draft_for_user
from editor.actions.catch_up import MergeBuiltUponError, catch_up, undo_catch_up
from editor.actions.moved import as_held
from editor.actions.news import wiki_news
from editor.actions.save_draft import Saved
from editor.http import EditorRequest, is_fragment, render_page
from editor.models import ConflictSnapshot, Draft, PageState
from editor.views.explain import EXPLAINED, Explanation, explain
from editor.views.rebased import rebased
from editor.views.saving import saved_event, saves_draft
from editor.views.sign_in import signed_in
from editor.views.wiki_news import news_context


@require_POST
@signed_in
def draft_catch_up(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Merge what is newer while nobody types; a tab with an older version is only told."""
    before = get_draft_for_user(request.user, draft_id)
    version = request.POST.get("version")
    if "give_up" in request.POST:
        return _given_up(request, before, version)
    if version != str(before.version):
        return _answer(request, before)
    try:
        catch_up(user=request.user, draft=before)
    except EXPLAINED as error:
        return _answer(request, before, trouble=explain(error))
    return _answer(request, before)


def _given_up(request: EditorRequest, draft: Draft, version: str | None) -> HttpResponse:
    """Somebody typed where it was merged before the tab heard of it: the tab's text stands."""
    snapshot = ConflictSnapshot.objects.standing_merge(draft)
    before = _before(draft, snapshot, version) if snapshot else None
    if snapshot is None or before is None:
        return _answer(request, draft)
    try:
        undo_catch_up(snapshot=snapshot)
    except EXPLAINED as error:
        return _answer(request, draft, trouble=explain(error))
    return _answer(request, before)


def _before(draft: Draft, snapshot: ConflictSnapshot, version: str | None) -> Draft | None:
    """The draft as a tab of `version` knows it; None where that is not what was merged."""
    before = copy(draft)
    before.version, before.text = snapshot.mine_version, snapshot.mine_text.content
    if version == str(before.version):
        return before
    # The tab knows the section: the draft was made one of the whole page first.
    section = before.version - 1
    is_section = draft.widened_version == before.version and version == str(section)
    return as_held(draft, section) if is_section else None


@saves_draft
def draft_merge(request: EditorRequest, saved: Saved) -> HttpResponse:
    """Save what was typed, and merge what is newer because somebody asks for it."""
    try:
        catch_up(user=request.user, draft=saved.draft, is_asked=True)
    except EXPLAINED as error:
        return _answer(request, saved.draft, trouble=explain(error), events=saved_event(saved))
    return _answer(request, saved.draft, events=saved_event(saved))


@saves_draft
def draft_unmerge(request: EditorRequest, saved: Saved) -> HttpResponse:
    """Save what was typed, and take the merge back that the page spoke of."""
    snapshot = ConflictSnapshot.objects.standing_merge(saved.draft)
    trouble = None
    try:
        if snapshot is None or request.POST.get("merge") != str(snapshot.pk):
            raise MergeBuiltUponError
        undo_catch_up(snapshot=snapshot)
    except EXPLAINED as error:
        trouble = explain(error)
    return _answer(request, saved.draft, trouble=trouble, events=saved_event(saved))


def _answer(
    request: EditorRequest,
    before: Draft,
    *,
    trouble: Explanation | None = None,
    events: dict[str, Any] | None = None,
) -> HttpResponse:
    if not is_fragment(request):
        if trouble:
            messages.warning(request, f"{trouble.headline} {trouble.next_step}")
        return redirect("draft_edit", draft_id=before.pk)
    draft = get_draft_for_user(request.user, before.pk)
    state = PageState.objects.of(draft.wiki, draft.title)
    context = {
        "draft": draft,
        "rebased": rebased(before, draft) if draft.version != before.version else None,
        "catching_up": trouble,
        **news_context(draft, wiki_news(user=request.user, draft=draft, state=state)),
    }
    return render_page(request, "draft_catch_up.html", context, events=events)
