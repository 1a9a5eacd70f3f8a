"""What "Publish" was pressed on: it is published as it was then, while its writer types on.

The draft goes on by itself meanwhile, save by save. Where it has to be moved before it can be
published, it is moved with all that was typed, and what was pressed is moved along.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from dataclasses import fields as fields_of_class

from django.contrib.auth.models import User

from editor.actions.collide import merge_for
from editor.actions.content_models import unseen_text
from editor.actions.moved import as_held
from editor.actions.save_draft import (
    Change,
    DraftDiscardedError,
    DraftMovedError,
    Fields,
    PenElsewhereError,
    Saved,
    StaleDraftError,
    WholeTextNeededError,
    checksum,
    save_draft,
)
from editor.merge.splices import Splice, SpliceError, apply
from editor.models import Draft

# How often a move is tried anew because of what was saved during the try.
ROUNDS = 5


class TypedOverError(Exception):
    """What was typed since "Publish" was pressed is in the way of what came in from the wiki."""


def take_pressed(*, draft: Draft, author: User, change: Change, fields: Fields) -> Saved:
    """What "Publish" was pressed on; it is saved where that was not done before.

    A browser that had it acknowledged names the version only. Where its next save was quicker than
    this, it is asked for the text as it was. Raises what `save_draft` does.
    """
    if not change.is_acknowledged:
        return save_draft(draft=draft, author=author, change=change, fields=fields)
    if draft.is_discarded:
        raise DraftDiscardedError(draft)
    if draft.pen_id != author.pk:
        raise PenElsewhereError(draft)
    if change.version == draft.version and change.checksum == checksum(draft.text):
        return Saved(draft, draft.version, draft.saved_at)
    if change.text is None:
        if held := as_held(draft, change.version):
            raise DraftMovedError(held, draft)
        raise WholeTextNeededError
    pressed = copy(draft)
    pressed.version, pressed.text = change.version, change.text
    for name, value in fields.columns().items():
        setattr(pressed, name, value)
    if not has_typed_on(author, pressed, draft):
        raise StaleDraftError(draft)
    return Saved(pressed, pressed.version, draft.saved_at)


def has_typed_on(author: User, before: Draft, now: Draft) -> bool:
    """Whether all that became of a draft since is that its author has saved more of it."""
    if now.is_discarded or now.pen_id != author.pk or now.version <= before.version:
        return False
    saves = now.saves.filter(version__gt=before.version, version__lte=now.version, author=author)
    steps = [Splice(save.start, save.removed, save.inserted) for save in saves.order_by("version")]
    if len(steps) != now.version - before.version:
        return False
    text = before.text
    try:
        for step in steps:
            text = apply(text, step)
    except SpliceError:
        return False
    return text == now.text


@dataclass(frozen=True, slots=True)
class Pressed:
    """`draft` has the text and the fields that are published; `seen` is how the draft itself stood
    when it was looked at last. They are one until somebody types on."""

    user: User
    draft: Draft
    seen: Draft

    def moved(self, move: Callable[[Draft], Draft]) -> Pressed:
        """The same after a move of the draft, which raises StaleDraftError where it came too late.

        Raises TypedOverError, and StaleDraftError where it was not its writer who was quicker.
        """
        before = self.seen
        for _ in range(ROUNDS):
            try:
                after = move(before)
            except StaleDraftError as error:
                if not has_typed_on(self.user, before, error.draft):
                    raise
                before = error.draft
            else:
                return self._along(before, after)
        raise TypedOverError

    def _along(self, before: Draft, after: Draft) -> Pressed:
        if before is self.draft:
            return Pressed(self.user, after, after)
        # What the move has changed, without what was typed since.
        merged = merge_for(after, before.text, self.draft.text, after.text)
        text = unseen_text(after, merged)
        if text is None:
            raise TypedOverError
        draft = copy(after)
        draft.text, draft.version = text, self.draft.version
        for field in fields_of_class(Fields):
            setattr(draft, field.name, getattr(self.draft, field.name))
        return Pressed(self.user, draft, after)
