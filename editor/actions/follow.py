"""After a publish: the draft moves onto the text as the wiki saved it.

The wiki rewrites signatures and substitutions while it saves, and may have merged other people's
edits. What was typed meanwhile is put on top of that, so that nothing is signed twice.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from editor.actions.collide import (
    merge_for,
    merge_of,
    record_collision_with,
    record_wiki_merge,
)
from editor.actions.content_models import unseen_text
from editor.actions.headings import heading_at, heading_of
from editor.actions.newest import TEXT_HIDDEN, PlaceText, fetch_revision
from editor.actions.rebase import rebase_draft, widen_draft
from editor.actions.rewriting import carry_over
from editor.actions.save_draft import StaleDraftError
from editor.actions.wider import Wider, meet_saved, merged_wider
from editor.credentials import client_for
from editor.models import ConflictSnapshot, Draft, PublishAttempt, Text
from editor.wiki import PageStateError, SectionMissingError, WikiClient, WikiRejectedError, incoming

# Autosaves may come in between; each makes the merge be done anew.
ROUNDS = 5


def unfollowed_attempt(draft: Draft) -> PublishAttempt | None:
    """The newest publish of this draft that it does not stand on yet."""
    if draft.state == Draft.State.DISCARDED:
        return None
    attempt: PublishAttempt | None = (
        draft.attempts.published()
        .filter(is_of_draft=True, is_followed=False, newrevid__gt=draft.base_revid or 0)
        .select_related("text")
        .order_by("-newrevid")
        .first()
    )
    return attempt


@dataclass(frozen=True, slots=True)
class Followed:
    """The draft where it stands now, and the merge that the wiki did by itself, if it did one."""

    draft: Draft
    wiki_merge: ConflictSnapshot | None = None


def is_being_published(draft: Draft) -> bool:
    """Whether a publish of this draft is under way, or to be looked up or followed."""
    return draft.attempts.live().exists() or unfollowed_attempt(draft) is not None


def is_unsettled(draft: Draft) -> bool:
    """Whether a publish of this draft is still to be looked up or followed."""
    return draft.attempts.to_settle().exists() or unfollowed_attempt(draft) is not None


def follow_published(*, user: User, draft: Draft, rounds: int = ROUNDS) -> Followed:
    """The draft on its own newest published revision; unchanged when it stands there already.

    What cannot be put on top by itself becomes a collision to decide on. Where somebody saves
    meanwhile, it is done anew with what they saved, `rounds` times. Raises the errors of the wiki
    client, and StaleDraftError when that was too often, or the draft has changed hands.
    """
    attempt = unfollowed_attempt(draft)
    if attempt is None or not attempt.newrevid:
        return Followed(draft)
    client = client_for(user)
    try:
        wider = _wider_merge(client, draft, attempt)
        place, sent = _widened(draft, attempt, wider) if wider else (draft, attempt)
        saved = saved_place(client, place, sent, attempt.newrevid)
    except WikiRejectedError as error:
        if not _is_out_of_sight(error):
            raise
        # Published without its heading, or deleted or hidden since: there is nothing to stand on.
        _close(attempt)
        return Followed(draft)
    wiki_merge = _kept_wiki_merge(user, client, place, sent, saved)
    for last_round in [False] * (rounds - 1) + [True]:
        try:
            draft = _moved_onto(user, client, draft, sent, saved, wider)
            break
        except StaleDraftError as error:
            if last_round or error.draft.is_discarded or error.draft.pen_id != draft.pen_id:
                raise
            draft = error.draft
            if unfollowed_attempt(draft) is None:
                # Another tab was quicker with the very same.
                break
    _close(attempt)
    return Followed(draft, wiki_merge)


def _close(attempt: PublishAttempt) -> None:
    attempt.is_followed = True
    attempt.save(update_fields=["is_followed"])


def _is_out_of_sight(error: WikiRejectedError) -> bool:
    """Whether it says that a text is not there, or not to be seen; nobody knows for how long."""
    return isinstance(error, PageStateError) or error.has_code("nosuchrevid", TEXT_HIDDEN)


def _kept_wiki_merge(
    user: User, client: WikiClient, draft: Draft, attempt: PublishAttempt, saved: PlaceText
) -> ConflictSnapshot | None:
    """The texts of the merge that the wiki made, if it made one and still shows what it merged."""
    if not (attempt.was_merged_by_wiki and attempt.oldrevid):
        return None
    try:
        theirs = fetch_revision(client, draft, attempt.oldrevid)
    except WikiRejectedError as error:
        if not _is_out_of_sight(error):
            raise
        # Hidden since. There is nothing to show, and the draft goes on from what was saved.
        return None
    return record_wiki_merge(user=user, draft=draft, attempt=attempt, theirs=theirs, saved=saved)


def _wider_merge(client: WikiClient, draft: Draft, attempt: PublishAttempt) -> Wider | None:
    """The texts that the wiki merged where somebody had divided the section just before."""
    if not (attempt.was_merged_by_wiki and attempt.oldrevid and attempt.section.isdigit()):
        return None
    try:
        return merged_wider(client, draft, sent=attempt.text.content, revid=attempt.oldrevid)
    except WikiRejectedError as error:
        if not _is_out_of_sight(error):
            raise
        return None


def _widened(draft: Draft, attempt: PublishAttempt, wider: Wider) -> tuple[Draft, PublishAttempt]:
    """The two as if the whole page had been written in, and sent."""
    place, sent = copy(draft), copy(attempt)
    place.section = sent.section = place.section_heading = ""
    place.base_text, sent.text = Text.objects.keep(wider.base), Text.objects.keep(wider.mine)
    return place, sent


def _moved_onto(
    user: User,
    client: WikiClient,
    draft: Draft,
    attempt: PublishAttempt,
    saved: PlaceText,
    wider: Wider | None,
) -> Draft:
    if wider is None:
        return _put_on_top(user, client, draft, attempt, saved)
    with transaction.atomic():
        # (Of the whole page, nothing more is asked of the wiki.)
        widened = widen_draft(draft=draft, wider=wider.holding(draft.text))
        return _put_on_top(user, client, widened, attempt, saved)


def _put_on_top(
    user: User, client: WikiClient, draft: Draft, attempt: PublishAttempt, saved: PlaceText
) -> Draft:
    sent, typed = attempt.text.content, draft.text
    page, wider = meet_saved(client, draft, sent=sent, saved=saved)
    if wider:
        # Sent with a heading of its own in it, the section is two, and both were written in since.
        with transaction.atomic():
            widened = widen_draft(draft=draft, wider=wider)
            return rebase_draft(draft=widened, onto=page, text=widened.text)
    if attempt.section == "new":
        heading = heading_at(saved.text)
        above = saved.text[: heading.end] + "\n\n" if heading else ""
        sent, typed = above + sent, above + typed
    text = carry_over(sent, typed, saved.text)
    if text is None:
        merged = merge_for(draft, sent, typed, saved.text)
        # With somebody else's edit in it, what both changed is shown before it is published.
        text = unseen_text(draft, merged) if attempt.was_merged_by_wiki else merged.text
    if text is None:
        # Merged at once: the line says whether there is anything to decide, or only to look at.
        merge_of(record_collision_with(user=user, draft=draft, base=attempt.text, theirs=saved))
        return draft
    return rebase_draft(draft=draft, onto=saved, text=text)


def saved_place(client: WikiClient, draft: Draft, attempt: PublishAttempt, revid: int) -> PlaceText:
    """What stands in a revision where the attempt put its text.

    Raises PageMissingError, SectionMissingError and the other errors of the wiki client.
    """
    if attempt.section == "new":
        return _added_section(client, attempt, revid)
    # The heading as it was sent: renaming the section is an edit like any other.
    sent = copy(draft)
    sent.section_heading = heading_of(attempt.section, attempt.text.content)
    return fetch_revision(client, sent, revid)


def _added_section(client: WikiClient, attempt: PublishAttempt, revid: int) -> PlaceText:
    """A new section stands behind all that were there, its own subsections behind it."""
    before = _section_numbers(client, attempt.oldrevid) if attempt.oldrevid else []
    numbers = _section_numbers(client, revid)
    if len(numbers) <= len(before):
        raise SectionMissingError("What was added has no heading, and is no section of its own.")
    section = numbers[len(before)]
    revision = client.revision(revid, section=section)
    return PlaceText(
        info=revision.info,
        page_id=revision.pageid,
        section=section,
        text=incoming(revision.text or ""),
    )


def _section_numbers(client: WikiClient, revid: int) -> list[str]:
    return [section.index for section in client.sections(revid=revid) if section.index.isdigit()]
