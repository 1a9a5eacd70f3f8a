from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from editor.access import get_addition_for_user
from editor.actions.add import discard_addition, keep_addition
from editor.actions.addition_to_draft import move_to_draft
from editor.actions.save_draft import StaleDraftError
from editor.actions.settle_addition import settle_addition
from editor.forms import AddForm, add_form_of
from editor.http import EditorRequest, render_page
from editor.models import Addition
from editor.views.refusal import ADDING, explained, refused
from editor.views.sign_in import signed_in
from editor.views.words import Kept


@require_GET
@signed_in
def addition(request: EditorRequest, addition_id: int) -> HttpResponse:
    """What became of an addition: published, or its text in the form to try again."""
    kept = get_addition_for_user(request.user, addition_id)
    trouble = None
    try:
        kept = settle_addition(kept)
    except ADDING as error:
        trouble = explained(error, Kept.ADDITION)
    if kept.state == Addition.State.PUBLISHED:
        return render_page(request, "addition.html", {"addition": kept})
    context = {"title": kept.title, "form": add_form_of(kept), "trouble": trouble}
    return render_page(request, "page_add.html", context | {"addition": kept})


@require_POST
@signed_in
def addition_edit(request: EditorRequest, addition_id: int) -> HttpResponse:
    """Go on with it, as it stands in the form now, in the editor or on the wiki's own page."""
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
        return refused(request, kept.title, error, Kept.ADDITION)
    is_for_wiki = request.POST.get("then") == "on-wiki"
    return redirect("draft_on_wiki" if is_for_wiki else "draft_edit", draft_id=draft.pk)


@require_POST
@signed_in
def addition_discard(request: EditorRequest, addition_id: int) -> HttpResponse:
    discard_addition(get_addition_for_user(request.user, addition_id))
    return redirect("front")
