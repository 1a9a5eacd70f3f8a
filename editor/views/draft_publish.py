from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from editor.access import get_draft_to_read
from editor.actions.collide import record_collision
from editor.actions.merged_passages import note_looked_at
from editor.actions.news import unseen_merges, unseen_out_of_sight
from editor.actions.page_fate import refuse_moved_page
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.actions.save_draft import Saved
from editor.credentials import wiki_username
from editor.http import EditorRequest, is_fragment, lead_to, posted_numbers
from editor.models import ConflictSnapshot, Draft, PublishAttempt
from editor.views.draft_changes import changes_panel
from editor.views.edit_page import Panel, render_edit_page
from editor.views.explain import EXPLAINED
from editor.views.merged_panel import render_merged_panel
from editor.views.not_published import render_refusal
from editor.views.question import answer_of, confirmed_in
from editor.views.rebased import Rebased, rebased_since
from editor.views.saving import publishes_draft, saved_event
from editor.views.wiki_news import merged_line
from editor.wiki import EditConflictError, PageExistsError


@publishes_draft
def draft_publish(request: EditorRequest, saved: Saved) -> HttpResponse:
    draft = saved.draft
    looked = posted_numbers(request.POST, "looked")
    note_looked_at(user=request.user, draft=draft, merges=looked)
    if unseen := unseen_merges(request.user, draft):
        return _to_look_at(request, saved, unseen[0])
    if hidden := unseen_out_of_sight(request.user, draft):
        return _changes_to_look_at(request, saved, hidden)
    confirmed = confirmed_in(request)
    try:
        attempt = publish_draft(
            user=request.user,
            draft=draft,
            version=saved.version,
            confirmed=confirmed,
            answer=answer_of(request),
        )
    except (EditConflictError, PageExistsError):
        return _collided(request, saved)
    except CollisionOpenError:
        return to_desk(request, draft)
    except EXPLAINED as error:
        events = saved_event(saved)
        return render_refusal(request, draft, error, confirmed=confirmed, events=events)
    return _published(request, saved, attempt)


def _to_look_at(request: EditorRequest, saved: Saved, merge: ConflictSnapshot) -> HttpResponse:
    """What both changed was merged while one wrote: it is shown before it is published."""
    if is_fragment(request):
        events = saved_event(saved)
        return render_merged_panel(
            request, merge, before=saved.draft, is_publishing=True, events=events
        )
    messages.info(
        request,
        _("Not published yet. Look at what was merged into your text first, then publish it."),
    )
    return redirect("draft_snapshot", draft_id=saved.draft.pk, snapshot_id=merge.pk)


def _changes_to_look_at(
    request: EditorRequest, saved: Saved, hidden: list[ConflictSnapshot]
) -> HttpResponse:
    """Merged before the draft was shared: who publishes it now sees all that publishing changes."""
    panel = changes_panel(saved.draft, merged_before=hidden)
    return render_edit_page(
        request,
        saved.draft,
        panel=replace(panel, confirmed=sorted(confirmed_in(request))),
        saved_now=True,
        partial="panel" if is_fragment(request) else "",
        events=saved_event(saved),
    )


def to_desk(request: EditorRequest, draft: Draft) -> HttpResponse:
    """To the page where the collision is decided."""
    address = reverse("draft_conflict", kwargs={"draft_id": draft.pk})
    return lead_to(request, address)


def _collided(request: EditorRequest, saved: Saved) -> HttpResponse:
    try:
        refuse_moved_page(user=request.user, draft=saved.draft)
        record_collision(user=request.user, draft=saved.draft)
    except EXPLAINED as trouble:
        return render_refusal(request, saved.draft, trouble, events=saved_event(saved))
    return to_desk(request, saved.draft)


def _published(request: EditorRequest, saved: Saved, attempt: PublishAttempt) -> HttpResponse:
    if not is_fragment(request):
        address = reverse("draft_published", kwargs={"attempt_id": attempt.pk})
        return redirect(address)
    # The draft may have followed an earlier publish first, which changes its text.
    draft = get_draft_to_read(request.user, saved.draft.pk)
    moved = rebased_since(saved.version, draft)
    published = {
        "is_new_section": attempt.section == "new",
        "found_watching": str(draft.found_watching),
    }
    return render_edit_page(
        request,
        draft,
        panel=published_panel(draft, attempt, moved),
        partial="panel",
        events=saved_event(saved) | {"draft:published": published},
    )


def published_panel(draft: Draft, attempt: PublishAttempt, moved: Rebased | None = None) -> Panel:
    context: dict[str, Any] = {"attempt": attempt, "draft": draft, "rebased": moved}
    if attempt.was_merged_by_wiki:
        context["wiki_merge"] = ConflictSnapshot.objects.wiki_merge_of(attempt)
    merged = ConflictSnapshot.objects.merge_onto(draft, attempt.base_revid)
    if merged:
        line = merged_line(merged, wiki_username(attempt.author))
        context |= {"merged": merged, "merged_line": line}
    return Panel(kind="published", context=context)
