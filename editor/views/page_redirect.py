from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect

from editor.actions.redirects import redirect_target
from editor.http import EditorRequest
from editor.views.page_open import edit_address
from editor.views.refusal import refused
from editor.wiki import PageAddress, WikiError


def follow_redirect(request: EditorRequest, address: PageAddress) -> HttpResponse:
    """To the page a redirect leads to, which says from where one came; a page that is no redirect
    opens as it is."""
    try:
        target = redirect_target(user=request.user, title=address.title)
    except WikiError as error:
        return refused(request, address.title, error)
    if not target:
        return redirect(edit_address(address))
    came_from = urlencode({"redirected_from": address.title})
    return redirect(f"{edit_address(PageAddress(title=target))}?{came_from}")
