"""Who may read and write a draft: for its owner to decide, and for all in it to see."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from editor.access import get_draft_to_own, get_membership, get_share_to_own
from editor.actions.share_draft import (
    NoSuchPersonError,
    OwnDraftError,
    hand_over,
    say_whether_named,
    set_access,
    share_draft,
    share_with_team,
)
from editor.credentials import wiki_username
from editor.forms import AccessForm, ShareForm
from editor.http import EditorRequest, render_page
from editor.models import Access, DraftShare, Membership
from editor.views.pen import pen_of
from editor.views.sign_in import signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def draft_share(request: EditorRequest, draft_id: int) -> HttpResponse:
    """All who are in it; the owner lets somebody else in here."""
    if request.method == "GET":
        return _page(request, get_membership(request.user, draft_id), ShareForm())
    draft = get_draft_to_own(request.user, draft_id)
    form = ShareForm(request.POST)
    if form.is_valid():
        try:
            share_draft(draft=draft, **form.cleaned_data)
        except NoSuchPersonError as error:
            words = _(
                "Nobody called “%(name)s” has signed in to this Galley. Compare the name with the "
                "one on the wiki, or ask them to sign in here once."
            )
            form.add_error("name", words % {"name": error.name})
        except OwnDraftError:
            form.add_error("name", _("This is your own draft."))
        else:
            return redirect("draft_share", draft_id=draft_id)
    return _page(request, get_membership(request.user, draft_id), form, status=422)


@require_POST
@signed_in
def draft_share_team(request: EditorRequest, draft_id: int) -> HttpResponse:
    draft = get_draft_to_own(request.user, draft_id)
    form = AccessForm(request.POST)
    if form.is_valid():
        share_with_team(draft=draft, access=form.access_given())
    return redirect("draft_share", draft_id=draft_id)


@require_POST
@signed_in
def draft_share_change(request: EditorRequest, draft_id: int, share_id: int) -> HttpResponse:
    """Let somebody do more or less than before, or nothing any more."""
    share = get_share_to_own(request.user, draft_id, share_id)
    form = AccessForm(request.POST)
    if form.is_valid():
        set_access(draft=share.draft, user=share.user, access=form.access_given())
    return redirect("draft_share", draft_id=draft_id)


@require_POST
@signed_in
def draft_hand_over(request: EditorRequest, draft_id: int, share_id: int) -> HttpResponse:
    """Make somebody else the owner."""
    share = get_share_to_own(request.user, draft_id, share_id)
    name = wiki_username(share.user)
    if hand_over(draft=share.draft, to=share.user):
        words = _("This draft is %(name)s's now. You can still write in it.")
        messages.success(request, words % {"name": name})
    else:
        words = _("Not handed over: %(name)s has to be able to write in it first.")
        messages.error(request, words % {"name": name})
    return redirect("draft_share", draft_id=draft_id)


@require_POST
@signed_in
def draft_leave(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Leave somebody else's draft. What the team may do with it, one still may."""
    membership = get_membership(request.user, draft_id)
    if not membership.is_owner:
        set_access(draft=membership.draft, user=request.user, access=Access.NONE, is_leaving=True)
        messages.info(request, _("You have left “%(place)s”.") % {"place": membership.draft.place})
    return redirect("front")


@require_POST
@signed_in
def draft_naming(request: EditorRequest, draft_id: int) -> HttpResponse:
    """Whether one may be named in the summary when one's words are published."""
    membership = get_membership(request.user, draft_id)
    say_whether_named(membership=membership, is_named=request.POST.get("is_named") == "yes")
    to = "draft_share" if request.POST.get("from") == "share" else "draft_edit"
    return redirect(to, draft_id=draft_id)


def _page(
    request: EditorRequest, membership: Membership, form: ShareForm, *, status: int = 200
) -> HttpResponse:
    draft = membership.draft
    context = {
        "draft": draft,
        "membership": membership,
        "owner": wiki_username(draft.owner),
        "pen": pen_of(membership),
        "people": [
            {"share": share, "name": wiki_username(share.user), "is_me": share.user == request.user}
            for share in DraftShare.objects.guests_of(draft)
        ],
        "form": form,
    }
    return render_page(request, "draft_share.html", context, status=status)
