"""Who is asked to sign in, and what becomes of what they had typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
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

from editor.access import BarredError, get_draft_of_form, get_draft_to_write, may_write_in
from editor.actions.leave_text import TextNotLeftError, leave_text
from editor.actions.save_draft import (
    Change,
    Fields,
    PenElsewhereError,
    StaleDraftError,
    save_draft,
)
from editor.forms import DraftForm
from editor.http import is_fragment, render_page, to_status_line

View = Callable[..., HttpResponseBase]
# What waits in the session while its author signs in again; the text waits with the draft.
TYPED = "typed"
TYPED_FOR = timedelta(hours=1)
# A form served to somebody carries this proof, so that only such a form can leave a text behind.
KEY_SALT = "galley.draft-form"
# What the editing form holds beside its text and its summary.
OPTIONS = (
    *("key", "version", "section_title", "is_minor", "is_watching", "found_watching"),
    *("offers_bot", "is_bot", "watch_mode", "watch_expiry", "offers_tags", "tags"),
)
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
    if request.method == "POST" and draft_id is not None and is_decision(request):
        return post_again(request, draft_id, _("Your sign-in has expired."), status=401)
    return redirect(f"{reverse('front')}?{urlencode({'next': _way_back(request, draft_id)})}")


def _way_back(request: HttpRequest, draft_id: int | None) -> str:
    """Where one wanted to go; what was posted is not posted again by coming back."""
    if request.method == "GET":
        return request.get_full_path()
    if draft_id is not None:
        return reverse("draft_edit", kwargs={"draft_id": draft_id})
    return reverse("front")


def typed_page(request: HttpRequest, draft_id: int, reason: str, *, status: int) -> HttpResponse:
    """A page that holds the posted text, with a fresh token and a way to go on."""
    options = [(name, value) for name in OPTIONS for value in request.POST.getlist(name)]
    context = {"draft_id": draft_id, "reason": reason, "posted": request.POST, "options": options}
    return render_page(request, "typed_text.html", context, status=status)


def is_decision(request: HttpRequest) -> bool:
    """Whether the collision desk was posted: an answer to a passage, or to all of them."""
    return "card" in request.POST or "shown" in request.POST


def post_again(request: HttpRequest, draft_id: int, reason: str, *, status: int) -> HttpResponse:
    """A page that holds all that was posted, to be sent again after a sign-in in another tab."""
    fields = [item for item in request.POST.items() if item[0] != "csrfmiddlewaretoken"]
    context = {"draft_id": draft_id, "reason": reason, "fields": fields}
    return render_page(request, "post_again.html", context, status=status)


@require_POST
def draft_resume(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """Take a text over a sign-in: it is kept with the draft, and goes into it afterwards."""
    try:
        if signing.loads(request.POST.get("key", ""), salt=KEY_SALT, max_age=KEY_AGE) != draft_id:
            raise Http404
    except signing.BadSignature as error:
        raise Http404 from error
    draft = get_draft_of_form(draft_id)
    form = _form_to_keep(request)
    try:
        left = leave_text(
            draft=draft,
            text=request.POST.get("text", ""),
            version=form["version"] if form else None,
            may_write=may_write_in(request.user, draft),
        )
    except TextNotLeftError:
        reason = (
            _("You may not write in this draft any more. Copy your text from here to keep it.")
            if request.user.is_authenticated
            else _(
                "This cannot be kept before you sign in: do that in another tab, then go on here."
            )
        )
        return typed_page(request, draft_id, reason, status=413)
    request.session[TYPED] = {
        "draft_id": draft_id,
        "version_id": left.pk if left else None,
        "form": form,
    }
    address = reverse("draft_edit", kwargs={"draft_id": draft_id})
    if request.user.is_authenticated:
        return redirect(address)
    request.session.set_expiry(TYPED_FOR)
    if settings.SIGN_IN == "both":
        return redirect(f"{reverse('front')}?{urlencode({'next': address})}")
    provider = get_adapter().get_provider(request, "mediawiki")
    response: HttpResponseBase = provider.redirect(request, process="login", next_url=address)
    return response


def _form_to_keep(request: HttpRequest) -> dict[str, Any] | None:
    """What the form says beside the text, each thing no longer than a draft keeps it; None where
    what came cannot become the draft's text by itself."""
    form = DraftForm(request.POST)
    if not form.is_valid() or form.change().text is None:
        return None
    return {"version": form.cleaned_data["version"], "fields": asdict(form.fields_of_form())}


def save_typed(request: HttpRequest, draft_id: int) -> str:
    """Save what waited in the session for this draft; in words what became of it, or nothing."""
    typed = request.session.get(TYPED)
    if not typed or typed["draft_id"] != draft_id:
        return ""
    try:
        message = _save_left(request, draft_id, typed)
    except BarredError:
        # It was kept when it came; who has it now is said by the page itself.
        message = _("You may not write in this draft any more. Your text is kept with it.")
    except PenElsewhereError:
        message = _("Somebody else has the pen now. Your text is kept under “Versions”.")
    except StaleDraftError:
        message = _(
            "The draft was changed elsewhere meanwhile. Your text is kept under “Versions”."
        )
    del request.session[TYPED]
    return message


def _save_left(request: HttpRequest, draft_id: int, typed: Mapping[str, Any]) -> str:
    draft = get_draft_to_write(request.user, draft_id)  # type: ignore[arg-type]
    if typed["form"] is None:
        return _("Your text came along, but does not fit in. It is kept under “Versions”.")
    left = draft.versions.select_related("text").filter(pk=typed["version_id"]).first()
    text = left.text.content if left else draft.text
    fields = typed["form"]["fields"]
    tags = fields["tags"]
    save_draft(
        draft=draft,
        author=request.user,  # type: ignore[arg-type]
        change=Change(version=typed["form"]["version"], text=text),
        fields=Fields(**fields | {"tags": None if tags is None else tuple(tags)}),
    )
    return _("Your text came along and is saved.")
