"""Whether the wiki would let somebody publish, asked before they try.

A blocked user's edit makes the wiki block the address it came from: Galley's own, and with it
everybody who writes through Galley. So none is ever sent, as far as that can be known: the wiki is
asked when a page is opened, about blocks as long as somebody looks at it, and ahead of publishing
where it refused before or was not asked for a while.
https://www.mediawiki.org/wiki/Autoblock
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.models import Draft, Presence, Standing, Wiki, WikiCredential
from editor.wiki import ApiMessage, PageForEditing, WikiClient, WikiError, WikiRejectedError

# What the wiki has said counts for this time.
RENEWED_AFTER = timedelta(seconds=60)
# People who have a page open are asked about so often, and so many at once as the API takes.
HEARD_EVERY = timedelta(seconds=30)
# One place is for who asks.
MOST_PEOPLE = 49
# Of the address that the request comes from, which is Galley's.
OF_ADDRESS = "autoblocked"
BLOCKS = frozenset({"blocked", OF_ADDRESS})


def note_opened(*, user: User, draft: Draft | None, page: PageForEditing) -> None:
    """Remember what the wiki said when the page was opened."""
    if page.user.block and not page.user.block.is_partial:
        Standing.objects.note_block(user, "blocked")
    if draft is not None:
        _note(user, draft, page.edit_errors)


def note_refused(*, user: User, draft: Draft | None, error: WikiError) -> None:
    """Remember a block that came so late that only the wiki's refusal told of it."""
    if error.has_code(*BLOCKS):
        # Perhaps from this page alone, perhaps from all.
        Standing.objects.doubt([user])
        if draft is not None:
            Standing.objects.note(user, draft, error.messages)
        _doubt_behind_address(error.messages)


def check_standing(*, user: User, draft: Draft) -> None:
    """Ask the wiki first where it refused the last time, or was not asked lately; else nothing.

    Raises WikiRejectedError with the wiki's words, and the errors of the wiki client.
    """
    standing = Standing.objects.of(user, draft)
    if standing is None or standing.code or standing.is_older_than(RENEWED_AFTER):
        _ask(user, draft)


def hear_of_blocks(client: WikiClient, wiki: Wiki) -> None:
    """Ask about those who are here and were not asked about lately, all in one question.

    Raises the errors of the wiki client.
    """
    here = WikiCredential.objects.filter(
        wiki=wiki,
        user__in=Presence.objects.standing().values("user"),
        pk__in=Standing.objects.older_than(HEARD_EVERY).values("user__credential"),
    )
    people = {one.username: one.user for one in here.select_related("user")[:MOST_PEOPLE]}
    if not people:
        return
    now = client.blocks_now(list(people))
    heard = {people[name]: is_so for name, is_so in now.of_users.items() if name in people}
    Standing.objects.doubt([user for user, is_so in heard.items() if is_so])
    if now.of_address:
        Standing.objects.doubt_all()
    elif now.of_address is False:
        # Else an older word would seem fresh, and nobody would ask before they publish.
        Standing.objects.note_unblocked([user for user, is_so in heard.items() if not is_so])


def _ask(user: User, draft: Draft) -> None:
    refusals = client_for(user).edit_refusals(draft.title)
    _note(user, draft, refusals)
    if refusals:
        raise WikiRejectedError("The wiki does not let this user edit this.", messages=refusals)


def _note(user: User, draft: Draft, refusals: Sequence[ApiMessage]) -> None:
    Standing.objects.note(user, draft, refusals)
    _doubt_behind_address(refusals)


def _doubt_behind_address(refusals: Sequence[ApiMessage]) -> None:
    """A block of Galley's own address is everybody's."""
    if any(refusal.code == OF_ADDRESS for refusal in refusals):
        Standing.objects.doubt_all()
