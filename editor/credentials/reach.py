"""The way to the wiki, for this process."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.conf import settings

from editor.models import Wiki
from editor.wiki import SiteInfo, Slots, WikiClient, WikiConnection, WikiError, WikiRejectedError


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


def current_wiki(member: Callable[[], WikiClient] | None = None) -> Wiki:
    """The wiki of the settings, as it described itself in the last hours.

    `member` is asked for where the wiki tells itself only to those who are signed in there.
    Raises WikiError when it has never described itself and does not now.
    """
    wiki: Wiki | None = Wiki.objects.current()
    if wiki is not None and not wiki.is_stale:
        return wiki
    try:
        return Wiki.objects.learn(_site_info(member))
    except WikiError:
        if wiki is None:
            raise
        return wiki


def _site_info(member: Callable[[], WikiClient] | None) -> SiteInfo:
    try:
        return site_reader().site_info()
    except WikiRejectedError as error:
        if member is None or not error.has_code("readapidenied"):
            raise
    return member().site_info()
