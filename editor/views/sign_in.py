"""Who is asked to sign in, and what becomes of what they had typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.socialaccount.adapter import get_adapter
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from editor.access import BarredError, get_draft_of_form, get_draft_to_write
from editor.actions.save_draft import (
    PenElsewhereError,
    StaleDraftError,
    WholeTextNeededError,
    keep_aside,
    save_draft,
)
from editor.forms import DraftForm
from editor.http import is_fragment, render_page, to_status_line
from editor.wiki import incoming

View = Callable[..., HttpResponseBase]
# Where a text waits in the session while its author signs in again.
TYPED = "typed"
# A form served to somebody carries this proof, so that only such a form can leave a text behind.
KEY_SALT = "galley.draft-form"
KEY_AGE = timedelta(days=30)


def draft_key(draft_id: int) -> str:
    return signing.dumps(draft_id, salt=KEY_SALT)


def signed_in(view: View) -> View:
    """Let only signed-in people through; a post of anybody else keeps its text."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return ask_to_sign_in(request, kwargs.get("draft_id"))

    return guarded


def ask_to_sign_in(request: HttpRequest, draft_id: int | None) -> HttpResponse:
    """The front page for somebody who only looks; the typed text in a form for one who posts."""
    if is_fragment(request):
        context = {"draft_id": draft_id}
        response = render_page(
            request, "signed_out_status.html", context, status=401, events={"draft:signed-out": {}}
        )
        return response if draft_id is None else to_status_line(response)
    if request.method == "POST" and draft_id is not None and "text" in request.POST:
        return typed_page(request, draft_id, _("Your sign-in has expired."), status=401)
    if request.method == "POST" and draft_id is not None and "snapshot" in request.POST:
        return post_again(request, draft_id, _("Your sign-in has expired."), status=401)
    return redirect(f"{reverse('front')}?{urlencode({'next': _way_back(request, draft_id)})}")


def _way_back(request: HttpRequest, draft_id: int | None) -> str:
    """Where one wanted to go; what was posted is not posted again by coming back."""
    if request.method == "POST" and draft_id is not None:
        return reverse("draft_edit", kwargs={"draft_id": draft_id})
    return request.get_full_path()


def typed_page(request: HttpRequest, draft_id: int, reason: str, *, status: int) -> HttpResponse:
    """A page that holds the posted text, with a fresh token and a way to go on."""
    context = {"draft_id": draft_id, "reason": reason, "posted": request.POST}
    return render_page(request, "typed_text.html", context, status=status)


def post_again(request: HttpRequest, draft_id: int, reason: str, *, status: int) -> HttpResponse:
    """A page that holds all that was posted, to be sent again after a sign-in in another tab."""
    fields = [item for item in request.POST.items() if item[0] != "csrfmiddlewaretoken"]
    context = {"draft_id": draft_id, "reason": reason, "fields": fields}
    return render_page(request, "post_again.html", context, status=status)


@require_POST
def draft_resume(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """Take a text over a sign-in: it waits in the session, and goes into the draft afterwards."""
    try:
        if signing.loads(request.POST.get("key", ""), salt=KEY_SALT, max_age=KEY_AGE) != draft_id:
            raise Http404
    except signing.BadSignature as error:
        raise Http404 from error
    _keep_for_owner(draft_id, request.POST.get("text", ""))
    request.session[TYPED] = {"draft_id": draft_id, "fields": request.POST.dict()}
    address = reverse("draft_edit", kwargs={"draft_id": draft_id})
    if request.user.is_authenticated:
        return redirect(address)
    if settings.SIGN_IN == "both":
        return redirect(f"{reverse('front')}?{urlencode({'next': address})}")
    provider = get_adapter().get_provider(request, "mediawiki")
    response: HttpResponseBase = provider.redirect(request, process="login", next_url=address)
    return response


def _keep_for_owner(draft_id: int, text: str) -> None:
    """Keep the text with its draft at once: whoever signs in next may be somebody else."""
    draft = get_draft_of_form(draft_id)
    if incoming(text) != draft.text:
        keep_aside(draft, text)


def save_typed(request: HttpRequest, draft_id: int) -> str:
    """Save what waited in the session for this draft; in words what became of it, or nothing."""
    typed = request.session.get(TYPED)
    if not typed or typed["draft_id"] != draft_id:
        return ""
    form = DraftForm(typed["fields"])
    try:
        draft = get_draft_to_write(request.user, draft_id)  # type: ignore[arg-type]
        if not form.is_valid():
            raise WholeTextNeededError
        save_draft(
            draft=draft,
            author=request.user,  # type: ignore[arg-type]
            change=form.change(),
            fields=form.fields_of_form(),
        )
        message = _("Your text came along and is saved.")
    except BarredError:
        # It was kept when it came; who has it now is said by the page itself.
        message = _("You may not write in this draft any more. Your text is kept with it.")
    except PenElsewhereError:
        message = _("Somebody else has the pen now. Your text is kept under “Versions”.")
    except StaleDraftError:
        message = _(
            "The draft was changed elsewhere meanwhile. Your text is kept under “Versions”."
        )
    except WholeTextNeededError:
        keep_aside(draft, typed["fields"].get("text", ""))
        message = _("Your text came along, but does not fit in. It is kept under “Versions”.")
    del request.session[TYPED]
    return message
