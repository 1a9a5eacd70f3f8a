"""What the wiki wants an editor to read before writing."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.models import Draft
from editor.wiki import LogEntry, PageForEditing

# What a new section shows unless its link names another page.
NEW_SECTION_INTRO = "MediaWiki:Addsection-editintro"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLog:
    """Who deleted a page that is missing, and who protected one."""

    deletion: LogEntry | None
    protection: LogEntry | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notices(PageLog):
    """With the edit notices, as HTML that is not sanitised."""

    notices: tuple[str, ...]


def page_log(*, user: User, page: PageForEditing) -> PageLog:
    """Raises the errors of the wiki client."""
    client = client_for(user)
    return PageLog(
        deletion=client.deletion_log(page.title) if page.is_missing else None,
        protection=client.protection_log(page.title) if page.protection else None,
    )


def page_notices(
    *, user: User, draft: Draft, intro: str = "", is_protected: bool = False
) -> Notices:
    """Raises the errors of the wiki client."""
    client = client_for(user)
    intro = intro or (NEW_SECTION_INTRO if draft.section == "new" else "")
    return Notices(
        notices=client.notices(draft.title, draft.wiki.site, intro=intro),
        deletion=client.deletion_log(draft.title) if draft.is_new_page else None,
        protection=client.protection_log(draft.title) if is_protected else None,
    )
