"""Taking back a publish that the wiki merged, by lines, with edits that nobody had seen."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from editor.actions.collide import record_collision_with
from editor.actions.follow import follow_published
from editor.actions.newest import PlaceText, fetch_newest, fetch_revision
from editor.actions.publish import begin_attempt, send
from editor.actions.rebase import move_back
from editor.credentials import client_for
from editor.merge import merge
from editor.models import ConflictSnapshot, Draft, PublishAttempt
from editor.wiki import EditRequest, WikiClient, outgoing


class MergeOvertakenError(Exception):
    """The page has been edited since the merge: only a person can tell what to take back."""


def undo_wiki_merge(*, user: User, snapshot: ConflictSnapshot) -> PublishAttempt:
    """Put theirs back on the wiki. The editor's own text goes back into the draft, as a collision
    with theirs that has to be decided: nothing publishes it over them unseen.

    Raises MergeOvertakenError, AttemptUnderWayError, StaleDraftError and the errors of the wiki
    client; the draft is as it was then.
    """
    draft: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=snapshot.draft_id)
    draft = follow_published(user=user, draft=draft).draft
    client = client_for(user)
    newest = fetch_newest(client, draft)
    result = snapshot.result_text
    if result is None or outgoing(newest.text) != outgoing(result.content):
        raise MergeOvertakenError
    attempt = _put_theirs_back(client, user, draft, newest, snapshot.theirs_text.content)
    if attempt.newrevid:
        theirs = fetch_revision(client, draft, attempt.newrevid)
        moved = _take_mine_back(draft, snapshot, typed=draft.text, result=result.content)
        record_collision_with(user=user, draft=moved, base=snapshot.base_text, theirs=theirs)
    return attempt


def _put_theirs_back(
    client: WikiClient, user: User, draft: Draft, newest: PlaceText, text: str
) -> PublishAttempt:
    summary = _("Undo the automatic merge in revision %(revid)s") % {"revid": newest.revid}
    # What it puts on the wiki is not the draft's: there is nothing to follow.
    attempt = begin_attempt(user=user, draft=draft, text=text, summary=summary, is_of_draft=False)
    request = EditRequest(
        title=draft.title,
        text=text,
        section=newest.section,
        summary=summary,
        baserevid=newest.revid,
        nocreate=True,
    )
    return send(client, attempt, request)


def _take_mine_back(draft: Draft, snapshot: ConflictSnapshot, *, typed: str, result: str) -> Draft:
    """The text as it was sent, with what was typed since; on the base that it was written on."""
    mine = snapshot.mine_text.content
    text = mine if outgoing(typed) == outgoing(result) else merge(result, typed, mine).text or typed
    return move_back(draft=draft, snapshot=snapshot, text=text)
