from __future__ import annotations

from urllib.parse import quote, urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from editor.credentials import current_wiki
from editor.http import EditorRequest, render_page
from editor.views.explain import explain
from editor.views.sign_in import signed_in
from editor.wiki import PageAddress, WikiError, title_from_address


@require_GET
@signed_in
def page_open(request: EditorRequest) -> HttpResponse:
    """The title box: a title, or an address of the wiki, becomes the address of the page here."""
    try:
        address = title_from_address(request.GET.get("title", ""), current_wiki().site)
    except WikiError as error:
        explanation = explain(error)
        context = {"explanation": explanation, "title": request.GET.get("title", "")}
        return render_page(request, "page_refused.html", context, status=explanation.status)
    return redirect(edit_address(address)) if _is_place(address) else redirect("front")


@require_GET
@signed_in
def index_php(request: HttpRequest) -> HttpResponse:
    """The query string of the wiki's own edit link, with Galley's address in front of it."""
    curid = request.GET.get("curid", "")
    address = PageAddress(
        title=request.GET.get("title", "").replace("_", " ").strip(),
        section=request.GET.get("section", ""),
        curid=int(curid) if curid.isascii() and curid.isdigit() else None,
    )
    return redirect(edit_address(address)) if _is_place(address) else redirect("front")


def edit_address(address: PageAddress) -> str:
    """Galley's own address of a page or section."""
    query = {"section": address.section} if address.section else {}
    if not address.title and address.curid:
        return f"{reverse('page_edit_by_id', kwargs={'pageid': address.curid})}?{urlencode(query)}"
    path = reverse("page_edit", kwargs={"title": "TITLE"}).replace(
        "TITLE", quote(address.title.replace(" ", "_"), safe="/:,@!*()")
    )
    return f"{path}?{urlencode(query)}" if query else path


def _is_place(address: PageAddress) -> bool:
    return bool(address.title or address.curid)
