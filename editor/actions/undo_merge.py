"""Taking back a publish that the wiki merged, by lines, with edits that nobody had seen."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from editor.actions.attempt import begin_attempt, send
from editor.actions.collide import merge_for, open_collision, record_collision_with, theirs_of
from editor.actions.follow import follow_published
from editor.actions.newest import PlaceText, fetch_newest, fetch_revision
from editor.actions.rebase import move_back, put_back
from editor.actions.save_draft import StaleDraftError
from editor.actions.standing import check_standing, note_refused
from editor.credentials import client_for
from editor.models import ConflictSnapshot, Draft, PublishAttempt
from editor.wiki import EditRequest, WikiError, outgoing


class MergeOvertakenError(Exception):
    """The page has been edited since the merge: only a person can tell what to take back."""


def undo_wiki_merge(*, user: User, snapshot: ConflictSnapshot) -> PublishAttempt:
    """Put theirs back on the wiki. The editor's own text goes back into the draft, as a collision
    with theirs that has to be decided: nothing publishes it over them unseen.

    Raises MergeOvertakenError, AttemptUnderWayError, StaleDraftError and the errors of the wiki
    client. The draft is as it was then, unless nobody knows what the wiki did.
    """
    draft: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=snapshot.draft_id)
    draft = follow_published(user=user, draft=draft).draft
    client = client_for(user)
    newest = fetch_newest(client, draft)
    result = snapshot.result_text
    if result is None or outgoing(newest.text) != outgoing(result.content):
        raise MergeOvertakenError
    check_standing(user=user, draft=draft)
    summary = _("Undo the automatic merge in revision %(revid)s") % {"revid": newest.revid}
    text = snapshot.theirs_text.content
    earlier = open_collision(draft)
    with transaction.atomic():
        # What it puts on the wiki is not the draft's: there is nothing to follow.
        attempt = begin_attempt(
            user=user, draft=draft, text=text, summary=summary, is_of_draft=False
        )
        # Before the wiki is asked: on the merged base, theirs alone would be a newer version in
        # which the editor's words were deleted, and a draft with nothing typed would follow it.
        moved = _take_mine_back(draft, snapshot, result=result.content)
        collision = record_collision_with(
            user=user, draft=moved, base=snapshot.base_text, theirs=theirs_of(snapshot)
        )
    request = EditRequest(
        title=draft.title,
        text=text,
        section=newest.section,
        summary=summary,
        baserevid=newest.revid,
        nocreate=True,
    )
    try:
        attempt = send(client, attempt, request)
    except WikiError as error:
        note_refused(user=user, draft=draft, error=error)
        if not error.may_have_been_saved:
            _leave_merged(draft, moved, collision, earlier)
        raise
    if attempt.newrevid:
        theirs = fetch_revision(client, draft, attempt.newrevid)
        _meet(user, snapshot, theirs)
    else:
        _leave_merged(draft, moved, collision, earlier)
    return attempt


def _take_mine_back(draft: Draft, snapshot: ConflictSnapshot, *, result: str) -> Draft:
    """The text as it was sent, with what was typed since; on the base that it was written on."""
    mine, typed = snapshot.mine_text.content, draft.text
    if outgoing(typed) == outgoing(result):
        return move_back(draft=draft, snapshot=snapshot, text=mine)
    merged = merge_for(draft, result, typed, mine)
    return move_back(draft=draft, snapshot=snapshot, text=merged.text or typed)


def _meet(user: User, snapshot: ConflictSnapshot, theirs: PlaceText) -> None:
    """Let the collision be with the revision in which theirs stands now, if it still waits."""
    current: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=snapshot.draft_id)
    if open_collision(current):
        record_collision_with(user=user, draft=current, base=snapshot.base_text, theirs=theirs)


def _leave_merged(
    before: Draft, moved: Draft, collision: ConflictSnapshot, earlier: ConflictSnapshot | None
) -> None:
    """The wiki keeps the merge: so does the draft. Saved meanwhile, it goes on as it is."""
    try:
        with transaction.atomic():
            put_back(draft=moved, before=before)
            collisions = ConflictSnapshot.objects
            collisions.filter(pk=collision.pk).update(resolved_at=timezone.now())
            if earlier:
                collisions.filter(pk=earlier.pk).update(resolved_at=None)
    except StaleDraftError:
        return
