"""Whether the wiki would let somebody publish, asked before they try.

A blocked user's edit makes the wiki block the address it came from: Galley's own, and with it
everybody who writes through Galley. So none is ever sent, as far as that can be known: the wiki is
asked when a page is opened, about blocks as long as somebody looks at it, and ahead of publishing
where it refused before or was not asked for a while.
https://www.mediawiki.org/wiki/Autoblock
"""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.models import Draft, Presence, Standing, Wiki, WikiCredential
from editor.wiki import PageForEditing, WikiClient, WikiError, WikiRejectedError

# What the wiki has said counts for this time.
RENEWED_AFTER = timedelta(seconds=60)
# People who have a page open are asked about so often, and so many at once as the API takes.
HEARD_EVERY = timedelta(seconds=30)
MOST_PEOPLE = 50
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
        # Perhaps from this page alone, perhaps from all.
        Standing.objects.doubt([user])
        Standing.objects.note(user, draft, error.messages)


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
    blocked = client.users_blocked(list(people))
    Standing.objects.doubt([people[name] for name, is_so in blocked.items() if is_so])
    Standing.objects.note_unblocked([people[name] for name, is_so in blocked.items() if not is_so])


def _ask(user: User, draft: Draft) -> None:
    refusals = client_for(user).edit_refusals(draft.title)
    Standing.objects.note(user, draft, refusals)
    if refusals:
        raise WikiRejectedError("The wiki does not let this user edit this.", messages=refusals)
