"""Taking back a publish that the wiki merged, by lines, with edits that nobody had seen."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from editor.actions.follow import follow_published
from editor.actions.newest import fetch_newest
from editor.actions.publish import publish_draft
from editor.actions.rebase import rebase_draft
from editor.credentials import client_for
from editor.models import ConflictSnapshot, Draft, DraftVersion, PublishAttempt
from editor.wiki import outgoing


class MergeOvertakenError(Exception):
    """The page has been edited since the merge: only a person can tell what to take back."""


def undo_wiki_merge(*, user: User, snapshot: ConflictSnapshot) -> PublishAttempt:
    """Put theirs back on the wiki, and the editor's own text back into the draft.

    Raises MergeOvertakenError, and what publishing raises.
    """
    draft: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=snapshot.draft_id)
    draft = follow_published(user=user, draft=draft).draft
    newest = fetch_newest(client_for(user), draft)
    result = snapshot.result_text
    if result is None or outgoing(newest.text) != outgoing(result.content):
        raise MergeOvertakenError
    DraftVersion.objects.keep(draft, DraftVersion.Reason.REBASE)
    summary = draft.summary
    draft = rebase_draft(draft=draft, onto=newest, text=snapshot.theirs_text.content)
    Draft.objects.filter(pk=draft.pk).update(
        summary=_("Undo the automatic merge in revision %(revid)s") % {"revid": newest.revid}
    )
    draft = Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)
    try:
        return publish_draft(user=user, draft=draft, version=draft.version)
    finally:
        _put_back(user, draft, snapshot.mine_text.content, summary)


def _put_back(user: User, draft: Draft, text: str, summary: str) -> None:
    """The editor's own text stands in the draft again, whatever came of the publish."""
    current: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=draft.pk)
    current = follow_published(user=user, draft=current).draft
    Draft.objects.filter(pk=current.pk).update(
        text=text, summary=summary, version=current.version + 1, state=Draft.State.EDITING
    )
