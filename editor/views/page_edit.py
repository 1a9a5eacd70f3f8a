from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from editor.access import get_draft_for_user, get_membership
from editor.actions.catch_up import catch_up
from editor.actions.follow import follow_published, is_unsettled
from editor.actions.newest import newest_of
from editor.actions.open_page import OpenedPage, find_widened, open_page, reopen_draft
from editor.actions.settle import settle_draft
from editor.credentials import wiki_username
from editor.http import EditorRequest, render_page
from editor.models import Draft
from editor.views.draft_changes import first_changes
from editor.views.draft_preview import first_preview
from editor.views.draft_reading import render_reading_page
from editor.views.draft_revert import put_back
from editor.views.edit_page import render_edit_page
from editor.views.explain import EXPLAINED, Explanation, explain
from editor.views.page_address import asked_address, asked_preset, asked_revert
from editor.views.page_redirect import follow_redirect
from editor.views.page_section import moved_section
from editor.views.refusal import refused, source_page
from editor.views.sign_in import save_typed, signed_in
from editor.wiki import SectionMissingError, WikiError


@require_GET
@signed_in
def page_edit(
    request: EditorRequest, title: str = "", pageid: int | None = None, revid: int | None = None
) -> HttpResponse:
    """Open a page or section of the wiki, or an old revision of it, or one without some edits."""
    address = asked_address(request, title, pageid)
    revert = asked_revert(request, revid)
    if revert:
        if revert.oldid and address.section:
            messages.info(
                request,
                _("Of an old revision the whole page opens: its sections may be other ones now."),
            )
        return put_back(request, address, revert)
    if address.title and request.GET.get("redirect") == "yes":
        return follow_redirect(request, address)
    try:
        opened = open_page(user=request.user, address=address, preset=asked_preset(request))
    except WikiError as error:
        moved = moved_section(request, address) if isinstance(error, SectionMissingError) else None
        return moved or refused(request, address.title, error)
    moved = moved_section(request, address, opened.page)
    if moved:
        return moved
    kept = opened.kept or find_widened(user=request.user, opened=opened)
    if kept:
        # It opens whatever the wiki says, and says it too.
        return redirect("draft_edit", draft_id=kept.pk)
    if opened.draft is None:
        return source_page(request, opened)
    if is_unsettled(opened.draft) or opened.draft.pen_id != request.user.pk:
        return redirect("draft_edit", draft_id=opened.draft.pk)
    draft, catching_up = _caught_up(request, opened, opened.draft)
    panel = first_changes(draft) or first_preview(request, draft)
    return render_edit_page(request, draft, opened=opened, panel=panel, catching_up=catching_up)


@require_GET
@signed_in
def draft_edit(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Go on with a draft, or read along while somebody else has the pen.

    It opens whatever the wiki says, or does not say.
    """
    notice = save_typed(request, draft_id)
    membership = get_membership(request.user, draft_id)
    draft = membership.draft
    if draft.is_discarded:
        context = {"draft": draft, "membership": membership, "owner": wiki_username(draft.owner)}
        return render_page(request, "draft_discarded.html", context)
    if not membership.holds_pen:
        return render_reading_page(request, membership, notice=notice)
    try:
        settle_draft(user=request.user, draft=draft)
        draft = follow_published(user=request.user, draft=draft).draft
        opened = reopen_draft(user=request.user, draft=draft)
    except EXPLAINED as error:
        return render_edit_page(request, draft, trouble=explain(error), notice=notice)
    draft, catching_up = _caught_up(request, opened, opened.draft or draft)
    panel = first_changes(draft)
    return render_edit_page(
        request, draft, opened=opened, panel=panel, notice=notice, catching_up=catching_up
    )


def _caught_up(
    request: EditorRequest, opened: OpenedPage, draft: Draft
) -> tuple[Draft, Explanation | None]:
    """The draft with what is newer merged into it; or as it was, and why."""
    if not opened.is_behind or (opened.fate and not opened.fate.is_replaced):
        return draft, None
    try:
        newest = newest_of(opened.page, draft)
        return catch_up(user=request.user, draft=draft, newest=newest).draft, None
    except EXPLAINED as error:
        return get_draft_for_user(request.user, draft.pk), explain(error)
