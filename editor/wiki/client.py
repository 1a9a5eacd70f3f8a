"""The client for one user of one wiki. Cheap to make: one for each request of a browser."""

from __future__ import annotations

from editor.wiki.captchas import CaptchaReading
from editor.wiki.editing import Editing
from editor.wiki.history import HistoryReading
from editor.wiki.notices import NoticeReading
from editor.wiki.offers import OfferReading
from editor.wiki.pages import PageReading
from editor.wiki.parsing import Parsing
from editor.wiki.preloading import Preloading
from editor.wiki.revisions import RevisionReading
from editor.wiki.site import SiteReading
from editor.wiki.stashing import Stashing
from editor.wiki.uses import UseReading
from editor.wiki.watching import PageWatching
from editor.wiki.whereabouts import PageTracing


class WikiClient(
    SiteReading,
    PageReading,
    RevisionReading,
    HistoryReading,
    NoticeReading,
    PageTracing,
    PageWatching,
    CaptchaReading,
    OfferReading,
    Preloading,
    Parsing,
    UseReading,
    Stashing,
    Editing,
):
    """All that Galley asks of the wiki's API, as one user.

    Every call may raise WikiUnavailableError (WikiBusyError where Galley has no slot free),
    WikiAuthError, and WikiApiError; what else it raises is said with each method.
    """
