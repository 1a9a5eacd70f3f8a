"""What the wiki offers around the form, learned once for all: no form waits for it."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.cache import cache
from django.utils.translation import get_language

from editor.credentials import client_for
from editor.models import Draft
from editor.wiki import FormOffer, WikiError

# A tag that is switched off meanwhile is refused by the wiki, in words, and then all is asked anew.
LIFETIME_SECONDS = 3600
_OF_TAGS = ("badtags", "taggingnotallowed", "tags-apply-no-permission")


def known_offer(draft: Draft) -> FormOffer | None:
    """Without asking the wiki; None until somebody's page has."""
    offer: FormOffer | None = cache.get(_key(draft))
    return offer


def form_offer(*, user: User, draft: Draft) -> FormOffer:
    """Raises the errors of the wiki client."""
    offer = known_offer(draft)
    if offer is None:
        offer = client_for(user).form_offer(draft.wiki.site)
        cache.set(_key(draft), offer, LIFETIME_SECONDS)
    return offer


def forget_refused(*, draft: Draft, error: WikiError) -> None:
    """What is known is wrong where the wiki refuses a tag that it offered."""
    if error.has_code(*_OF_TAGS):
        cache.delete(_key(draft))


def _key(draft: Draft) -> str:
    return f"form-offer:2:{draft.wiki_id}:{get_language()}"
