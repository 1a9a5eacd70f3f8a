from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from editor.access import get_draft_for_user
from editor.actions.by_hand import digest_of_own
from editor.actions.collide import open_collision
from editor.actions.decide import (
    Desk,
    NoAnswerError,
    NoSuchPassageError,
    decide,
    desk_of,
    on_newest,
)
from editor.actions.overtaken import keep_overtaken
from editor.actions.page_fate import PageMovedError
from editor.http import EditorRequest, is_fragment, lead_to, posted_number, render_page
from editor.models import Draft
from editor.views.desk import (
    TEMPLATE,
    anchor_of,
    desk_context,
    desk_url,
    question_of,
    render_desk,
    result_of,
)
from editor.views.explain import EXPLAINED, explain
from editor.views.sign_in import signed_in


@require_POST
@signed_in
def draft_decide(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Keep the answer to one passage, or what is being written by hand in it."""
    draft = get_draft_for_user(request.user, draft_id)
    snapshot = open_collision(draft)
    if snapshot is None:
        return _overtaken(
            request, draft, _("The collision was decided in another tab."), way_on="draft_edit"
        )
    key, choice = request.POST.get("card", ""), request.POST.get("choice")
    own, known = request.POST.get("own"), request.POST.get("known", "")
    try:
        desk = decide(
            user=request.user, snapshot=snapshot, key=key, choice=choice, own=own, known=known
        )
    except NoSuchPassageError:
        words = _("Something changed in between, so this passage is another question now.")
        return _overtaken(request, draft, words, way_on="draft_conflict")
    except NoAnswerError:
        if is_fragment(request):
            return lead_to(request, reverse("draft_conflict", kwargs={"draft_id": draft.pk}))
        unchanged = desk_of(user=request.user, snapshot=snapshot)
        return render_desk(request, draft, unchanged, is_incomplete=True, status=422)
    if not is_fragment(request):
        return redirect(desk_url(draft, desk, desk.next_open(key)))
    if choice is None:
        known = digest_of_own(desk.passage(key).own)
        return render_page(request, TEMPLATE, {"known": known}, partial="kept")
    return _decided(request, draft, desk, key)


def _decided(request: EditorRequest, draft: Draft, desk: Desk, key: str) -> HttpResponse:
    """The passage as it is now, how many are left, and the result when that was the last one."""
    trouble = None
    try:
        newest = on_newest(user=request.user, draft=draft, desk=desk)
    except PageMovedError:
        # The desk itself says it, with the way there.
        return lead_to(request, reverse("draft_conflict", kwargs={"draft_id": draft.pk}))
    except EXPLAINED as error:
        newest, trouble = desk, explain(error)
    if newest.snapshot.pk != desk.snapshot.pk:
        # The whole page, for all of it may be another question now.
        messages.warning(request, _("Somebody published a newer version in between."))
        return lead_to(request, reverse("draft_conflict", kwargs={"draft_id": draft.pk}))
    keys = [answered.card.key for answered in desk.questions]
    is_question = key in keys
    following = desk.next_open(key)
    context = desk_context(request.user, draft, desk) | {
        "question": question_of(desk.passage(key), keys.index(key) + 1) if is_question else None,
        "result": result_of(draft, desk),
        "trouble": trouble,
    }
    events = {"desk:decided": {"next": anchor_of(following) if following else "result"}}
    return render_page(request, TEMPLATE, context, partial="decided", events=events)


def _overtaken(request: EditorRequest, draft: Draft, words: str, *, way_on: str) -> HttpResponse:
    """The passage is asked about no more: what was written by hand must not be lost with it."""
    is_kept = keep_overtaken(
        user=request.user,
        draft=draft,
        snapshot_id=posted_number(request.POST, "snapshot"),
        key=request.POST.get("card", ""),
        own=request.POST.get("own", ""),
    )
    if is_kept:
        words = f"{words} {_('What you wrote by hand is kept under “Versions”.')}"
    address = reverse(way_on, kwargs={"draft_id": draft.pk})
    if is_fragment(request) and "choice" not in request.POST:
        # Whoever is writing is not taken away from it: they go on when they have read this.
        return render_page(request, TEMPLATE, {"aside": words, "way_on": address}, partial="kept")
    messages.warning(request, words)
    return lead_to(request, address)
