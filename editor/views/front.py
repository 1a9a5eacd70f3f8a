from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from editor.access import may_read, snapshots_for_user
from editor.actions.begun import additions_begun, drafts_begun, drafts_discarded
from editor.actions.published_lately import published_lately
from editor.actions.shared_drafts import shared_with
from editor.forms import OpenForm
from editor.http import render_page
from editor.views.sign_in import TYPED


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The desk of somebody who is signed in; for everybody else, the door."""
    if not request.user.is_authenticated:
        return render_page(request, "welcome.html", _terms(request))
    typed = request.session.get(TYPED)
    # It may be of somebody who used this browser before: then it waits for them.
    if typed and may_read(request.user, typed["draft_id"]):
        # Signed in by another way than from the text that was typed: it goes first all the same.
        return redirect("draft_edit", draft_id=typed["draft_id"])
    context = {
        "open_form": OpenForm(),
        "drafts": drafts_begun(request.user),
        "published": published_lately(request.user),
        "additions": additions_begun(request.user),
        "has_collided": snapshots_for_user(request.user).exists(),
        "shared": shared_with(request.user),
        "discarded": drafts_discarded(request.user),
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
