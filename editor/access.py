"""The only way a view obtains an object: whose it is, is asked here and nowhere else."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import Http404

from editor.models import Addition, ConflictSnapshot, Draft, DraftVersion, PublishAttempt


def get_draft_for_user(user: User, draft_id: int) -> Draft:
    """The user's own draft. Raises Http404 for everybody else's, as for one that is not there."""
    draft = (
        Draft.objects.filter(owner=user, pk=draft_id).select_related("wiki", "base_text").first()
    )
    if draft is None:
        raise Http404("no such draft")
    return draft


def get_light_draft_for_user(user: User, draft_id: int) -> Draft:
    """The user's own draft where only little of it is wanted, and often: its texts are not read
    before they are asked for. Raises Http404, for one that was discarded too."""
    draft: Draft | None = (
        Draft.objects.live()
        .filter(owner=user, pk=draft_id)
        .select_related("wiki", "base_text")
        .defer("text", "base_text__content")
        .first()
    )
    if draft is None:
        raise Http404("no such draft")
    return draft


def get_draft_of_form(draft_id: int) -> Draft:
    """The draft whose form somebody holds, signed in or not: the form's signed key is the proof.

    Good for leaving a text behind, never for reading one. Raises Http404.
    """
    draft = Draft.objects.filter(pk=draft_id).first()
    if draft is None:
        raise Http404("no such draft")
    return draft


def get_version_for_user(user: User, draft_id: int, version_id: int) -> DraftVersion:
    """A kept version of the user's own draft. Raises Http404."""
    version: DraftVersion | None = (
        DraftVersion.objects.filter(draft__owner=user, draft_id=draft_id, pk=version_id)
        .select_related("draft__wiki", "draft__base_text", "text")
        .first()
    )
    if version is None:
        raise Http404("no such version")
    return version


def get_snapshot_for_user(user: User, draft_id: int, snapshot_id: int) -> ConflictSnapshot:
    """A collision of the user's own draft. Raises Http404."""
    snapshot: ConflictSnapshot | None = (
        ConflictSnapshot.objects.filter(draft__owner=user, draft_id=draft_id, pk=snapshot_id)
        .select_related("draft__wiki", "base_text", "mine_text", "theirs_text", "result_text")
        .first()
    )
    if snapshot is None:
        raise Http404("no such collision")
    return snapshot


def get_attempt_for_user(user: User, attempt_id: int) -> PublishAttempt:
    """One of the user's own tries to publish. Raises Http404."""
    attempt: PublishAttempt | None = (
        PublishAttempt.objects.filter(author=user, draft__owner=user, pk=attempt_id)
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
