"""The first half of every post of the editing form: what was typed is saved, then the rest."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, Concatenate

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from editor.access import get_draft_to_write, refuse_discarded
from editor.actions.pressed import take_pressed
from editor.actions.save_draft import (
    DraftMovedError,
    Saved,
    StaleDraftError,
    WholeTextNeededError,
    checksum,
    save_draft,
)
from editor.forms import DraftForm
from editor.http import EditorRequest, is_fragment, render_page, to_status_line
from editor.models import Draft
from editor.views.edit_page import render_edit_page
from editor.views.explain import Explanation, explain
from editor.views.rebased import rebased
from editor.views.sign_in import View, signed_in

SavedView = Callable[Concatenate[EditorRequest, Saved, ...], HttpResponseBase]


def saves_draft(view: SavedView, save: Callable[..., Saved] = save_draft) -> View:
    """A view that is called with the draft as it was saved from the posted form."""

    @require_POST
    @signed_in
    @wraps(view)
    def saving(request: EditorRequest, draft_id: int, **kwargs: Any) -> HttpResponseBase:
        draft = get_draft_to_write(request.user, draft_id)
        form = DraftForm(request.POST)
        if not form.is_valid():
            return _invalid(request, draft, form)
        try:
            saved = save(
                draft=draft,
                author=request.user,
                change=form.change(),
                fields=form.fields_of_form(),
            )
        except DraftMovedError as error:
            return _moved(request, error)
        except WholeTextNeededError:
            return _whole_text_needed(request, draft)
        except StaleDraftError as error:
            return _stale(request, error, form)
        return view(request, saved, **kwargs)

    return saving


# The same for a view that publishes what was pressed on, whatever is saved meanwhile.
publishes_draft = partial(saves_draft, save=take_pressed)


def saved_event(saved: Saved) -> dict[str, Any]:
    """What the browser has to know: which version of which text the server holds."""
    return {
        "draft:saved": {"version": saved.version, "checksum": checksum(saved.draft.text)},
    }


def _invalid(request: EditorRequest, draft: Draft, form: DraftForm) -> HttpResponse:
    if not is_fragment(request):
        refuse_discarded(request.user, draft)
    unsaved = Explanation(
        headline=_("Not saved: the browser sent something that Galley cannot read."),
        next_step=_("Your text is still on this page. Copy it, reload the page, and paste it."),
        status=422,
    )
    return to_status_line(
        render_edit_page(
            request,
            draft,
            form=form,
            unsaved=unsaved,
            partial="draft-status" if is_fragment(request) else "",
            status=422,
        )
    )


def _whole_text_needed(request: EditorRequest, draft: Draft) -> HttpResponse:
    return HttpResponse(
        status=409,
        headers={
            "Galley-Fragment": "none",
            "HX-Reswap": "none",
            "HX-Trigger": '{"draft:whole-text-needed": {}}',
        },
    )


def _moved(request: EditorRequest, error: DraftMovedError) -> HttpResponse:
    """The browser puts in what the server has moved, and then saves what it has on top of it."""
    context = {"rebased": rebased(error.held, error.draft)}
    response = render_page(request, "_rebased.html", context, status=409)
    response["HX-Retarget"] = "#moved"
    response["HX-Reswap"] = "innerHTML"
    return response


def _stale(request: EditorRequest, error: StaleDraftError, form: DraftForm) -> HttpResponse:
    """The other text stands; what came is kept, and can be compared with it.

    Where no script runs, what was typed has left the page with the post: it is on the answer.
    """
    if not is_fragment(request):
        refuse_discarded(request.user, error.draft)
    return to_status_line(
        render_edit_page(
            request,
            error.draft,
            unsaved=explain(error),
            typed=error.kept,
            partial="draft-status" if is_fragment(request) else "",
            status=409,
            events={"draft:stale": {"version": error.draft.version}},
        )
    )
