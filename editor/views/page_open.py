from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from editor.actions.history import title_of_revision
from editor.actions.outline import sections_at
from editor.credentials import current_wiki
from editor.http import EditorRequest
from editor.views.page_address import asked_address, asked_number, preset_query
from editor.views.refusal import refused
from editor.views.sign_in import signed_in
from editor.wiki import (
    PageAddress,
    WikiError,
    behind_special_page,
    page_of_difference,
    query_of_address,
    title_from_address,
)


@require_GET
@signed_in
def page_open(request: EditorRequest) -> HttpResponse:
    """The title box: a title, or an address of the wiki, becomes the address of the page here."""
    typed = request.GET.get("title", "")
    try:
        address = title_from_address(typed, current_wiki().site)
    except WikiError as error:
        return refused(request, typed, error)
    is_whole = not (address.section or address.oldid or address.undo)
    if address.anchor and address.title and is_whole:
        address = _at_section(request, address)
    return _to_form(request, address, QueryDict(query_of_address(typed)))


def _at_section(request: EditorRequest, address: PageAddress) -> PageAddress:
    """The section that stands behind the "#"; the whole page, and why, where that is none or one
    of several."""
    try:
        found = sections_at(user=request.user, title=address.title, anchor=address.anchor)
    except WikiError:
        # Opening the page says what is wrong.
        return address
    if len(found) == 1:
        return replace(address, section=found[0].index)
    said = (
        _("Several sections of “{title}” are called “{section}”. This is the whole page.")
        if found
        else _("“{title}” has no section “{section}” of its own. This is the whole page.")
    )
    title, section = (
        format_html("<bdi>{}</bdi>", name) for name in (address.title, address.anchor)
    )
    messages.info(request, format_html(said, title=title, section=section))
    return address


@require_GET
@signed_in
def index_php(request: EditorRequest) -> HttpResponse:
    """The query string of the wiki's own link, with Galley's address in front of it."""
    address = replace(
        asked_address(request, request.GET.get("title", "")),
        oldid=asked_number(request, "oldid"),
        undo=asked_number(request, "undo"),
        undoafter=asked_number(request, "undoafter"),
    )
    if "diff" in request.GET:
        address = page_of_difference(address, request.GET["diff"])
    address = behind_special_page(address, current_wiki().site)
    return _to_form(request, address, request.GET)


def _to_form(request: EditorRequest, address: PageAddress, asked: QueryDict) -> HttpResponse:
    """To the form, with what the link asks it to begin with."""
    if not _is_place(address) and address.revid:
        try:
            title = title_of_revision(user=request.user, revid=address.revid)
        except WikiError as error:
            return refused(request, "", error)
        address = replace(address, title=title)
    if not _is_place(address):
        return redirect("front")
    path, preset = edit_address(address), preset_query(asked)
    return redirect(f"{path}{'&' if '?' in path else '?'}{preset}" if preset else path)


def edit_address(address: PageAddress) -> str:
    """Galley's own address of a page or section, or of an old text to put into it."""
    asked = {name: getattr(address, name) for name in ("section", "oldid", "undo", "undoafter")}
    query = urlencode({name: value for name, value in asked.items() if value})
    if address.title:
        path = reverse("page_edit", kwargs={"title": "TITLE"}).replace(
            "TITLE", quote(address.title.replace(" ", "_"), safe="/:,@!*()")
        )
    elif address.curid:
        path = reverse("page_edit_by_id", kwargs={"pageid": address.curid})
    else:
        path = reverse("page_edit_by_revision", kwargs={"revid": address.oldid})
    return f"{path}?{query}" if query else path


def _is_place(address: PageAddress) -> bool:
    return bool(address.title or address.curid or address.oldid)
