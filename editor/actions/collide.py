"""When the wiki's newest revision and a draft have both moved on from the base."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from editor.actions.content_models import is_code, unseen_text
from editor.actions.newest import PlaceText, fetch_newest
from editor.actions.rebase import rebase_draft, widen_draft
from editor.actions.rewriting import REWRITTEN, holds
from editor.actions.whose_edits import edits_between
from editor.actions.wider import meet_newest
from editor.credentials import client_for
from editor.merge import Merge, merge, merge_lines
from editor.merge.cards import cards_of, laid_out
from editor.merge.packing import packed, unpacked
from editor.merge.replacing import Replaced, ask_whole, replaced
from editor.models import ConflictSnapshot, Draft, DraftVersion, PublishAttempt, Text
from editor.wiki import RevisionInfo, outgoing
from editor.wiki.titles import namespace_of


def record_collision(
    *, user: User, draft: Draft, section: str = "", base: Text | None = None
) -> ConflictSnapshot:
    """Fetch what is on the wiki now and keep all the texts of the collision.

    Coming back to the same collision finds the same snapshot. Of several sections with the draft's
    heading, `section` says which is meant; `base` is another base than the draft's. Raises
    PageMissingError, SectionMissingError, SectionAmbiguousError, StaleDraftError (where the draft
    has to become one of the whole page), and the errors of the wiki client.
    """
    client = client_for(user)
    if base and base.pk != draft.base_text_id:
        # Merged from another base, it can only be put where that one was.
        newest, wider = fetch_newest(client, draft, section=section), None
    else:
        newest, wider = meet_newest(client, draft, section=section)
    edits = edits_between(client, draft, newest)
    DraftVersion.objects.keep(draft, DraftVersion.Reason.CONFLICT)
    with transaction.atomic():
        if wider:
            draft, base = widen_draft(draft=draft, wider=wider), None
        return _snapshot(user, draft, newest, base=base, edits=edits)


def record_collision_with(
    *,
    user: User,
    draft: Draft,
    base: Text,
    theirs: PlaceText,
    edits: list[dict[str, Any]] | None = None,
) -> ConflictSnapshot:
    """Keep a collision of the draft with a revision in hand, on another base than the draft's."""
    return _snapshot(user, draft, theirs, base=base, edits=edits)


def record_wiki_merge(
    *, user: User, draft: Draft, attempt: PublishAttempt, theirs: PlaceText, saved: PlaceText
) -> ConflictSnapshot:
    """Keep the texts of a merge that the wiki did by itself, by lines, unseen by anybody.

    Where the draft could not follow at the first try, they are kept already.
    """
    kept: ConflictSnapshot | None = ConflictSnapshot.objects.wiki_merge_of(attempt)
    if kept:
        return kept
    snapshot: ConflictSnapshot = ConflictSnapshot.objects.create(
        draft=draft,
        author=user,
        kind=ConflictSnapshot.Kind.WIKI_MERGE,
        base_text=draft.base_text,
        base_revid=attempt.base_revid,
        mine_text=attempt.text,
        mine_version=attempt.version,
        **theirs_columns(theirs),
        result_text=Text.objects.keep(saved.text),
        is_doubtful=not _is_merged_alike(draft, attempt.text.content, theirs.text, saved.text),
        resolved_at=timezone.now(),
    )
    return snapshot


def _is_merged_alike(draft: Draft, sent: str, theirs: str, saved: str) -> bool:
    """Whether the wiki came to what Galley would have published without asking anybody."""
    base = draft.base_text.content
    is_replaced = replaced(base, theirs) is not None
    merged = merge_for(draft, base, sent, theirs, is_replaced=is_replaced)
    text = unseen_text(draft, merged)
    if text is None:
        return False
    if REWRITTEN.search(sent):
        return holds(saved, text)
    return outgoing(text) == outgoing(saved)


def theirs_columns(theirs: PlaceText) -> dict[str, Any]:
    """What a snapshot keeps of the revision that mine met."""
    return {
        "theirs_text": Text.objects.keep(theirs.text),
        "theirs_revid": theirs.revid,
        "theirs_page_id": theirs.page_id or None,
        "theirs_section": theirs.section,
        "theirs_user": theirs.info.user,
        "theirs_comment": theirs.info.comment,
        "theirs_timestamp": theirs.info.timestamp,
    }


def open_collision(draft: Draft) -> ConflictSnapshot | None:
    """The collision that waits for a decision, if there is one."""
    snapshot: ConflictSnapshot | None = (
        draft.snapshots.filter(kind=ConflictSnapshot.Kind.CONFLICT, resolved_at=None)
        .select_related("draft__wiki", "base_text", "mine_text", "theirs_text")
        .order_by("-created_at", "-pk")
        .first()
    )
    return snapshot


def merge_of(snapshot: ConflictSnapshot) -> Merge:
    """What fits together and what must be asked: found once, and the same from then on."""
    base, mine, theirs = (
        text.content for text in (snapshot.base_text, snapshot.mine_text, snapshot.theirs_text)
    )
    if snapshot.merge is not None:
        return unpacked(snapshot.merge, base, mine, theirs)
    is_replaced = what_became_of_theirs(snapshot) is not None
    merged = merge_for(snapshot.draft, base, mine, theirs, is_replaced=is_replaced)
    keep_merge(snapshot, merged)
    return merged


def merge_for(
    draft: Draft, base: str, mine: str, theirs: str, *, is_replaced: bool = False
) -> Merge:
    """The merge of three texts as it suits what the draft's page is."""
    if is_replaced:
        return ask_whole(base, mine, theirs)
    if is_code(draft.content_model, draft.content_format):
        # Words of one line belong to a grammar that a merge by words would break.
        return merge_lines(base, mine, theirs)
    # Talk namespaces have the odd numbers: https://www.mediawiki.org/wiki/Manual:Namespace
    is_talk = namespace_of(draft.title, draft.wiki.site)[0].id % 2 == 1
    return merge(base, mine, theirs, talk=is_talk)


def keep_merge(snapshot: ConflictSnapshot, merged: Merge) -> None:
    """Keep what the merge found, and how much of it is to be decided."""
    snapshot.merge = packed(merged)
    snapshot.questions = sum(card.is_question for card in cards_of(laid_out(merged)))
    snapshot.save(update_fields=["merge", "questions"])


def what_became_of_theirs(snapshot: ConflictSnapshot) -> Replaced | None:
    """Whether theirs is no newer version of the text, but something else in its place."""
    if snapshot.theirs_model:
        return Replaced.OTHER_MODEL
    return replaced(snapshot.base_text.content, snapshot.theirs_text.content)


def renew_collision(*, user: User, draft: Draft, snapshot: ConflictSnapshot) -> ConflictSnapshot:
    """The open collision with what the draft has now as mine: something was typed since."""
    if draft.text == snapshot.mine_text.content:
        return snapshot
    DraftVersion.objects.keep(draft, DraftVersion.Reason.CONFLICT)
    return _snapshot(
        user, draft, theirs_of(snapshot), base=snapshot.base_text, edits=snapshot.taken_in
    )


def resolve_collision(*, snapshot: ConflictSnapshot, text: str, is_final: bool = False) -> Draft:
    """Put the decided text into the draft and let it stand on the revision it was merged with.

    `is_final`: it goes on from here as it is, so nothing is put on top that nobody was shown.

    Raises StaleDraftError when the draft was saved meanwhile, and TextMovedError when it was edited
    where it collided or near it, or anywhere if the text is final.
    """
    draft: Draft = Draft.objects.select_related("base_text", "wiki").get(pk=snapshot.draft_id)
    if draft.text != snapshot.mine_text.content:
        # Something was typed after the collision: it is merged on top where nobody has to look at
        # that, else asked about anew.
        again = merge_for(draft, snapshot.mine_text.content, draft.text, text)
        unseen = None if is_final else unseen_text(draft, again)
        if unseen is None:
            raise TextMovedError
        text = unseen
    draft = rebase_draft(draft=draft, onto=theirs_of(snapshot), text=text, is_by_hand=True)
    ConflictSnapshot.objects.filter(pk=snapshot.pk).update(
        result_text=Text.objects.keep(text), resolved_at=timezone.now()
    )
    return draft


def theirs_of(snapshot: ConflictSnapshot) -> PlaceText:
    """The revision that mine met, as it was kept."""
    return PlaceText(
        info=RevisionInfo(
            title=snapshot.draft.title,
            revid=snapshot.theirs_revid,
            timestamp=snapshot.theirs_timestamp,
            user=snapshot.theirs_user,
            comment=snapshot.theirs_comment,
        ),
        page_id=snapshot.theirs_page_id or 0,
        section=snapshot.theirs_section,
        text=snapshot.theirs_text.content,
        content_model=snapshot.theirs_model or snapshot.draft.content_model,
        content_format=snapshot.theirs_format,
    )


class TextMovedError(Exception):
    """The draft was edited after it collided, where the decision is about or close to it."""


def _snapshot(
    user: User,
    draft: Draft,
    newest: PlaceText,
    *,
    base: Text | None = None,
    edits: list[dict[str, Any]] | None = None,
) -> ConflictSnapshot:
    snapshot: ConflictSnapshot
    is_other_model = newest.content_model not in ("", draft.content_model)
    with transaction.atomic():
        # One at a time: the stash and the publish of one draft find the same collision at once.
        Draft.objects.select_for_update().filter(pk=draft.pk).values_list("pk").first()
        snapshot, _ = ConflictSnapshot.objects.get_or_create(
            draft=draft,
            kind=ConflictSnapshot.Kind.CONFLICT,
            resolved_at=None,
            base_revid=draft.base_revid,
            theirs_revid=newest.revid,
            mine_text=Text.objects.keep(draft.text),
            defaults={
                "author": user,
                "base_text": base or draft.base_text,
                "mine_version": draft.version,
                **theirs_columns(newest),
                "taken_in": edits or [],
                "theirs_model": newest.content_model if is_other_model else "",
                "theirs_format": newest.content_format if is_other_model else "",
            },
        )
        # An older collision is taken up in this one: its texts stay, it asks no more.
        draft.snapshots.filter(
            kind=ConflictSnapshot.Kind.CONFLICT, resolved_at=None, pk__lt=snapshot.pk
        ).update(resolved_at=timezone.now())
    return snapshot
