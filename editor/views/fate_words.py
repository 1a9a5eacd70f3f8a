"""What became of the page of a draft, in words, for somebody who comes back to it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from editor.actions.page_fate import PageFate, PageMovedError
from editor.views.explain import Explanation, explain
from editor.wiki import PageDeletedError


def explain_fate(fate: PageFate) -> Explanation:
    if fate.is_moved:
        return explain(PageMovedError(fate))
    if not fate.is_replaced:
        return explain(PageDeletedError("The page was deleted."))
    return Explanation(
        headline=_("This page was deleted, and created again since this draft began."),
        next_step=_(
            "Your text is safe in this draft. When you publish, Galley shows you both texts first."
        ),
    )
