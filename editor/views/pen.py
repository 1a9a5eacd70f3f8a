"""How things stand with the pen of a draft, for the page of one who writes or reads in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from editor.actions.coauthors import answers_about_naming, credit_line
from editor.actions.pen import asker_of, is_free
from editor.actions.shared_drafts import shared_of_page
from editor.credentials import wiki_username
from editor.models import Draft, DraftShare, Membership


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Names are those on the wiki; an empty one is nobody."""

    holder: str
    is_mine: bool
    may_write: bool
    # Whether nobody has written for so long that it may be taken.
    is_free: bool
    asker: str
    has_asked: bool
    # "Not now" was the answer to a question that this page still shows.
    was_refused: bool


def pen_of(membership: Membership, *, was_asking: bool = False) -> Pen:
    draft = membership.draft
    asker = asker_of(draft)
    has_asked = asker is not None and asker.pk == membership.user.pk
    return Pen(
        holder=wiki_username(draft.writer),
        is_mine=membership.holds_pen,
        may_write=membership.may_write,
        is_free=is_free(draft),
        asker=wiki_username(asker) if asker else "",
        has_asked=has_asked,
        was_refused=was_asking and not has_asked and not membership.holds_pen,
    )


def sharing_context(user: User, draft: Draft) -> dict[str, Any]:
    """For the editing page: most drafts are nobody else's business, and need no more than that."""
    membership = DraftShare.objects.membership(user, draft)
    share = membership.share
    is_shared = bool(draft.team_access) or draft.shares.standing().exists()
    return {
        "pen": pen_of(membership),
        "membership": membership,
        "is_shared": is_shared,
        "share_words": _("Shared") if is_shared else _("Share"),
        "shared_here": shared_of_page(user, draft),
        "credit": credit_line(draft=draft, publisher=user),
        "naming": answers_about_naming(draft=draft, publisher=user),
        "asks_naming": is_shared and (share is None or share.is_named is None),
    }
