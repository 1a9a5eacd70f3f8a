from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from editor.actions.history import TextHiddenError, compare_revisions
from editor.actions.revert import NotRevertedError, Obstacle
from editor.credentials import current_wiki
from editor.forms import CompareForm
from editor.http import EditorRequest, render_page
from editor.views.refusal import refused
from editor.views.sign_in import signed_in
from editor.wiki import WikiError


@require_GET
@signed_in
def page_compare(request: EditorRequest) -> HttpResponse:
    """Two revisions beside each other, in Galley's own view of differences."""
    heading = _("Compare two revisions")
    form = CompareForm(request.GET)
    if not form.is_valid():
        return refused(request, heading, NotRevertedError(Obstacle.NO_SUCH_REVISION, 0))
    try:
        found = compare_revisions(
            user=request.user, one=form.cleaned_data["old"], other=form.cleaned_data["new"]
        )
    except (WikiError, TextHiddenError) as error:
        return refused(request, heading, error)
    wiki = current_wiki()
    context = {
        "comparison": found,
        "old_url": wiki.revision_url(found.old.info.revid),
        "new_url": wiki.revision_url(found.new.info.revid),
        "is_one_page": found.old.pageid == found.new.pageid,
    }
    return render_page(request, "page_compare.html", context)
