from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from editor.access import get_draft_to_read
from editor.actions.outline import outline_of
from editor.http import EditorRequest, is_fragment, render_page
from editor.models import Draft
from editor.views.page_open import edit_address
from editor.views.refusal import refused
from editor.views.sign_in import signed_in
from editor.views.words import Kept
from editor.wiki import PageAddress, Section, WikiError


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """A section as it is listed; without an address where it cannot be edited."""

    heading: str
    number: str
    level: int
    address: str
    is_here: bool
    # The page it comes from, when that is another one.
    template: str


@require_GET
@signed_in
def draft_outline(request: EditorRequest, draft_id: int) -> HttpResponse:
    """The sections of the page, each to be opened by itself; follows the form on its own."""
    draft = get_draft_to_read(request.user, draft_id)
    try:
        outline = outline_of(user=request.user, title=draft.title)
    except WikiError as error:
        if is_fragment(request):
            # The link that stands there until the outline comes stays.
            return HttpResponse(status=204)
        return refused(request, draft.title, error, Kept.DRAFT)
    entries = [outline_entry(draft.title, section, draft) for section in outline]
    context = {"draft": draft, "entries": entries}
    return render_page(request, "draft_outline.html", context, partial="outline")


def outline_entry(title: str, section: Section, draft: Draft | None = None) -> OutlineEntry:
    is_from_template = section.index.startswith("T-")
    page = section.from_title.replace("_", " ") if is_from_template else title
    number = section.index.removeprefix("T-")
    address = edit_address(PageAddress(title=page, section=number)) if number.isdigit() else ""
    if address and not is_from_template:
        # The number may be another section's by the time somebody follows this.
        address += "&" + urlencode({"heading": section.heading})
    return OutlineEntry(
        heading=section.heading,
        number=section.number,
        level=section.level,
        address=address,
        is_here=draft is not None and section.index == draft.section,
        template=page if is_from_template else "",
    )
