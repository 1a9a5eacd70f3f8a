"""Somebody else's draft, or one's own while somebody else has the pen: the text as it is saved."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.access import get_membership_to_read
from editor.actions.content_models import is_code
from editor.actions.presence import company
from editor.actions.read_along import Step, steps_since
from editor.actions.save_draft import checksum
from editor.credentials import wiki_username
from editor.forms import ReadingForm
from editor.http import EditorRequest, is_fragment, render_page
from editor.models import Membership, profile_of
from editor.views.pen import pen_of
from editor.views.sign_in import signed_in
from editor.views.words.presence import presence_words

TEMPLATE = "draft_reading.html"


@require_GET
@signed_in
def draft_reading(request: EditorRequest, draft_id: int) -> HttpResponse:
    """What was saved since the version that a reader's page shows, piece by piece or whole."""
    membership = get_membership_to_read(request.user, draft_id)
    draft = membership.draft
    if not is_fragment(request):
        return render_reading_page(request, membership)
    form = ReadingForm(request.GET)
    shown = form.cleaned_data["version"] if form.is_valid() else None
    steps: list[Step] | None = None if shown is None else steps_since(membership, shown)
    context = {
        "draft": draft,
        "steps": steps,
        "is_whole": steps is None,
        "checksum": checksum(draft.text),
    }
    return render_page(request, TEMPLATE, context, partial="reading-steps")


def render_reading_page(
    request: EditorRequest, membership: Membership, *, notice: str = ""
) -> HttpResponse:
    """The page for somebody who does not have the pen. Nothing in it asks the wiki anything."""
    draft, share = membership.draft, membership.share
    context = {
        "draft": draft,
        "membership": membership,
        "owner": wiki_username(draft.owner),
        "pen": pen_of(membership),
        "asks_naming": membership.may_write and (share is None or share.is_named is None),
        "presence": presence_words(company(user=request.user, draft=draft)),
        "notice": notice,
        "page_url": draft.wiki.page_url(draft.title),
        "profile": profile_of(request.user),
        "is_code": is_code(draft.content_model, draft.content_format),
    }
    return render_page(request, TEMPLATE, context)
