"""When a page cannot be opened as it was asked for: why, and what can be done instead."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from editor.actions.add import AdditionUnderWayError
from editor.actions.edit_options import SummaryWantedError
from editor.actions.history import TextHiddenError
from editor.actions.notices import PageLog, page_log
from editor.actions.open_page import OpenedPage
from editor.actions.revert import NotRevertedError, Obstacle
from editor.actions.settle_addition import StillAddingError
from editor.credentials import current_wiki
from editor.http import EditorRequest, render_page
from editor.views.explain import Explanation, explain, explain_refusals
from editor.views.words import Kept
from editor.views.words.protection import protection_words
from editor.wiki import ApiMessage, PageForEditing, SectionMissingError, WikiError

# What may go wrong with an addition.
ADDING = (WikiError, AdditionUnderWayError, StillAddingError, SummaryWantedError)
# The wiki has no such page or revision.
NOWHERE = ("missingtitle", "nosuchpageid", "nosuchrevid")


def refused(
    request: EditorRequest,
    title: str,
    error: Exception,
    kept: Kept = Kept.NOTHING,
    *,
    again_url: str = "",
) -> HttpResponse:
    """`error` is one of EXPLAINED, or says why an old text cannot be shown or put back.

    `kept` is where the editor's own text is, if any is in question. `again_url` is where it may be
    tried again, for what was posted: a link asks, it does not post.
    """
    explanation = explained(error, kept)
    is_nowhere = isinstance(error, WikiError) and error.has_code(*NOWHERE)
    context = {
        "explanation": explanation,
        "title": title,
        "again_url": again_url or (request.get_full_path() if request.method == "GET" else ""),
        "is_section_missing": isinstance(error, SectionMissingError),
        "is_about_history": isinstance(error, NotRevertedError | TextHiddenError),
    }
    status = 404 if is_nowhere else explanation.status
    return render_page(request, "page_refused.html", context, status=status)


def source_page(request: EditorRequest, opened: OpenedPage) -> HttpResponse:
    """Why, since when and by whom, and the source to read and copy."""
    context = {"page": opened.page, **closed_context(request, opened.page, opened.reasons)}
    return render_page(request, "page_source.html", context, status=403)


def closed_context(
    request: EditorRequest,
    page: PageForEditing,
    reasons: tuple[ApiMessage, ...],
    kept: Kept = Kept.NOTHING,
) -> dict[str, Any]:
    """For `_closed.html`: what speaks against editing a page, and how it is protected."""
    return {
        "explanation": explain_refusals(reasons, kept) if reasons else None,
        "protection": protection_words(page.protection, current_wiki().site),
        "log": _log_or_none(request, page) if reasons else None,
    }


def _log_or_none(request: EditorRequest, page: PageForEditing) -> PageLog | None:
    try:
        return page_log(user=request.user, page=page)
    except WikiError:
        # Who and why would be good to know; the reasons are known without.
        return None


def explained(error: Exception, kept: Kept) -> Explanation:
    """In words, also for what is no error of a draft."""
    if isinstance(error, NotRevertedError):
        return _not_reverted(error)
    if isinstance(error, TextHiddenError):
        return Explanation(
            headline=_("The text of revision %(revid)s is hidden on the wiki.")
            % {"revid": error.revid},
            next_step=_("Choose another revision from the history of the page."),
            status=403,
        )
    if isinstance(error, AdditionUnderWayError):
        return Explanation(
            headline=_("This is being added already."),
            next_step=_("Wait for the answer before you try again; your text is kept."),
        )
    if isinstance(error, StillAddingError):
        return Explanation(
            headline=_("The wiki's answer got lost, so nobody knows yet whether it was added."),
            next_step=_(
                "Your text is kept. Galley looks for it on the wiki before anything is sent again. "
                "Try again in %(seconds)s seconds to check."
            )
            % {"seconds": error.seconds_left},
        )
    return explain(error, kept)


def _not_reverted(error: NotRevertedError) -> Explanation:
    headlines = {
        Obstacle.NO_SUCH_REVISION: _("Revision %(revid)s is not there, or is hidden."),
        Obstacle.WRONG_PAGE: _("Revision %(revid)s belongs to another page."),
        Obstacle.FIRST_REVISION: _("The first revision of a page cannot be undone."),
        Obstacle.WRONG_ORDER: _("The revision to go back to is newer than the one to undo."),
        Obstacle.OTHER_MODEL: _("The page was of another kind then, so this cannot be undone."),
        Obstacle.NOTHING_TO_UNDO: _("There is nothing to undo: later edits took it back already."),
    }
    return Explanation(
        headline=headlines[error.obstacle] % {"revid": error.revid},
        next_step=_("No draft has been changed. Choose a revision from the history of the page."),
        status=404 if error.obstacle == Obstacle.NO_SUCH_REVISION else 409,
        codes=(error.obstacle.value,),
    )
