"""A text that somebody whose sign-in has expired leaves with their draft, and goes on with later.

It is kept with the draft at once: whoever signs in next may be somebody else. Who holds the key of
a form need not be its owner any more, so what can be left without a sign-in is bounded; beyond the
bound the page still holds the text.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from editor.models import Draft, DraftVersion
from editor.wiki import incoming

# Of one draft, by people who are not signed in or may not write in it. No device has more tabs that
# expire in a day.
MOST_LEFT = 5
LEFT_WITHIN = timedelta(days=1)


class TextNotLeftError(Exception):
    """Too large, or one too many; nothing was kept."""


def leave_text(
    *, draft: Draft, text: str, version: int | None, may_write: bool
) -> DraftVersion | None:
    """Keep the text beside the draft, as typed on that version of it; None where it is the draft's
    own. Who may write in the draft may leave as much as they could save.

    Raises TextNotLeftError.
    """
    text = incoming(text)
    if text == draft.text:
        return None
    reason = DraftVersion.Reason.SIGNED_OUT
    if not may_write:
        if len(text.encode()) > draft.wiki.site.max_article_bytes:
            raise TextNotLeftError
        lately = timezone.now() - LEFT_WITHIN
        if draft.versions.filter(reason=reason, kept_at__gt=lately).count() >= MOST_LEFT:
            raise TextNotLeftError
    return DraftVersion.objects.keep(draft, reason, text=text, typed_on=version)
