"""What all views share about requests and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import get_language_info
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from editor.credentials import wiki_username
from editor.models import Wiki

# No number that the database could not hold.
MOST_DIGITS = 10


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


class EditorRequest(HtmxRequest):
    """A request of somebody who is signed in."""

    user: User


def is_fragment(request: HttpRequest) -> bool:
    """Whether the browser will put the answer into the page it has.

    A boosted link and a restored history entry want a whole page.
    """
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    partial: str = "",
    status: int = 200,
    events: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page, or its named partial when a fragment was asked for.

    `events` are raised in the browser after the swap (HX-Trigger-After-Settle would come too late
    for the next keystroke, so they are raised before).
    """
    name = f"{template}#{partial}" if partial and is_fragment(request) else template
    response = render(request, name, dict(context), status=status)
    # "Back" must show the draft as it is, not a copy from before the last save.
    patch_cache_control(response, private=True, no_store=True)
    if is_fragment(request):
        # The script tells Galley's own answers from those of a proxy on the way by it.
        response["Galley-Fragment"] = partial or template.removesuffix(".html")
        if events:
            response["HX-Trigger"] = json.dumps(events)
    if partial:
        patch_vary_headers(response, ["HX-Request"])
    return response


def lead_to(request: HttpRequest, address: str) -> HttpResponse:
    """To another page, whether the browser waits for a page or for a fragment of the one it has."""
    return HttpResponseClientRedirect(address) if is_fragment(request) else redirect(address)


def posted_number(fields: QueryDict, name: str) -> int:
    """What a field says; -1, which nothing has, for what is no number."""
    value = fields.get(name, "")
    return int(value) if is_number(value) else -1


def posted_numbers(fields: QueryDict, name: str) -> list[int]:
    """All that a field says, but for what is no number."""
    return [int(value) for value in fields.getlist(name) if is_number(value)]


def is_number(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) < MOST_DIGITS


def to_status_line(response: HttpResponse) -> HttpResponse:
    """Let a fragment go to the editor's status line, wherever the one asked for belonged."""
    response["HX-Retarget"] = "#draft-status"
    response["HX-Reswap"] = "outerHTML"
    return response


def interface(request: HttpRequest) -> dict[str, Any]:
    """Context of every page."""
    wiki = Wiki.objects.current()
    language = getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    user = getattr(request, "user", None)
    return {
        "language": language,
        "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "wiki": wiki,
        "wiki_name": wiki.name if wiki else settings.WIKI_ORIGIN,
        "sign_in": settings.SIGN_IN,
        "username": wiki_username(user) if user and user.is_authenticated else "",
    }
