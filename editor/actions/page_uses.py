"""Which templates and hidden categories stand in what a draft is of."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.models import Draft
from editor.wiki import PageUses


def page_uses(*, user: User, draft: Draft) -> PageUses:
    """As the wiki has the page now, or the section as it was when the draft began; nothing for
    what is new. Raises the errors of the wiki client."""
    if draft.is_new_page or draft.section == "new":
        return PageUses(templates=(), hidden_categories=())
    return client_for(user).page_uses(draft.title, revid=draft.base_revid, section=draft.section)
