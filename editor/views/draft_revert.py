from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from editor.access import get_draft_to_own
from editor.actions.revert import DraftInTheWayError, NotRevertedError, Revert, open_reverted
from editor.forms import RevertForm
from editor.http import EditorRequest, render_page
from editor.models import Draft
from editor.views.explain import EXPLAINED
from editor.views.refusal import refused, source_page
from editor.views.sign_in import signed_in
from editor.views.words import Kept
from editor.wiki import PageAddress


@require_http_methods(["GET", "POST"])
@signed_in
def draft_revert(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Ask before an old text takes the place of an unpublished one, which is kept as a version."""
    draft = get_draft_to_own(request.user, draft_id)
    form = RevertForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid() or not form.revert().is_asked:
        return redirect("draft_edit", draft_id=draft.pk)
    if request.method == "GET":
        context = {"draft": draft, "revert": form.revert()}
        return render_page(request, "draft_revert.html", context)
    return put_back(
        request,
        PageAddress(title=draft.title),
        form.revert(),
        over_version=form.cleaned_data["version"],
        again_url=ask_address(draft, form.revert()),
    )


def put_back(
    request: EditorRequest,
    address: PageAddress,
    revert: Revert,
    *,
    over_version: int | None = None,
    again_url: str = "",
) -> HttpResponse:
    """Open a page with an old text in its draft; whatever stands in the way is said or asked."""
    try:
        opened = open_reverted(
            user=request.user, address=address, revert=revert, over_version=over_version
        )
    except DraftInTheWayError as error:
        return redirect(ask_address(error.draft, revert))
    except (NotRevertedError, *EXPLAINED) as error:
        kept = Kept.NOTHING if over_version is None else Kept.DRAFT
        return refused(request, address.title, error, kept, again_url=again_url)
    if opened.draft is None:
        return source_page(request, opened)
    return redirect("draft_edit", draft_id=opened.draft.pk)


def ask_address(draft: Draft, revert: Revert) -> str:
    asked = {"oldid": revert.oldid, "undo": revert.undo, "undoafter": revert.undoafter}
    query = urlencode({name: revid for name, revid in asked.items() if revid})
    return f"{reverse('draft_revert', kwargs={'draft_id': draft.pk})}?{query}"
