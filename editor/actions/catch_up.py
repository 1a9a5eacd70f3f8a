"""Following the wiki while a draft is open: newer revisions are merged in as they come.

A merge is made by itself once; taken back, it waits until it is asked for, or until the draft is
published.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from editor.actions.collide import merge_for, open_collision
from editor.actions.follow import is_being_published, is_unsettled
from editor.actions.newest import PlaceText
from editor.actions.onto_newest import CaughtUp, bring_onto_newest
from editor.actions.rebase import move_back
from editor.models import ConflictSnapshot, Draft


class MergeBuiltUponError(Exception):
    """What was typed, merged or published since stands on the merge: it cannot be taken back."""


def follows_wiki(draft: Draft) -> bool:
    """Whether newer revisions concern this draft now.

    A new section is added to whatever is there; what is just being published is followed first.
    """
    return not (draft.is_discarded or draft.section == "new" or is_unsettled(draft))


def catch_up(
    *, user: User, draft: Draft, newest: PlaceText | None = None, is_asked: bool = False
) -> CaughtUp:
    """The draft on the wiki's newest revision; as it was where something has to be decided first.

    `newest`: what the wiki has now, where that was just read. `is_asked`: a person wants it, also
    where the merge was taken back before. Raises what `bring_onto_newest` does.
    """
    if not follows_wiki(draft):
        return CaughtUp(draft=draft)
    collision = open_collision(draft)
    if collision is not None:
        return CaughtUp(draft=draft, collision=collision)
    if not is_asked and ConflictSnapshot.objects.declined_merge(draft):
        return CaughtUp(draft=draft)
    return bring_onto_newest(user=user, draft=draft, newest=newest)


def undo_catch_up(*, snapshot: ConflictSnapshot) -> Draft:
    """Take a merge back: the draft stands where it stood, with what was typed since on top.

    Raises MergeBuiltUponError, and StaleDraftError when the draft was saved meanwhile.
    """
    draft: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=snapshot.draft_id)
    result = snapshot.result_text
    if result is None or ConflictSnapshot.objects.standing_merge(draft) != snapshot:
        raise MergeBuiltUponError
    if is_being_published(draft) or draft.was_of_section(snapshot.mine_version):
        raise MergeBuiltUponError
    mine = snapshot.mine_text.content
    is_as_merged = draft.text == result.content
    text = mine if is_as_merged else merge_for(draft, result.content, draft.text, mine).text
    if text is None:
        raise MergeBuiltUponError
    with transaction.atomic():
        moved = move_back(draft=draft, snapshot=snapshot, text=text)
        # The draft is locked by now: a publish that began since it was read is seen here.
        if is_being_published(moved):
            raise MergeBuiltUponError
        ConflictSnapshot.objects.filter(pk=snapshot.pk).update(undone_at=timezone.now())
    return moved
