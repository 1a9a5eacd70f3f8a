from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editor.actions.add import keep_addition, send_addition
from editor.forms import AddForm
from editor.http import EditorRequest
from editor.models import Addition, profile_of
from editor.views.add_page import (
    add_again,
    look_at,
    offers_minor,
    render_add_page,
    sections_now,
    sections_of,
)
from editor.views.page_address import asked_number
from editor.views.question import answer_of, asked_by, confirmed_in, finished_elsewhere
from editor.views.refusal import ADDING, explained
from editor.views.sign_in import signed_in
from editor.views.words import Kept


@require_http_methods(["GET", "POST"])
def page_add(request: HttpRequest, title: str) -> HttpResponseBase:
    """A line or paragraph for a page, without opening it."""
    if request.method == "POST" and not request.user.is_authenticated:
        return add_again(request, title, _("Your sign-in has expired."), status=401)
    return _add(request, title.replace("_", " ").strip())


@signed_in
def _add(request: EditorRequest, title: str) -> HttpResponse:
    if request.method == "GET":
        return _begin(request, title)
    form = AddForm(request.POST)
    if not form.is_valid():
        form.offer_sections(sections_now(request, title))
        return render_add_page(request, title, form, status=422)
    addition = keep_addition(
        user=request.user, key=form.cleaned_data["key"], added=form.added(title)
    )
    if addition.text != form.cleaned_data["text"]:
        words = _("What you changed since the first try is kept under “Not added yet”.")
        messages.warning(request, words)
    try:
        addition = send_addition(addition, answer_of(request), confirmed=confirmed_in(request))
    except ADDING as error:
        return _not_added(request, form, addition, error)
    return redirect("addition", addition_id=addition.pk)


def _begin(request: EditorRequest, title: str) -> HttpResponse:
    page = look_at(request, title)
    profile = profile_of(request.user)
    is_minor = profile.wants("minordefault") and offers_minor(request, page)
    asked: dict[str, Any] = {"key": uuid4(), "place": Addition.Place.END, "gap": "paragraph"}
    asked |= {"may_create": True, "follows_redirect": True, "is_minor": is_minor}
    if page and page.is_watching is not None:
        asked |= {"is_watching": page.is_watching, "found_watching": page.is_watching}
    form = AddForm(initial=asked)
    section = asked_number(request, "section")
    chosen = "" if section is None else str(section)
    form.offer_sections(sections_of(page), chosen=chosen)
    return render_add_page(request, title, form, page=page)


def _not_added(
    request: EditorRequest, form: AddForm, addition: Addition, error: Exception
) -> HttpResponse:
    """Why, and what it takes: an answer, or the same again."""
    trouble = explained(error, Kept.ADDITION)
    asked = asked_by(request, error) | {"confirmed": sorted(confirmed_in(request))}
    trouble = finished_elsewhere(trouble, asked)
    form.offer_sections(sections_now(request, addition.title))
    return render_add_page(request, addition.title, form, addition, trouble=trouble, asked=asked)
