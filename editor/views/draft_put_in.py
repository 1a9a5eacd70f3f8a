from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from editor.access import get_draft_to_write
from editor.actions.put_in import put_in
from editor.actions.save_draft import StaleDraftError
from editor.forms import PutInForm
from editor.http import EditorRequest, render_page
from editor.views.explain import explain
from editor.views.rebased import rebased
from editor.views.sign_in import signed_in


@require_POST
@signed_in
def draft_put_in(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Put a text that only this browser had into the draft; or keep it, to be compared."""
    draft = get_draft_to_write(request.user, draft_id)
    form = PutInForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    data = form.cleaned_data
    try:
        saved = put_in(
            draft=draft,
            author=request.user,
            version=data["version"],
            text=data["text"],
            # A tab that holds an older version could not show what came of it.
            base=form.base() if data["seen"] == draft.version else None,
            summary=data["summary"],
        )
    except StaleDraftError as error:
        context = {"draft": draft, "explanation": explain(error), "kept": error.kept}
        events = {"draft:put-in": {"fits": False}}
        return render_page(request, "draft_put_in.html", context, status=409, events=events)
    moved = rebased(draft, saved.draft) if saved.version != draft.version else None
    context = {"draft": draft, "rebased": moved}
    return render_page(
        request, "draft_put_in.html", context, events={"draft:put-in": {"fits": True}}
    )
