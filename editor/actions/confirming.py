"""What the wiki's own form asks about once before it saves; its API never does."""

from __future__ import annotations

import re
from collections.abc import Set
from enum import StrEnum

from editor.models import Draft
from editor.wiki import is_same_page, namespace_of, outgoing

# What makes a redirect of a page, in whatever language the wiki has its magic words.
REDIRECT = re.compile(r"\s*+#\w++\s*+:?\s*+\[\[")
_TARGET = re.compile(REDIRECT.pattern + r"\s*+:?([^\]|\n]++)")
_MEDIAWIKI = 8


class Confirmation(StrEnum):
    """What an editor has confirmed with this press of "Publish": each is the field that says so."""

    RECREATE = "recreate"
    NO_SUMMARY = "needs_no_summary"
    BLANK_PAGE = "creates_blank_page"
    SELF_REDIRECT = "redirects_to_itself"


NOTHING_CONFIRMED: Set[Confirmation] = frozenset()


class BlankPageError(Exception):
    """A page would be created with nothing on it."""


class SelfRedirectError(Exception):
    """The page would become a redirect to itself."""


def check_blank(draft: Draft, confirmed: Set[Confirmation]) -> None:
    """Raises BlankPageError. A page that is there may be blanked."""
    if Confirmation.BLANK_PAGE in confirmed or draft.section == "new":
        return
    is_created = draft.is_new_page or Confirmation.RECREATE in confirmed
    # A message of the interface has words without a page, and says nothing where it is blank.
    is_message = namespace_of(draft.title, draft.wiki.site)[0].id == _MEDIAWIKI
    if is_created and not is_message and not outgoing(draft.text):
        raise BlankPageError


def check_self_redirect(draft: Draft, confirmed: Set[Confirmation]) -> None:
    """Raises SelfRedirectError. One that is there already is no news."""
    if Confirmation.SELF_REDIRECT in confirmed or draft.content_model != "wikitext":
        return
    # Only the beginning of a page makes a redirect of it.
    begins_page = draft.section in ("", "0") or Confirmation.RECREATE in confirmed
    is_one_already = _leads_back(draft, draft.base_text.content)
    if begins_page and not is_one_already and _leads_back(draft, draft.text):
        raise SelfRedirectError


def _leads_back(draft: Draft, text: str) -> bool:
    target = _TARGET.match(text)
    return target is not None and is_same_page(target[1], draft.title, draft.wiki.site)
