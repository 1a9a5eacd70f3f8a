"""A post whose CSRF token is stale: a sign-in in another tab has changed it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from editor.http import is_fragment, render_page, to_status_line
from editor.views.add_page import add_again, posted_title
from editor.views.sign_in import is_decision, post_again, typed_page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The posted text comes back with a fresh token, never a bare refusal."""
    # Makes the answer carry the cookie; the browser's script takes the token from there.
    get_token(request)
    try:
        match = resolve(request.path_info)
    except Resolver404:
        match = None
    draft_id = match.kwargs.get("draft_id") if match else None
    if match and match.url_name == "draft_pulse":
        # It comes again by itself, with the cookie's token.
        return HttpResponse(status=403)
    if is_fragment(request):
        context = {"draft_id": draft_id}
        response = render_page(
            request, "signed_out_status.html", context, status=403, events={"draft:token": {}}
        )
        return response if draft_id is None else to_status_line(response)
    if draft_id is not None and request.method == "POST" and "text" in request.POST:
        explained = _("Your sign-in changed in another tab, so this was not saved yet.")
        return typed_page(request, draft_id, explained, status=403)
    if draft_id is not None and request.method == "POST" and is_decision(request):
        explained = _("Your sign-in changed in another tab, so this was not decided yet.")
        return post_again(request, draft_id, explained, status=403)
    if match and match.url_name in ("page_add", "addition_edit"):
        title = match.kwargs.get("title") or posted_title(request)
        addition_id = match.kwargs.get("addition_id")
        explained = _("Your sign-in changed in another tab, so this was not added yet.")
        if title:
            return add_again(request, title, explained, status=403, addition_id=addition_id)
    return render_page(request, "csrf_failure.html", {}, status=403)
