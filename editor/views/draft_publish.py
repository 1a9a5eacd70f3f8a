from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from editor.access import get_draft_for_user
from editor.actions.collide import record_collision
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.actions.save_draft import Saved
from editor.http import EditorRequest, is_fragment
from editor.models import Draft, PublishAttempt
from editor.views.edit_page import Panel, render_edit_page
from editor.views.explain import EXPLAINED, explain
from editor.views.rebased import Rebased, rebased
from editor.views.saving import saved_event, saves_draft, trouble_panel
from editor.wiki import EditConflictError, PageExistsError, WikiError


@saves_draft
def draft_publish(request: EditorRequest, saved: Saved) -> HttpResponse:
    draft = saved.draft
    try:
        attempt = publish_draft(
            user=request.user,
            draft=draft,
            version=saved.version,
            recreate=request.POST.get("recreate") == "on",
        )
    except (EditConflictError, PageExistsError) as error:
        return _collided(request, saved, error)
    except CollisionOpenError:
        return to_desk(request, draft)
    except EXPLAINED as error:
        return _trouble(request, saved, error)
    return _published(request, saved, attempt)


def to_desk(request: EditorRequest, draft: Draft) -> HttpResponse:
    """To the page where the collision is decided."""
    address = reverse("draft_conflict", kwargs={"draft_id": draft.pk})
    return HttpResponseClientRedirect(address) if is_fragment(request) else redirect(address)


def _collided(request: EditorRequest, saved: Saved, error: WikiError) -> HttpResponse:
    try:
        record_collision(user=request.user, draft=saved.draft)
    except EXPLAINED as trouble:
        return _trouble(request, saved, trouble)
    return to_desk(request, saved.draft)


def _trouble(request: EditorRequest, saved: Saved, error: Exception) -> HttpResponse:
    explanation = explain(error)
    return render_edit_page(
        request,
        saved.draft,
        panel=trouble_panel(explanation, saved.draft),
        partial="panel" if is_fragment(request) else "",
        status=200 if is_fragment(request) else explanation.status,
        events=saved_event(saved) | {"draft:refused": {}},
    )


def _published(request: EditorRequest, saved: Saved, attempt: PublishAttempt) -> HttpResponse:
    if not is_fragment(request):
        address = reverse("draft_published", kwargs={"attempt_id": attempt.pk})
        return redirect(address)
    # The draft may have followed an earlier publish first, which changes its text.
    draft = get_draft_for_user(request.user, saved.draft.pk)
    moved = rebased(saved.draft, draft) if draft.version != saved.version else None
    return render_edit_page(
        request,
        draft,
        panel=published_panel(draft, attempt, moved),
        partial="panel",
        events=saved_event(saved)
        | {"draft:published": {"is_new_section": attempt.section == "new"}},
    )


def published_panel(draft: Draft, attempt: PublishAttempt, moved: Rebased | None = None) -> Panel:
    context = {"attempt": attempt, "draft": draft, "rebased": moved}
    return Panel(kind="published", context=context)
