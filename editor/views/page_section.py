from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from editor.actions.headings import heading_of, plain_heading
from editor.actions.outline import sections_called
from editor.http import EditorRequest, render_page
from editor.views.draft_outline import outline_entry
from editor.views.page_open import edit_address
from editor.views.refusal import refused
from editor.wiki import PageAddress, PageForEditing, WikiError, incoming


def moved_section(
    request: EditorRequest, address: PageAddress, page: PageForEditing | None = None
) -> HttpResponse | None:
    """Where the section of the address's heading is now, or the question which one is meant; None
    when it is where the address says."""
    heading = request.GET.get("heading", "")
    if not heading or (page and _is_called(page, heading)):
        return None
    title = page.title if page else address.title
    try:
        found, outline = sections_called(user=request.user, title=title, heading=heading)
    except WikiError as error:
        return refused(request, title, error)
    if address.section in [section.index for section in found]:
        return None
    if len(found) == 1:
        return redirect(edit_address(PageAddress(title=title, section=found[0].index)))
    entries = [outline_entry(title, section) for section in found or outline]
    context = {"title": title, "heading": heading, "entries": entries, "has_found": bool(found)}
    return render_page(request, "page_section.html", context, status=409)


def _is_called(page: PageForEditing, heading: str) -> bool:
    return plain_heading(heading_of(page.section, incoming(page.text or ""))) == heading
