"""What the wiki wants an editor to read before writing."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.models import Draft
from editor.wiki import LogEntry


@dataclass(frozen=True, slots=True)
class Notices:
    """Edit notices as HTML, not sanitised; for a page that is not there, who deleted it and why."""

    notices: tuple[str, ...]
    deletion: LogEntry | None


def page_notices(*, user: User, draft: Draft) -> Notices:
    """Raises the errors of the wiki client."""
    client = client_for(user)
    return Notices(
        notices=client.notices(draft.title, draft.wiki.site),
        deletion=client.deletion_log(draft.title) if draft.is_new_page else None,
    )
