"""Letting the wiki prepare a draft while its editor is still writing.

https://www.mediawiki.org/wiki/Edit_stash: a prepared text is fresh for 30 s whatever happens, then
for as long as the user's edit count stays; it ends after 300 s, and after 60 s with a signature.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from editor.actions.standing import check_standing
from editor.credentials import client_for
from editor.models import Draft, Stash, WikiCredential
from editor.wiki import (
    StashRequest,
    WikiError,
    WikiRejectedError,
    WikiUnavailableError,
    texthash,
)

ALWAYS_FRESH = timedelta(seconds=30)
LIFETIME = timedelta(seconds=300)
# How many prepared texts the wiki keeps of one user.
KEPT_BY_WIKI = 2
SIGNED_LIFETIME = timedelta(seconds=60)
# A stash this near its end is asked for anew.
MARGIN = timedelta(seconds=15)
# Longer than all may take that is done under it: a renewal waited for (75 s), a slot and the
# question whether the page may be edited (30 s), a token (25 s), and the stash (65 s). A process
# killed meanwhile keeps the draft unprepared this long.
LEASE = timedelta(seconds=200)


@dataclass(frozen=True, slots=True, kw_only=True)
class StashState:
    """How a draft stands with the wiki. `status` is the wiki's, an error's code, or "in-flight"."""

    status: str
    version: int
    fresh_until: datetime | None = None

    @property
    def is_ready(self) -> bool:
        return self.fresh_until is not None and timezone.now() < self.fresh_until


def stash_state(user: User, draft: Draft) -> StashState:
    """What is known without asking the wiki; what it has prepared for others is of no use."""
    stash = Stash.objects.filter(draft=draft, user=user).first()
    if stash is None or not _is_of(stash, draft):
        return StashState(status="", version=draft.version)
    return StashState(
        status=stash.status, version=draft.version, fresh_until=_fresh_until(draft, stash)
    )


def stash_draft(*, user: User, draft: Draft) -> StashState:
    """Ask the wiki to prepare the version the server holds, unless that is done or under way.

    A wiki that refuses costs nothing but speed, so its refusal is a state, not an error. Raises
    WikiAuthError and WikiUnavailableError.

    Where only the summary has changed, what is prepared holds, and the wiki is told the summary all
    the same: its filters look at it ahead of the publish.

    The wiki keeps two prepared texts of a user and drops the oldest for a third: only the draft in
    use is worth asking for, which is the browser's to know.
    """
    known = stash_state(user, draft)
    is_told = Stash.objects.filter(draft=draft, version=draft.version).exists()
    is_lasting = known.fresh_until is not None and known.fresh_until - timezone.now() > MARGIN
    if is_told and known.is_ready and is_lasting:
        return known
    stash = _take_lease(draft)
    if stash is None:
        return replace(known, status="in-flight")
    # Without an answer, nothing is known of this version: what was prepared before is of another.
    outcome: dict[str, Any] = {}
    answered = {"user": user, "version": draft.version, "base_revid": draft.base_revid}
    try:
        check_standing(user=user, draft=draft)
        outcome = answered | _ask(user, draft, stash)
    except WikiRejectedError as error:
        outcome = answered | _refused(error)
    except WikiUnavailableError as error:
        # The wiki is there, but something broke in it over this very text: it would again.
        if not error.code.startswith("internal_api_error_"):
            raise
        outcome = answered | _refused(error)
    finally:
        # Who has lost the lease (the draft was moved) knows of another text or title.
        own = Stash.objects.filter(pk=stash.pk, lease_until=stash.lease_until)
        is_own = own.update(lease_until=None, **outcome)
    if is_own and outcome.get("stashed_at"):
        _forget_dropped(user, draft, stash)
    return stash_state(user, draft)


def _ask(user: User, draft: Draft, stash: Stash) -> dict[str, Any]:
    section, text = _prepared(draft)
    text_hash = texthash(text)
    is_known = (stash.user_id, stash.text_hash) == (user.pk, text_hash)
    edit_count = (
        WikiCredential.objects.filter(user=user).values_list("edit_count", flat=True).first()
    )
    asked_at = timezone.now()
    result = client_for(user).stash(
        StashRequest(
            title=draft.title,
            text=text,
            # The wiki remembers a text for five minutes: then 40 bytes travel instead of it.
            text_hash=text_hash if is_known else "",
            baserevid=draft.base_revid or 0,
            section=section,
            section_title=draft.section_title if section == "new" else "",
            summary=draft.summary,
            content_model=draft.content_model,
            content_format=draft.content_format,
        )
    )
    return {
        "status": result.status.value,
        "text_hash": result.text_hash,
        "summary": draft.summary,
        "stashed_at": asked_at if result.is_stashed else None,
        "edit_count": edit_count,
    }


def _is_of(stash: Stash, draft: Draft) -> bool:
    """Whether it is the preparation of what the draft holds; the summary is no part of it."""
    if stash.version == draft.version:
        return True
    # Over a new section stands its heading, of which the hash does not tell.
    is_told_by_hash = draft.section != "new" and stash.text_hash != ""
    return is_told_by_hash and stash.text_hash == texthash(draft.text)


def _prepared(draft: Draft) -> tuple[str, str]:
    """The section and the text that make what the wiki will have to save.

    Of a page that is not there it prepares the text alone; saving puts the heading before it.
    """
    if draft.section != "new" or not draft.is_new_page:
        return draft.section, draft.text
    return "", draft.heading_to_add + draft.text


def _refused(error: WikiError) -> dict[str, Any]:
    return {"status": error.code or "refused", "stashed_at": None, "text_hash": ""}


def _forget_dropped(user: User, draft: Draft, before: Stash) -> None:
    """Say of no other draft that it is ready when the wiki has dropped what it had prepared.

    Of this draft the wiki may hold two texts: the one before, as long as it lives, and this. A new
    section may have another heading over the same text.
    """
    others = (
        Stash.objects.filter(user=user)
        .exclude(draft=draft)
        .exclude(stashed_at=None)
        .order_by("-stashed_at")
    )
    is_alive = (
        before.user_id == user.pk
        and before.stashed_at is not None
        and timezone.now() - before.stashed_at < LIFETIME
    )
    is_other = draft.section == "new" or before.text_hash != texthash(draft.text)
    has_other_text = is_alive and is_other
    kept = KEPT_BY_WIKI - (2 if has_other_text else 1)
    dropped = list(others.values_list("pk", flat=True)[kept:])
    Stash.objects.filter(pk__in=dropped).update(stashed_at=None)


def _take_lease(draft: Draft) -> Stash | None:
    """The draft's stash row, taken for one request; None while another one is in flight."""
    now = timezone.now()
    stash, _ = Stash.objects.get_or_create(draft=draft)
    free = Stash.objects.filter(Q(lease_until=None) | Q(lease_until__lt=now), pk=stash.pk)
    if not free.update(lease_until=now + LEASE):
        return None
    stash.lease_until = now + LEASE
    return stash


def _fresh_until(draft: Draft, stash: Stash) -> datetime | None:
    if stash.stashed_at is None or stash.base_revid != draft.base_revid:
        return None
    lifetime = SIGNED_LIFETIME if "~~~" in draft.text else LIFETIME
    count = WikiCredential.objects.filter(user=stash.user_id).values_list("edit_count", flat=True)
    has_edited = count.first() != stash.edit_count
    return stash.stashed_at + (ALWAYS_FRESH if has_edited else lifetime)
