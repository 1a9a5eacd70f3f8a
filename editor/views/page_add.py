from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editor.actions.add import keep_addition, send_addition
from editor.actions.outline import outline_of
from editor.actions.page_to_add_to import PageToAddTo, page_to_add_to
from editor.forms import AddForm
from editor.http import EditorRequest, render_page
from editor.models import Addition
from editor.views.explain import Explanation
from editor.views.page_address import asked_number
from editor.views.question import answer_of, asked_by, finished_elsewhere
from editor.views.refusal import ADDING, explained
from editor.views.sign_in import signed_in
from editor.views.words import Kept
from editor.wiki import Section, WikiError

TEMPLATE = "page_add.html"


@require_http_methods(["GET", "POST"])
def page_add(request: HttpRequest, title: str) -> HttpResponseBase:
    """A line or paragraph for a page, without opening it."""
    if request.method == "POST" and not request.user.is_authenticated:
        return add_again(request, title, _("Your sign-in has expired."), status=401)
    return _add(request, title.replace("_", " ").strip())


@signed_in
def _add(request: EditorRequest, title: str) -> HttpResponse:
    if request.method == "GET":
        asked: dict[str, Any] = {"key": uuid4(), "place": Addition.Place.END, "gap": "paragraph"}
        section = asked_number(request, "section")
        page = _looked_at(request, title)
        asked |= {"may_create": True, "follows_redirect": True, **_watching(page)}
        form = AddForm(initial=asked)
        chosen = "" if section is None else str(section)
        form.offer_sections(_numbered(page.sections) if page else (), chosen=chosen)
        return _page(request, title, form, page=page)
    form = AddForm(request.POST)
    form.offer_sections(_sections(request, title))
    if not form.is_valid():
        return _page(request, title, form, status=422)
    addition = keep_addition(
        user=request.user, key=form.cleaned_data["key"], added=form.added(title)
    )
    if addition.text != form.cleaned_data["text"]:
        words = _("What you changed since the first try is kept under “Not added yet”.")
        messages.warning(request, words)
    try:
        addition = send_addition(addition, answer_of(request))
    except ADDING as error:
        return _not_added(request, form, addition, error)
    return redirect("addition", addition_id=addition.pk)


def _not_added(
    request: EditorRequest, form: AddForm, addition: Addition, error: Exception
) -> HttpResponse:
    """Why, and what it takes: an answer, or the same again."""
    trouble = explained(error, Kept.ADDITION)
    asked = asked_by(request, error)
    trouble = finished_elsewhere(trouble, asked)
    return _page(request, addition.title, form, addition, trouble=trouble, asked=asked)


def add_again(request: HttpRequest, title: str, reason: str, *, status: int) -> HttpResponse:
    """The form with what was posted in it, for somebody who has to sign in first."""
    form = AddForm(request.POST)
    form.offer_sections(())
    next_step = _("Your text is still here. Sign in in another tab, and press the button again.")
    trouble = Explanation(headline=reason, next_step=next_step, status=status)
    return _page(request, title, form, trouble=trouble)


def _looked_at(request: EditorRequest, title: str) -> PageToAddTo | None:
    """None where the wiki does not say: the form is there all the same."""
    try:
        return page_to_add_to(user=request.user, title=title)
    except WikiError:
        return None


def _sections(request: EditorRequest, title: str) -> tuple[tuple[str, str], ...]:
    """The numbered sections; where the wiki does not say, only the page is offered."""
    try:
        return _numbered(outline_of(user=request.user, title=title))
    except WikiError:
        return ()


def _numbered(outline: tuple[Section, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((entry.index, entry.heading) for entry in outline if entry.index.isdigit())


def _watching(page: PageToAddTo | None) -> dict[str, bool]:
    """The box as the editor would have it; where the wiki does not say, there is none."""
    is_watching = page.is_watching if page else None
    return {"is_watching": bool(is_watching), "offers_watching": is_watching is not None}


def _page(
    request: HttpRequest,
    title: str,
    form: AddForm,
    addition: Addition | None = None,
    *,
    page: PageToAddTo | None = None,
    trouble: Explanation | None = None,
    asked: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"title": title, "form": form, "addition": addition, "page": page}
    context |= {"trouble": trouble, **(asked or {})}
    status = trouble.status if trouble else status
    return render_page(request, TEMPLATE, context, status=status)
