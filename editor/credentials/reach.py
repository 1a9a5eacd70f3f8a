"""The way to the wiki, for this process."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from editor.models import Wiki
from editor.wiki import SiteInfo, Slots, WikiClient, WikiConnection, WikiUnavailableError


@cache
def connection() -> WikiConnection:
    """This process's pool of connections to the wiki."""
    return WikiConnection(
        settings.WIKI_API_URL,
        settings.WIKI_REST_URL,
        settings.USER_AGENT,
        Slots(settings.WIKI_SLOTS, settings.WIKI_QUEUE, patience_seconds=5),
    )


def site_reader() -> WikiClient:
    """A client for what anybody may ask the wiki."""
    return WikiClient(connection(), username="", auth=None)


def current_wiki() -> Wiki:
    """The wiki of the settings, as it described itself in the last hours.

    Raises WikiUnavailableError when it has never been reached and cannot be now.
    """
    wiki: Wiki | None = Wiki.objects.current()
    if wiki is not None and not wiki.is_stale:
        return wiki
    try:
        site: SiteInfo = site_reader().site_info()
    except WikiUnavailableError:
        if wiki is None:
            raise
        return wiki
    return Wiki.objects.learn(site)
