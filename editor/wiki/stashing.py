"""`action=stashedit`: the wiki parses the text before it is published."""

from __future__ import annotations

from typing import Any

from editor.wiki.answers import understood
from editor.wiki.connection import PARSE
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.errors import WikiRejectedError
from editor.wiki.text import outgoing
from editor.wiki.writes import StashRequest, StashResult, StashStatus


class Stashing(ApiCaller):
    def stash(self, request: StashRequest) -> StashResult:
        """https://www.mediawiki.org/wiki/API:Stashedit

        Raises WikiBusyError at once when no slot is free: a stash is worth no waiting.
        Raises WikiRejectedError: missingtext (the hash is forgotten and there is no text),
        nosuchrevid, badmodelformat, botsnotsupported; InvalidTitleError.
        """
        if request.text_hash:
            try:
                return self._stash(request, {"stashedtexthash": request.text_hash})
            except WikiRejectedError as error:
                if request.text is None or not error.has_code("missingtext"):
                    raise
        if request.text is None:
            raise ValueError("A stash needs a text or the hash of one.")
        return self._stash(request, {"text": outgoing(request.text)})

    def _stash(self, request: StashRequest, text: Params) -> StashResult:
        params: Params = {
            "title": request.title,
            "section": request.section or None,
            "sectiontitle": request.section_title or None,
            "summary": request.summary,
            "contentmodel": request.content_model,
            "contentformat": request.content_format,
            "baserevid": str(request.baserevid),
            **text,
        }
        answer = self.write("stashedit", params, timing=PARSE, wait=False, is_saving=False)
        with understood():
            stash: dict[str, Any] = answer["stashedit"]
            return StashResult(StashStatus(stash["status"]), stash.get("texthash") or "")
