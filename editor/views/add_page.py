"""The form of "Quick add", which several views answer with."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from editor.actions.outline import outline_of
from editor.actions.page_to_add_to import PageToAddTo, page_to_add_to
from editor.forms import AddForm
from editor.http import EditorRequest, render_page
from editor.models import Addition, profile_of
from editor.views.explain import Explanation
from editor.views.refusal import closed_context
from editor.views.words import Kept
from editor.wiki import Section, WikiError


def render_add_page(
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
    """The form, with what is known of the page and what went wrong; hidden where the wiki does not
    let this user edit and nothing of theirs waits."""
    closed = _closed(request, page, addition) if page else None
    is_refused = bool(closed and closed["explanation"]) and addition is None
    context: dict[str, Any] = {
        "title": title,
        "form": form,
        "addition": addition,
        "addition_id": addition.pk if addition else None,
        "page": page,
        "closed": closed,
        "is_refused": is_refused,
        "trouble": trouble,
        "offers_minor": offers_minor(request, page),
    }
    status = trouble.status if trouble else 403 if is_refused else status
    return render_page(request, "page_add.html", context | (asked or {}), status=status)


def add_again(
    request: HttpRequest, title: str, reason: str, *, status: int, addition_id: int | None = None
) -> HttpResponse:
    """The form with what was posted in it, for somebody who has to sign in first."""
    form = AddForm(request.POST)
    form.offer_sections(())
    next_step = _("Your text is still here. Sign in in another tab, and press the button again.")
    trouble = Explanation(headline=reason, next_step=next_step, status=status)
    asked = {"addition_id": addition_id}
    return render_add_page(request, title, form, trouble=trouble, asked=asked)


def posted_title(request: HttpRequest) -> str:
    """The page that a form of "Quick add" says it is for."""
    return " ".join(request.POST.get("title", "").split())


def look_at(request: EditorRequest, title: str) -> PageToAddTo | None:
    """None where the wiki does not say: the form is there all the same."""
    try:
        return page_to_add_to(user=request.user, title=title)
    except WikiError:
        return None


def sections_now(request: EditorRequest, title: str) -> tuple[tuple[str, str], ...]:
    """What `offer_sections` takes; where the wiki does not say, only the page is offered."""
    try:
        return _numbered(outline_of(user=request.user, title=title))
    except WikiError:
        return ()


def sections_of(page: PageToAddTo | None) -> tuple[tuple[str, str], ...]:
    return _numbered(page.sections) if page else ()


def offers_minor(request: HttpRequest, page: PageToAddTo | None) -> bool:
    """The wiki knows no minor edit that makes a page."""
    if not request.user.is_authenticated:
        # What was ticked goes along.
        return True
    return profile_of(request.user).may("minoredit") and not (page and page.page.is_missing)


def _closed(request: HttpRequest, page: PageToAddTo, addition: Addition | None) -> dict[str, Any]:
    kept = Kept.ADDITION if addition else Kept.NOTHING
    # Only who is signed in has looked at the page.
    return closed_context(cast(EditorRequest, request), page.page, page.page.edit_errors, kept)


def _numbered(outline: tuple[Section, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((entry.index, entry.heading) for entry in outline if entry.index.isdigit())
