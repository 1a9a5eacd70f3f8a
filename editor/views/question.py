"""What the wiki asks before it publishes, for a form that can answer it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editor.actions.captchas import CaptchaAnswer, captcha_picture, is_site_bound
from editor.actions.confirming import Confirmation
from editor.http import EditorRequest
from editor.views.explain import Explanation
from editor.views.wiki_html import has_words, sanitised
from editor.wiki import Captcha, CaptchaRequiredError, Picture


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


def finished_elsewhere(explanation: Explanation, asked: dict[str, Any]) -> Explanation:
    """Without the advice to answer, where the question cannot be answered here."""
    question = asked.get("question")
    if question is None or question.is_answerable:
        return explanation
    return replace(explanation, next_step=_("Your text is safe, and can be finished there."))


def answer_of(request: EditorRequest) -> CaptchaAnswer:
    return CaptchaAnswer(
        id=request.POST.get("captcha_id", ""), word=request.POST.get("captcha_word", "").strip()
    )


def confirmed_in(request: EditorRequest) -> frozenset[Confirmation]:
    """What was confirmed with this press of "Publish", or with an earlier one of the same edit."""
    return frozenset(one for one in Confirmation if request.POST.get(one) == "on")


def asked_by(request: EditorRequest, error: Exception) -> dict[str, Any]:
    """For a template: the question; or the answer to the last one, where something else was in the
    way. A wiki that warns first has not looked at the answer yet."""
    if isinstance(error, CaptchaRequiredError):
        return {"question": _question_of(request, error.captcha)}
    return {"carried": answer_of(request)}


def _question_of(request: EditorRequest, captcha: Captcha) -> Question:
    picture = captcha_picture(user=request.user, captcha=captcha)
    is_html = captcha.mime == "text/html"
    html = sanitised(captcha.question) if is_html else escape(captcha.question)
    # A formula may be a picture, of which nothing is left to show.
    can_be_seen = bool(picture) if captcha.type == "image" else has_words(html)
    return Question(
        id=captcha.id,
        html=html,
        picture=_address(picture) if picture else "",
        is_answerable=not is_site_bound(captcha) and can_be_seen,
        is_numeric=captcha.type in ("simple", "math"),
        is_again=bool(answer_of(request).id) and "captcha_carried" not in request.POST,
    )


def _address(picture: Picture) -> str:
    """In the page itself: the browser asks the wiki for nothing, and Galley keeps nothing."""
    return f"data:{picture.content_type};base64,{b64encode(picture.body).decode()}"
