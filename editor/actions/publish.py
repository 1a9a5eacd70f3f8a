"""Publishing a draft: one request to the wiki, with a record of it before and after."""

from __future__ import annotations

from collections.abc import Set

from django.contrib.auth.models import User

from editor.actions.attempt import begin_attempt, send
from editor.actions.captchas import NO_ANSWER, CaptchaAnswer
from editor.actions.collide import open_collision
from editor.actions.confirming import (
    NOTHING_CONFIRMED,
    Confirmation,
    check_blank,
    check_self_redirect,
)
from editor.actions.content_models import check_content
from editor.actions.edit_options import check_summary, edit_options
from editor.actions.follow import follow_published
from editor.actions.form_offer import forget_refused
from editor.actions.onto_newest import CaughtUp, bring_onto_newest
from editor.actions.pressed import Pressed
from editor.actions.save_draft import StaleDraftError
from editor.actions.settle import settle_sent
from editor.actions.standing import check_standing, note_refused
from editor.credentials import client_for
from editor.models import (
    ConflictSnapshot,
    Draft,
    DraftRevert,
    PageState,
    PublishAttempt,
)
from editor.wiki import (
    EditConflictError,
    EditRequest,
    SectionMissingError,
    WikiError,
    WikiRejectedError,
    outgoing,
)

# What is newer on the wiki has made it another kind of page.
OTHER_MODEL = "contentmodel-mismatch"

# How often a text is merged and sent again by itself, the first time included.
ROUNDS = 3


class CollisionOpenError(Exception):
    """The draft has a collision to decide on first."""


class PageTooFastError(Exception):
    """Somebody else published on the page each time that it was tried."""


class TextTooLargeError(Exception):
    """The text is larger than the wiki takes; sizes in bytes of UTF-8."""

    def __init__(self, size: int, limit: int) -> None:
        super().__init__(f"{size} bytes, the wiki takes {limit}")
        self.size = size
        self.limit = limit


def publish_draft(
    *,
    user: User,
    draft: Draft,
    version: int,
    confirmed: Set[Confirmation] = NOTHING_CONFIRMED,
    answer: CaptchaAnswer = NO_ANSWER,
) -> PublishAttempt:
    """Publish exactly `version` of the draft, as `user`; the closed attempt comes back.

    What `user` saves meanwhile stays in the draft, unpublished.

    Where the draft has yet to follow an earlier publish, it does so first: its text is then put on
    top of what the wiki saved, as a version of its own. So it is with what is newer on the wiki, as
    long as nobody has to look at the merge; what somebody has to becomes a collision.

    Raises StaleDraftError (the draft has moved on), AttemptUnderWayError, CollisionOpenError,
    PageTooFastError, TextTooLargeError, TypedOverError; SummaryWantedError, BlankPageError and
    SelfRedirectError unless `confirmed`; and the errors of the wiki client. The draft has the same
    to say in all cases.
    """
    if draft.version != version:
        raise StaleDraftError(draft)
    # Before anything is asked: an empty page of JSON is a mistake, and nothing to confirm.
    check_content(draft)
    check_blank(draft, confirmed)
    check_self_redirect(draft, confirmed)
    if not confirmed & {Confirmation.NO_SUMMARY, Confirmation.RECREATE}:
        check_summary(user=user, draft=draft)
    settled = settle_sent(user=user, draft=draft)
    if settled and settled.newrevid and settled.version == version and settled.is_of_draft:
        # The answer was lost, not the edit: this very version is on the wiki already.
        return settled
    pressed = Pressed(user, draft, draft)
    # One try: what somebody else saves meanwhile was not in sight when "Publish" was pressed.
    pressed = pressed.moved(lambda seen: follow_published(user=user, draft=seen, rounds=1).draft)
    if open_collision(draft):
        raise CollisionOpenError
    if _is_known_behind(pressed.draft):
        pressed = _merged_unseen(pressed)
    recreate = Confirmation.RECREATE in confirmed
    for _ in range(ROUNDS):
        try:
            return _publish_once(pressed, recreate=recreate, answer=answer)
        except WikiRejectedError as error:
            if not _is_overtaken(error):
                raise
            before = pressed.draft
            pressed = _merged_unseen(pressed)
            if pressed.draft.base_revid == before.base_revid:
                # The wiki has nothing newer that could be the reason.
                raise
    raise PageTooFastError


def _is_overtaken(error: WikiRejectedError) -> bool:
    """Whether something newer on the wiki may be why it refused.

    It counts sections in the text as it is now: one that moved up has no number.
    """
    is_conflict = isinstance(error, EditConflictError | SectionMissingError)
    return is_conflict or error.has_code(OTHER_MODEL)


def _is_known_behind(draft: Draft) -> bool:
    """Whether there is something newer, as far as is known without asking."""
    if draft.section == "new":
        return False
    if ConflictSnapshot.objects.declined_merge(draft):
        return True
    state = PageState.objects.of(draft.wiki, draft.title)
    return state is not None and state.is_ahead_of(draft)


def _merged_unseen(pressed: Pressed) -> Pressed:
    """The same on the newest revision. Raises CollisionOpenError where somebody has to look."""

    def merged(seen: Draft) -> Draft:
        is_declined = ConflictSnapshot.objects.declined_merge(seen) is not None
        outcome: CaughtUp = bring_onto_newest(
            user=pressed.user, draft=seen, unseen=True, is_declined=is_declined
        )
        if outcome.collision:
            raise CollisionOpenError
        return outcome.draft

    return pressed.moved(merged)


def _publish_once(pressed: Pressed, *, recreate: bool, answer: CaptchaAnswer) -> PublishAttempt:
    user, draft = pressed.user, pressed.draft
    _check_size(draft)
    check_content(draft)
    check_standing(user=user, draft=draft)
    request = edit_request(draft, user=user, recreate=recreate, answer=answer)
    client = client_for(user)
    attempt = begin_attempt(
        user=user, draft=draft, text=draft.text, summary=draft.summary, seen=pressed.seen
    )
    try:
        return send(client, attempt, request)
    except WikiError as error:
        note_refused(user=user, draft=draft, error=error)
        forget_refused(draft=draft, error=error)
        raise


def edit_request(
    draft: Draft,
    *,
    user: User,
    recreate: bool = False,
    answer: CaptchaAnswer = NO_ANSWER,
) -> EditRequest:
    """What is asked of the wiki: this text, on this base, of a page in the state it was read in."""
    is_new_section = draft.section == "new"
    # There is nothing left to undo, and no other section: the draft's text becomes the page.
    undo = None if recreate else DraftRevert.objects.clean_undo(draft)
    section = "" if recreate and not is_new_section else draft.section
    return EditRequest(
        title=draft.title,
        # Asked to undo, the wiki makes the text itself, and it can only be this one.
        text=None if undo and undo.is_exact else draft.text,
        undo=undo.revid if undo else 0,
        undoafter=(undo.undoafter or 0) if undo else 0,
        section=section,
        # Empty rather than absent, or the wiki would take the summary for the heading.
        section_title=draft.section_title if is_new_section else None,
        summary=draft.summary,
        baserevid=draft.base_revid,
        starttimestamp=draft.start_timestamp,
        createonly=draft.is_new_page or recreate,
        nocreate=not (draft.is_new_page or recreate),
        recreate=recreate,
        captcha_id=answer.id,
        captcha_word=answer.word,
        **edit_options(user=user, draft=draft),
    )


def _check_size(draft: Draft) -> None:
    limit = draft.wiki.site.max_article_bytes
    size = len(outgoing(draft.text).encode())
    if size > limit:
        raise TextTooLargeError(size, limit)
