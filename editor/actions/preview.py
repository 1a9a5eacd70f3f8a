"""Looking at a draft before it is published."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.merge.differences import Difference, difference
from editor.models import Draft
from editor.wiki import Preview, outgoing


def preview_draft(*, user: User, draft: Draft) -> Preview:
    """What the wiki makes of the draft. Raises the errors of the wiki client."""
    return client_for(user).preview(
        draft.title,
        draft.text,
        section=draft.section,
        section_title=draft.section_title,
        summary=draft.summary,
        content_model=draft.content_model,
        skin=draft.wiki.site.skin,
    )


def changes_of(draft: Draft) -> Difference:
    """What publishing the draft would change, against the revision it is based on."""
    return difference(draft.base_text.content, draft.heading_to_add + outgoing(draft.text))
