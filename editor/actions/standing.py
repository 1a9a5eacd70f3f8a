"""Whether the wiki would let somebody publish, asked before they try.

A blocked user's edit makes the wiki block the address it came from: Galley's own, and with it
everybody who writes through Galley. So none is ever sent, as far as that can be known: the wiki is
asked when a page is opened, while one writes, and ahead of publishing where it refused before or
was not asked for a while.
https://www.mediawiki.org/wiki/Autoblock
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.models import Draft, Standing
from editor.wiki import PageForEditing, WikiError, WikiRejectedError

# What the wiki has said counts for this time.
RENEWED_AFTER = timedelta(seconds=60)
BLOCKS = frozenset({"blocked", "autoblocked"})


def note_opened(*, user: User, draft: Draft | None, page: PageForEditing) -> None:
    """Remember what the wiki said when the page was opened."""
    if page.user.block and not page.user.block.is_partial:
        Standing.objects.note_block(user, "blocked")
    if draft is not None:
        Standing.objects.note(user, draft, page.edit_errors)


def note_refused(*, user: User, draft: Draft, error: WikiError) -> None:
    """Remember a block that came so late that only the wiki's refusal told of it."""
    if error.has_code(*BLOCKS):
        Standing.objects.note(user, draft, error.messages)


def check_standing(*, user: User, draft: Draft) -> None:
    """Ask the wiki first where it refused the last time, or that was a while ago; else nothing.

    Raises WikiRejectedError with the wiki's words, and the errors of the wiki client.
    """
    standing = Standing.objects.of(user, draft)
    if standing is not None and (standing.code or standing.is_older_than(RENEWED_AFTER)):
        _ask(user, draft)


def renew_standing(*, user: User, draft: Draft) -> None:
    """Ask the wiki again when it was asked a while ago, or refused. Raises as `check_standing`."""
    standing = Standing.objects.of(user, draft)
    if standing is None or standing.code or standing.is_older_than(RENEWED_AFTER):
        _ask(user, draft)


def _ask(user: User, draft: Draft) -> None:
    refusals = client_for(user).edit_refusals(draft.title)
    Standing.objects.note(user, draft, refusals)
    if refusals:
        raise WikiRejectedError("The wiki does not let this user edit this.", messages=refusals)
