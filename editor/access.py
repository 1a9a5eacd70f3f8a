"""The only way a view obtains an object: what somebody is to it, is asked here and nowhere else.

A draft is its owner's, and may be shared. To read it one needs to be let in; to write in it, to
have the pen as well; what concerns the draft as a whole (sharing, discarding) is its owner's alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from editor.credentials import is_of_team
from editor.models import (
    Access,
    Addition,
    ConflictSnapshot,
    Draft,
    DraftShare,
    DraftVersion,
    Membership,
    PublishAttempt,
)


class Barrier(StrEnum):
    """What keeps somebody who knows a draft from what they asked for."""

    REVOKED = "revoked"
    LEFT = "left"
    READ_ONLY = "read-only"
    PEN_ELSEWHERE = "pen-elsewhere"
    NOT_OWNER = "not-owner"
    DISCARDED = "discarded"
    NOT_OF_TEAM = "not-of-team"


class BarredError(Exception):
    """Not for this user, or not now; `barrier` says why, which they may know."""

    def __init__(self, barrier: Barrier, draft: Draft) -> None:
        super().__init__(barrier)
        self.barrier = barrier
        self.draft = draft


def get_membership(user: User, draft_id: int) -> Membership:
    """A draft that the user may read at least, and what they are to it.

    Raises Http404 for everybody else's, as for one that is not there, and BarredError for one
    that they could read once.
    """
    return _membership(user, draft_id, _with_all())


def _with_all() -> QuerySet[Draft]:
    drafts: QuerySet[Draft] = Draft.objects.select_related(
        "wiki", "base_text", "owner__credential", "pen_holder__credential"
    )
    return drafts


def _light() -> QuerySet[Draft]:
    return _with_all().defer("text", "base_text__content")


def _membership(user: User, draft_id: int, drafts: QuerySet[Draft]) -> Membership:
    draft = drafts.filter(pk=draft_id).first()
    if draft is None:
        raise Http404("no such draft")
    membership: Membership = DraftShare.objects.membership(user, draft)
    if membership.may_read and not (membership.is_owner or is_of_team(user)):
        raise BarredError(Barrier.NOT_OF_TEAM, draft)
    if membership.may_read:
        return membership
    if membership.share and membership.share.ended_at:
        raise BarredError(Barrier.LEFT if membership.share.has_left else Barrier.REVOKED, draft)
    raise Http404("no such draft")


def get_draft_to_read(user: User, draft_id: int) -> Draft:
    """A draft that the user may read. Raises Http404 and BarredError."""
    return get_membership(user, draft_id).draft


def get_membership_to_read(user: User, draft_id: int) -> Membership:
    """A draft whose text the user may read now. Raises Http404 and BarredError."""
    membership = get_membership(user, draft_id)
    refuse_discarded(user, membership.draft)
    return membership


def refuse_discarded(user: User, draft: Draft) -> None:
    """What was discarded is its owner's alone. Raises BarredError."""
    if _is_put_away(user, draft):
        raise BarredError(Barrier.DISCARDED, draft)


def get_draft_to_write(user: User, draft_id: int) -> Draft:
    """One in which the user may write when they have the pen. Raises Http404 and BarredError."""
    return _writer(user, draft_id).draft


def get_draft_for_user(user: User, draft_id: int) -> Draft:
    """One in which it is the user's turn to write. Raises Http404 and BarredError."""
    membership = _writer(user, draft_id)
    if not membership.holds_pen:
        raise BarredError(Barrier.PEN_ELSEWHERE, membership.draft)
    return membership.draft


def get_draft_to_own(user: User, draft_id: int) -> Draft:
    """The user's own draft. Raises Http404 and BarredError."""
    membership = get_membership(user, draft_id)
    if not membership.is_owner:
        raise BarredError(Barrier.NOT_OWNER, membership.draft)
    return membership.draft


def get_share_to_own(user: User, draft_id: int, share_id: int) -> DraftShare:
    """Somebody's part in the user's own draft. Raises Http404 and BarredError."""
    draft = get_draft_to_own(user, draft_id)
    share: DraftShare | None = (
        draft.shares.standing().filter(pk=share_id).select_related("user__credential").first()
    )
    if share is None:
        raise Http404("no such share")
    share.draft = draft
    return share


def get_light_membership(user: User, draft_id: int) -> Membership:
    """A draft that the user may read, where only little of it is wanted, and often: its texts are
    not read before they are asked for.

    Raises Http404 and BarredError, for one that was discarded too.
    """
    membership = _membership(user, draft_id, _light())
    refuse_discarded(user, membership.draft)
    if membership.draft.is_discarded:
        raise Http404("no such draft")
    return membership


def get_draft_of_form(draft_id: int) -> Draft:
    """The draft whose form somebody holds, signed in or not: the form's signed key is the proof.

    Good for leaving a text behind, never for reading one. Raises Http404.
    """
    draft = Draft.objects.filter(pk=draft_id).select_related("wiki").first()
    if draft is None:
        raise Http404("no such draft")
    return draft


def may_read(user: User, draft_id: int) -> bool:
    """Whether this is the user's own draft, or one that they were let into."""
    found: bool = Draft.objects.of(user).filter(pk=draft_id).exists()
    return found


def may_write_in(user: User | AnonymousUser, draft: Draft) -> bool:
    """Whether this is somebody who writes in it when they have the pen."""
    if not user.is_authenticated:
        return False
    membership: Membership = DraftShare.objects.membership(user, draft)
    return membership.may_write and (membership.is_owner or is_of_team(user))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of a draft, as far as it is somebody's business."""

    draft: Draft
    versions: QuerySet[DraftVersion]
    snapshots: QuerySet[ConflictSnapshot]


def get_kept_for_user(user: User, draft_id: int) -> Kept:
    """All that is kept of a draft in which the user may write; of one that somebody else has
    discarded, what the user typed besides. Raises Http404 and BarredError."""
    membership = _writer(user, draft_id)
    draft, since = membership.draft, membership.since
    versions, snapshots = draft.versions.all(), draft.snapshots.all()
    if since is not None:
        versions = versions.filter(kept_at__gte=since)
        snapshots = snapshots.filter(created_at__gte=since)
    if _is_put_away(user, draft):
        versions, snapshots = versions.typed_aside_by(user), snapshots.none()
    return Kept(draft=draft, versions=versions, snapshots=snapshots)


def get_version_for_user(
    user: User, draft_id: int, version_id: int
) -> tuple[Membership, DraftVersion]:
    """A kept version, to somebody who may write. Raises Http404 and BarredError."""
    membership = _writer(user, draft_id)
    versions = DraftVersion.objects.filter(draft_id=draft_id, pk=version_id)
    if _is_put_away(user, membership.draft):
        versions = versions.typed_aside_by(user)
    version: DraftVersion | None = versions.select_related(
        "draft__wiki", "draft__base_text", "text"
    ).first()
    if version is None or _is_before(membership, version.kept_at):
        raise Http404("no such version")
    return membership, version


def get_snapshot_for_user(user: User, draft_id: int, snapshot_id: int) -> ConflictSnapshot:
    """A collision, to somebody who may write. Raises Http404 and BarredError."""
    membership = _writer(user, draft_id)
    snapshot: ConflictSnapshot | None = (
        ConflictSnapshot.objects.filter(draft_id=draft_id, pk=snapshot_id)
        .select_related("draft__wiki", "base_text", "mine_text", "theirs_text", "result_text")
        .first()
    )
    if snapshot is None or _is_before(membership, snapshot.created_at):
        raise Http404("no such collision")
    refuse_discarded(user, snapshot.draft)
    return snapshot


def snapshots_for_user(user: User, title: str = "") -> QuerySet[ConflictSnapshot]:
    """The collisions that `get_snapshot_for_user` finds for this user, of one page or of all."""
    shared = DraftShare.objects.filter(
        draft=OuterRef("draft"),
        user=user,
        access=Access.WRITE,
        created_at__lte=OuterRef("created_at"),
    )
    of_team = Q(draft__team_access=Access.WRITE, draft__team_since__lte=F("created_at"))
    own = Q(draft__owner=user)
    others = ~Q(draft__state=Draft.State.DISCARDED) & (of_team | Exists(shared))
    snapshots: QuerySet[ConflictSnapshot] = ConflictSnapshot.objects.filter(
        own | others if is_of_team(user) else own
    )
    return snapshots.filter(draft__title=title) if title else snapshots


def other_merges_for_user(user: User, snapshot: ConflictSnapshot) -> QuerySet[ConflictSnapshot]:
    """What else was merged into what the snapshot's draft holds, as far as the user may see it."""
    standing: QuerySet[ConflictSnapshot] = ConflictSnapshot.objects.standing_merges(snapshot.draft)
    seen = snapshots_for_user(user).filter(draft=snapshot.draft_id)
    return standing.filter(pk__in=seen.values("pk")).exclude(pk=snapshot.pk)


def get_attempt_for_user(user: User, attempt_id: int) -> PublishAttempt:
    """One of the user's own tries to publish, whoever's the draft is. Raises Http404."""
    attempt: PublishAttempt | None = (
        PublishAttempt.objects.filter(author=user, pk=attempt_id)
        .select_related("draft__wiki", "draft__base_text", "text")
        .first()
    )
    if attempt is None:
        raise Http404("no such publish")
    return attempt


def get_addition_for_user(user: User, addition_id: int) -> Addition:
    """One of the user's own additions. Raises Http404."""
    addition: Addition | None = (
        Addition.objects.filter(owner=user, pk=addition_id).select_related("wiki", "owner").first()
    )
    if addition is None:
        raise Http404("no such addition")
    return addition


def _writer(user: User, draft_id: int) -> Membership:
    membership = get_membership(user, draft_id)
    if not membership.may_write:
        raise BarredError(Barrier.READ_ONLY, membership.draft)
    return membership


def _is_put_away(user: User, draft: Draft) -> bool:
    """Whether somebody else has discarded it."""
    return draft.is_discarded and draft.owner_id != user.pk


def _is_before(membership: Membership, moment: datetime) -> bool:
    """Before it was shared: what the draft held then was not meant for others."""
    return membership.since is not None and moment < membership.since
