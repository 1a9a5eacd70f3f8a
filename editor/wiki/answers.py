"""From JSON to records' parts, with one error for all that is not as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from typing import Any

from editor.wiki.codes import error_from
from editor.wiki.errors import WikiUnavailableError
from editor.wiki.records import ApiMessage


@contextmanager
def understood(*, is_write: bool = False) -> Iterator[None]:
    """For digging in an answer: what is missing there becomes a WikiUnavailableError."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        raise WikiUnavailableError(
            "The wiki's answer is not what its API promises.", may_have_been_saved=is_write
        ) from error


def raise_errors(answer: Mapping[str, Any], *, is_write: bool) -> None:
    """https://www.mediawiki.org/wiki/API:Errors_and_warnings"""
    with understood(is_write=is_write):
        messages = api_messages(answer.get("errors") or [])
        # The old shape, in which an error from before the request was understood still comes.
        if not messages and "error" in answer:
            error = answer["error"]
            messages = (ApiMessage(error["code"], html=escape(error.get("info", ""))),)
    if messages:
        raise error_from(messages, is_write=is_write)


def api_messages(items: list[dict[str, Any]]) -> tuple[ApiMessage, ...]:
    """Each once: the wiki gives a refusal again for each action that was asked about."""
    messages: dict[tuple[str, str], ApiMessage] = {}
    for item in items:
        html = str(item.get("html") or item.get("text") or "")
        code = str(item["code"])
        messages.setdefault((code, html), ApiMessage(code, html, item.get("data") or {}))
    return tuple(messages.values())


def moment(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def moment_or_none(text: str | bool | None) -> datetime | None:
    """None also for what never ends, as blocks, protections and watches may."""
    if not text or text in ("infinity", "infinite", "indefinite", "never"):
        return None
    return moment(str(text))


def level_for(action: str, protection: Iterable[Mapping[str, Any]]) -> str:
    """The level that an action takes on a page; empty where anybody may."""
    return next((rule["level"] for rule in protection if rule["type"] == action), "")
