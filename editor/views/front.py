from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from editor.access import snapshots_for_user
from editor.actions.discard import KEPT_FOR
from editor.forms import OpenForm
from editor.http import render_page
from editor.models import Addition, ConflictSnapshot, Draft
from editor.views.published_lately import published_lately
from editor.views.shared_drafts import shared_with
from editor.views.sign_in import TYPED

DRAFTS_SHOWN = 100
DISCARDED_SHOWN = 20


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The desk of somebody who is signed in; for everybody else, the door."""
    if not request.user.is_authenticated:
        return render_page(request, "welcome.html", _terms(request))
    drafts = Draft.objects.filter(owner=request.user).without_texts()
    visible = Draft.objects.of(request.user)
    typed = request.session.get(TYPED)
    # It may be of somebody who used this browser before: then it waits for them.
    if typed and visible.filter(pk=typed["draft_id"]).exists():
        # Signed in by another way than from the text that was typed: it goes first all the same.
        return redirect("draft_edit", draft_id=typed["draft_id"])
    collisions = ConflictSnapshot.objects.filter(
        draft=OuterRef("pk"), kind=ConflictSnapshot.Kind.CONFLICT, resolved_at=None
    )
    listed = list(
        drafts.unpublished()
        .annotate(
            has_collision=Exists(collisions),
            questions=Subquery(collisions.order_by("-created_at").values("questions")[:1]),
        )
        .select_related("pen_holder__credential", "pen_asked_by__credential")
        .order_by("-saved_at")[:DRAFTS_SHOWN]
    )
    merged = ConflictSnapshot.objects.merged_edits(listed)
    context = {
        "open_form": OpenForm(),
        "drafts": [(draft, merged[draft.pk]) for draft in listed],
        "published": published_lately(request.user),
        "additions": Addition.objects.unfinished()
        .filter(owner=request.user)
        .order_by("-kept_at")[:DRAFTS_SHOWN],
        "has_collided": snapshots_for_user(request.user).exists(),
        "shared": shared_with(request.user),
        "discarded": drafts.discarded_since(KEPT_FOR).order_by("-discarded_at")[:DISCARDED_SHOWN],
    }
    return render_page(request, "front.html", context)


def _terms(request: HttpRequest) -> dict[str, str | bool]:
    address = own_address(request)
    return {
        "next": address,
        "is_about_draft": address.startswith("/drafts/"),
        "wiki_origin": settings.WIKI_ORIGIN,
        "contact": settings.CONTACT,
    }


def own_address(request: HttpRequest) -> str:
    """Where to go after the sign-in; only ever inside Galley."""
    address = request.POST.get("next") or request.GET.get("next", "")
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()})
    return address if is_own else ""
