"""The panel that says why the wiki did not publish, with what the editor can do about it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.utils.html import escape
from django.utils.safestring import SafeString

from editor.actions.captchas import CaptchaAnswer, captcha_picture, is_site_bound
from editor.actions.page_fate import PageFate, PageMovedError, page_fate
from editor.http import EditorRequest, is_fragment
from editor.models import Draft
from editor.views.edit_page import Panel, render_edit_page
from editor.views.explain import explain, sanitised
from editor.wiki import (
    Captcha,
    CaptchaRequiredError,
    PageDeletedError,
    PageMissingError,
    Picture,
    WikiError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A captcha, made ready to be shown. `picture` is the address of an image."""

    id: str
    html: SafeString | str = ""
    picture: str = ""
    # Whether it can be answered in Galley; else it is finished on the wiki.
    is_answerable: bool
    is_numeric: bool = False
    # The answer that was given was not the right one.
    is_again: bool = False


def answer_of(request: EditorRequest) -> CaptchaAnswer:
    return CaptchaAnswer(
        id=request.POST.get("captcha_id", ""), word=request.POST.get("captcha_word", "").strip()
    )


def render_refusal(
    request: EditorRequest,
    draft: Draft,
    error: Exception,
    *,
    events: dict[str, Any] | None = None,
) -> HttpResponse:
    """The editing page with the panel, or the panel alone. `error` is one of EXPLAINED."""
    fate = None
    if isinstance(error, PageMissingError | PageDeletedError):
        fate = _fate_or_none(request.user, draft)
        if fate and fate.is_moved:
            error = PageMovedError(fate)
    elif isinstance(error, PageMovedError):
        fate = error.fate
    explanation = explain(error)
    context: dict[str, Any] = {"draft": draft, "explanation": explanation, "fate": fate}
    if isinstance(error, CaptchaRequiredError):
        context["question"] = _question(request, error.captcha)
    return render_edit_page(
        request,
        draft,
        panel=Panel(kind="trouble", context=context),
        partial="panel" if is_fragment(request) else "",
        status=200 if is_fragment(request) else explanation.status,
        events=(events or {}) | {"draft:refused": {}},
    )


def _fate_or_none(user: User, draft: Draft) -> PageFate | None:
    try:
        return page_fate(user=user, draft=draft)
    except WikiError:
        # Who and why would be good to know; that the page is gone is known without.
        return None


def _question(request: EditorRequest, captcha: Captcha) -> Question:
    picture = captcha_picture(user=request.user, captcha=captcha)
    is_html = captcha.mime == "text/html"
    return Question(
        id=captcha.id,
        html=sanitised(captcha.question) if is_html else escape(captcha.question),
        picture=_address(picture) if picture else "",
        is_answerable=not is_site_bound(captcha) and (captcha.type != "image" or bool(picture)),
        is_numeric=captcha.type in ("simple", "math"),
        is_again=bool(answer_of(request).id),
    )


def _address(picture: Picture) -> str:
    """In the page itself: the browser asks the wiki for nothing, and Galley keeps nothing."""
    return f"data:{picture.content_type};base64,{b64encode(picture.body).decode()}"
