"""When somebody knows a draft, but may not do this with it, or not now: why, in words."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from editor.access import BarredError, Barrier
from editor.credentials import wiki_username
from editor.http import is_fragment, render_page, to_status_line
from editor.models import Draft
from editor.views.explain import Explanation

# Where what was typed has no place in the draft any more.
ENDED = (Barrier.REVOKED, Barrier.LEFT, Barrier.READ_ONLY, Barrier.NOT_OF_TEAM)


class BarredMiddleware:
    """Answers for every view whose user was barred by `editor.access`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return barred(request, exception) if isinstance(exception, BarredError) else None


def barred(request: HttpRequest, error: BarredError) -> HttpResponse:
    """The text that was posted comes back on the page; the script keeps its own in the browser."""
    draft, barrier = error.draft, error.barrier
    context = {
        "draft": draft,
        "explanation": explain_barrier(barrier, draft),
        "may_look": barrier not in (Barrier.REVOKED, Barrier.LEFT, Barrier.NOT_OF_TEAM),
        "has_ended": barrier in ENDED,
        # A passage written by hand, at the desk, is typed as much as the text.
        "typed": request.POST.get("text") or request.POST.get("own", ""),
    }
    if is_fragment(request):
        events = {"draft:barred": {"has_ended": barrier in ENDED}}
        return to_status_line(
            render_page(request, "barred_status.html", context, status=403, events=events)
        )
    return render_page(request, "barred.html", context, status=403)


def explain_barrier(barrier: Barrier, draft: Draft) -> Explanation:
    owner, writer = wiki_username(draft.owner), wiki_username(draft.writer)
    match barrier:
        case Barrier.REVOKED:
            words = (
                _("%(name)s does not share this draft with you any more.") % {"name": owner},
                _("What you had saved stays in it. Ask %(name)s if you need it.") % {"name": owner},
            )
        case Barrier.LEFT:
            words = (
                _("You have left this draft."),
                _("%(name)s can let you in again.") % {"name": owner},
            )
        case Barrier.READ_ONLY:
            words = (
                _("%(name)s lets you read this draft, not write in it.") % {"name": owner},
                _("Ask %(name)s to let you write.") % {"name": owner},
            )
        case Barrier.PEN_ELSEWHERE:
            words = (
                _("%(name)s has the pen of this draft.") % {"name": writer},
                _("One writes at a time. Read along, and ask for the pen there."),
            )
        case Barrier.DISCARDED:
            words = (
                _("%(name)s has discarded this draft.") % {"name": owner},
                _("Its text is kept, and %(name)s can bring it back.") % {"name": owner},
            )
        case Barrier.NOT_OF_TEAM:
            words = (
                _("Other people's drafts are for those who may use this Galley now."),
                _("If you may, sign out and in again, so that the wiki can confirm it."),
            )
        case Barrier.NOT_OWNER:
            words = (
                _("This is for %(name)s to decide, whose draft it is.") % {"name": owner},
                _("Nothing has been changed."),
            )
    return Explanation(headline=words[0], next_step=words[1], status=403)
