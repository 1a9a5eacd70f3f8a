"""What a draft begins with: the wiki's text, or one prepared by a link, and the first options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from editor.models import Draft, WikiProfile, automatic_summary
from editor.wiki import PageForEditing, Preload, SiteInfo, WikiClient, incoming, preload_of

# The wiki cuts a summary at 500 code points. https://www.mediawiki.org/wiki/Help:Edit_summary
SUMMARY_LENGTH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """What a link to the edit form asks for besides the page.

    https://www.mediawiki.org/wiki/Manual:Parameters_to_index.php#Edit_and_submit
    """

    preload: str = ""
    preload_params: tuple[str, ...] = ()
    section_title: str = ""
    summary: str = ""
    is_minor: bool = False
    is_watching: bool = False

    def preload_for(self, title: str, section: str, site: SiteInfo) -> Preload:
        return preload_of(title, section, site, page=self.preload, params=self.preload_params)


def watches_if_saved(page: PageForEditing, profile: WikiProfile) -> bool:
    """Whether the wiki would have the page on the user's list after an edit of its own form."""
    is_wanted = profile.wants("watchcreations") if page.is_missing else False
    return page.is_watched or is_wanted or profile.wants("watchdefault")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beginning:
    """All that goes into the first state of a draft."""

    client: WikiClient
    page: PageForEditing
    profile: WikiProfile
    preset: Preset
    preload: Preload

    @property
    def is_new(self) -> bool:
        return self.page.is_missing or self.page.section == "new"

    def columns(self, heading: str) -> dict[str, Any]:
        """The columns of a draft in which nothing has been typed or chosen."""
        return {
            "text": self._prepared_text() if self.is_new else incoming(self.page.text or ""),
            "summary": (self.preset.summary or automatic_summary(heading))[:SUMMARY_LENGTH],
            "section_title": self.preset.section_title[:SUMMARY_LENGTH],
            **self.options(),
        }

    def options(self) -> dict[str, Any]:
        wants, may = self.profile.wants, self.profile.may
        is_minor = self.preset.is_minor or wants("minordefault")
        found_watching = watches_if_saved(self.page, self.profile)
        return {
            "is_minor": not self.is_new and may("minoredit") and is_minor,
            "is_bot": False,
            "is_watching": self.preset.is_watching or found_watching,
            "found_watching": found_watching,
            # Who may not see the watchlist gets every page shown as not watched: ticked or not, it
            # would say nothing, and publishing would take the page off the list.
            "watch_mode": Draft.WatchMode.AS_TICKED
            if may("viewmywatchlist")
            else Draft.WatchMode.PREFERENCES,
            "watch_expiry": "",
            "tags": [],
        }

    def _prepared_text(self) -> str:
        """The text that the link, the wiki or an extension provides."""
        page, preload = self.page, self.preload
        # Scripts and styles are never prepared by a link: one would be tricked into publishing
        # them. https://phabricator.wikimedia.org/T297725
        is_asked = preload.page and not preload.is_answered and page.content_model == "wikitext"
        if page.preload or not is_asked:
            return incoming(page.preload)
        return incoming(self.client.preload_text(preload))
