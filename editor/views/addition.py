from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from editor.access import get_addition_for_user
from editor.actions.add import discard_addition, keep_addition
from editor.actions.addition_to_draft import move_to_draft
from editor.actions.save_draft import StaleDraftError
from editor.actions.settle_addition import settle_addition
from editor.forms import AddForm, add_form_of
from editor.http import EditorRequest, render_page
from editor.models import Addition
from editor.views.add_page import add_again, look_at, posted_title, render_add_page, sections_of
from editor.views.refusal import ADDING, explained, refused
from editor.views.sign_in import signed_in
from editor.views.words import Kept


@require_GET
@signed_in
def addition(request: EditorRequest, addition_id: int) -> HttpResponse:
    """What became of an addition: published, or its text in the form to try again."""
    kept = get_addition_for_user(request.user, addition_id)
    try:
        kept = settle_addition(kept)
    except ADDING as error:
        trouble = explained(error, Kept.ADDITION)
        return render_add_page(request, kept.title, add_form_of(kept), kept, trouble=trouble)
    if kept.state == Addition.State.PUBLISHED:
        return render_page(request, "addition.html", {"addition": kept})
    page = look_at(request, kept.title)
    form = add_form_of(kept, found_watching=page.is_watching if page else None)
    form.offer_sections(sections_of(page))
    return render_add_page(request, kept.title, form, kept, page=page)


@require_POST
def addition_edit(request: HttpRequest, addition_id: int) -> HttpResponseBase:
    """Go on with it, as it stands in the form now, in the editor or on the wiki's own page."""
    if not request.user.is_authenticated and (title := posted_title(request)):
        reason = _("Your sign-in has expired.")
        return add_again(request, title, reason, status=401, addition_id=addition_id)
    return _edit(request, addition_id=addition_id)


@signed_in
def _edit(request: EditorRequest, addition_id: int) -> HttpResponse:
    kept = get_addition_for_user(request.user, addition_id)
    form = AddForm(request.POST)
    form.offer_sections(())
    try:
        if form.is_valid():
            kept = keep_addition(
                user=request.user, key=form.cleaned_data["key"], added=form.added(kept.title)
            )
        draft = move_to_draft(kept)
    except (*ADDING, StaleDraftError) as error:
        again = reverse("addition", kwargs={"addition_id": kept.pk})
        return refused(request, kept.title, error, Kept.ADDITION, again_url=again)
    is_for_wiki = request.POST.get("then") == "on-wiki"
    return redirect("draft_on_wiki" if is_for_wiki else "draft_edit", draft_id=draft.pk)


@require_POST
@signed_in
def addition_discard(request: EditorRequest, addition_id: int) -> HttpResponse:
    discard_addition(get_addition_for_user(request.user, addition_id))
    return redirect("front")
