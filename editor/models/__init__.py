from __future__ import annotations

from editor.models.adding import Addition
from editor.models.collision import ConflictSnapshot
from editor.models.credential import WikiCredential
from editor.models.decision import Decision
from editor.models.draft import Draft, automatic_summary
from editor.models.draft_save import DraftSave
from editor.models.draft_version import DraftVersion
from editor.models.page_state import PageCheck, PageState
from editor.models.presence import Presence, Tier
from editor.models.profile import WikiProfile, profile_of
from editor.models.publishing import PublishAttempt
from editor.models.reverting import DraftRevert
from editor.models.sharing import Access, DraftShare, Membership
from editor.models.standing import Standing
from editor.models.stash import Stash
from editor.models.text import Text
from editor.models.wiki import ForeignWikiError, Wiki

__all__ = [
    "Access",
    "Addition",
    "ConflictSnapshot",
    "Decision",
    "Draft",
    "DraftRevert",
    "DraftSave",
    "DraftShare",
    "DraftVersion",
    "ForeignWikiError",
    "Membership",
    "PageCheck",
    "PageState",
    "Presence",
    "PublishAttempt",
    "Standing",
    "Stash",
    "Text",
    "Tier",
    "Wiki",
    "WikiCredential",
    "WikiProfile",
    "automatic_summary",
    "profile_of",
]
