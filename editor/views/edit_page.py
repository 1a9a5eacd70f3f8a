"""The editing page, which many views answer with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse

from editor.actions.content_models import KNOWN, WITH_SECTIONS, is_code
from editor.actions.news import wiki_news
from editor.actions.open_page import OpenedPage
from editor.actions.presence import company
from editor.actions.stash_draft import stash_state
from editor.forms import DraftForm, form_of
from editor.http import EditorRequest, render_page
from editor.models import Draft, DraftRevert, DraftVersion, PageState
from editor.views.draft_notices import notices_url
from editor.views.edit_options import options_context
from editor.views.explain import Explanation, explain_refusals
from editor.views.page_address import target_of
from editor.views.pen import sharing_context
from editor.views.sign_in import draft_key
from editor.views.wiki_news import news_context
from editor.views.words import Kept
from editor.views.words.presence import presence_words
from editor.views.words.protection import protection_words
from editor.views.words.stash import stash_short, stash_words

TEMPLATE = "page_edit.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What stands beside the text on demand: one of preview, changes, published, trouble."""

    kind: str
    context: Mapping[str, Any]
    # What was confirmed on the way to it: the next "Publish" carries that, nobody is asked twice.
    confirmed: Sequence[str] = ()


def render_edit_page(
    request: EditorRequest,
    draft: Draft,
    *,
    opened: OpenedPage | None = None,
    form: DraftForm | None = None,
    panel: Panel | None = None,
    notice: str = "",
    saved_now: bool = False,
    trouble: Explanation | None = None,
    catching_up: Explanation | None = None,
    unsaved: Explanation | None = None,
    typed: DraftVersion | None = None,
    partial: str = "",
    status: int = 200,
    events: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """The page, whole or in part. It needs nothing from the wiki: `opened` only adds to it.

    `trouble` is anything that went wrong; `catching_up` is why what is newer on the wiki could not
    be merged; `unsaved` is why what was posted could not be saved, and `typed` where it is kept.
    """
    is_whole = not partial
    stash = stash_state(request.user, draft) if is_whole else None
    context = {
        "draft": draft,
        "form": (form or form_of(draft)) if is_whole else None,
        "key": draft_key(draft.pk) if is_whole else "",
        "page_url": draft.wiki.page_url(draft.title) if is_whole else "",
        "opened": opened,
        "refusal": explain_refusals(opened.reasons, Kept.DRAFT)
        if opened and opened.reasons
        else None,
        "protection": protection_words(opened.page.protection, draft.wiki.site) if opened else (),
        "panel": panel,
        "notice": notice,
        "saved_now": saved_now,
        "trouble": trouble,
        "catching_up": catching_up,
        "unsaved": unsaved,
        "typed": typed,
        "stash": stash,
        "stash_words": stash_words(stash.status) if stash else "",
        "stash_short": stash_short(stash.status) if stash else "",
        "revert": DraftRevert.objects.standing(draft) if is_whole else None,
        "presence": presence_words(company(user=request.user, draft=draft)) if is_whole else None,
        "has_sections": draft.content_model in WITH_SECTIONS and not draft.is_new_page,
        "is_code": is_code(draft.content_model, draft.content_format),
        "is_unknown_model": draft.content_model not in KNOWN,
        "redirect_target": _redirect_target(opened),
    }
    if is_whole:
        context |= options_context(request.user, draft, opened)
        context |= sharing_context(request.user, draft)
        context["notices_url"] = notices_url(request, draft, opened)
        context |= _news(request.user, draft, opened)
    return render_page(request, TEMPLATE, context, partial=partial, status=status, events=events)


def _news(user: User, draft: Draft, opened: OpenedPage | None) -> dict[str, Any]:
    news = wiki_news(user=user, draft=draft, state=PageState.objects.of(draft.wiki, draft.title))
    if opened and opened.fate:
        news = replace(news, fate=opened.fate)
    return news_context(draft, news)


def _redirect_target(opened: OpenedPage | None) -> str:
    # What stands there after a move is not the page of this draft.
    if opened is None or opened.fate or not opened.page.is_redirect:
        return ""
    return target_of(opened.page.text or "")
