"""What Galley sends with `action=edit` and `action=stashedit`, and what it is answered, by test.

A pytest plugin, off unless asked for with `-p tests.api_recorder`; `make coverage-table` does. It
listens at the one place where requests leave, and writes `docs/api-coverage/VERSION.json`, from
which `tests.coverage_table` makes the table. What the demo wiki itself answered is apart from
what a test replayed instead of it.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from email import policy
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings

from editor.wiki import WikiConnection
from editor.wiki.connection import Reply
from tests.demowiki.mediawiki import wanted_version

FOLDER = Path(__file__).parent.parent / "docs/api-coverage"
ACTIONS = ("edit", "stashedit")
# This one replays every documented code, so any other test proves more.
LAST_RESORT = "tests/wiki/test_documented_codes.py"

# What these tests send is not what Galley sends.
NOT_GALLEYS = "tests/actions/test_answers_of_the_wiki.py"

# The bodies that tests had a proxy answer instead of the wiki: tests/faults.py adds them.
MADE_UP: set[bytes] = set()

# Kind ("parameters", "codes" or "statuses"), action or "replayed", name, test.
Record = tuple[str, str, str, str]

_records: set[Record] = set()
_failed: set[str] = set()


def pytest_configure(config: pytest.Config) -> None:
    WikiConnection.send = listening(WikiConnection.send)  # type: ignore[method-assign]


def listening(real: Callable[..., Reply]) -> Callable[..., Reply]:
    """Sends like `real`, and notes what went and what came."""

    def send(self: WikiConnection, method: str, url: str, **options: Any) -> Reply:
        reply = real(self, method, url, **options)
        fields = _fields(options.get("query"), options.get("body"))
        if fields.get("action") in ACTIONS:
            is_real = _is_of_the_wiki(self, reply)
            if is_real:
                _note("parameters", fields["action"], fields)
            codes, statuses = _said(reply)
            _note("codes", fields["action"] if is_real else "replayed", codes)
            _note("statuses", fields["action"] if is_real else "replayed", statuses)
        return reply

    return send


def _is_of_the_wiki(connection: WikiConnection, reply: Reply) -> bool:
    """Straight from it, or passed on by a proxy that was not told to say something else."""
    host = urlsplit(connection.api_url).hostname
    return host == urlsplit(settings.WIKI_API_URL).hostname and reply.body not in MADE_UP


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.failed:
        _failed.add(_test(report.nodeid))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["api_records"] = sorted(_records)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    _records.update(tuple(record) for record in node.workeroutput.get("api_records", ()))


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workeroutput"):
        return
    path = FOLDER / f"{wanted_version()}.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    found = json.dumps(_proofs(known), indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(found + "\n")


def _proofs(known: dict[str, Any]) -> dict[str, Any]:
    """One test for each, and the one of the last recording as long as it still does it."""
    tests: dict[tuple[str, str, str], list[str]] = {}
    for kind, where, name, test in sorted(_records):
        if test not in _failed:
            tests.setdefault((where, kind, name), []).append(test)
    proofs: dict[str, Any] = {}
    for (where, kind, name), candidates in tests.items():
        before = known.get(where, {}).get(kind, {}).get(name)
        best = min(candidates, key=lambda test: (test.startswith(LAST_RESORT), test))
        keeps = before in candidates and not before.startswith(LAST_RESORT)
        proofs.setdefault(where, {}).setdefault(kind, {})[name] = before if keeps else best
    return proofs


def _note(kind: str, where: str, names: Iterable[str]) -> None:
    test = _test(os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0])
    if kind == "parameters" and test.startswith(NOT_GALLEYS):
        return
    _records.update((kind, where, name, test) for name in names)


def _test(nodeid: str) -> str:
    """Without the parameters: those come and go."""
    return re.sub(r"\[.*", "", nodeid, flags=re.DOTALL)


def _fields(query: Any, body: tuple[bytes, str] | None) -> dict[str, str]:
    if body is None:
        return dict(query or {})
    content, content_type = body
    if not content_type.startswith("multipart/form-data"):
        return dict(parse_qsl(content.decode(), keep_blank_values=True))
    head = f"Content-Type: {content_type}\r\n\r\n".encode()
    message = BytesParser(policy=policy.HTTP).parsebytes(head + content)
    # Only the names matter, and the action's value.
    return {
        str(part["Content-Disposition"].params["name"]): bytes(
            part.get_payload(decode=True) or b""
        )[:20].decode("utf-8", "replace")
        for part in message.iter_parts()
    }


def _said(reply: Reply) -> tuple[list[str], list[str]]:
    """The codes of errors and refusals, and the statuses of a stash."""
    try:
        answer = json.loads(reply.body)
        codes = [str(error["code"]) for error in answer.get("errors") or ()]
        codes += [str(answer["error"]["code"])] if "error" in answer else []
        edit = answer.get("edit") or {}
        if edit.get("result") == "Failure":
            codes.append("captcha" if "captcha" in edit else str(edit.get("code") or "Failure"))
        stash = answer.get("stashedit") or {}
        return codes, [str(stash["status"])] if "status" in stash else []
    except (ValueError, AttributeError, LookupError, TypeError):
        # A test had something else than a wiki's answer replayed.
        return [], []
