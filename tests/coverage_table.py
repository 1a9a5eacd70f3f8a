"""docs/api-coverage.md: every parameter and every error of the two writing actions, with its proof.

    python -m tests.coverage_table           writes it from what the last recording found
    python -m tests.coverage_table --check   says what is missing or out of date

The recordings (docs/api-coverage/*.json) come from `tests.api_recorder`; `make coverage-table`
makes them on both versions of MediaWiki, and the table.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from editor.wiki import StashStatus
from tests.documented import Documented, documented

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs/api-coverage.md"
VERSIONS = ("1.39", "1.43")
LAST_RESORT = "tests/wiki/test_documented_codes.py"

# From the tables of the wiki's own documentation of the two actions.
_EDIT = """
    title pageid section sectiontitle text summary tags minor notminor bot baserevid basetimestamp
    starttimestamp recreate createonly nocreate watch unwatch watchlist watchlistexpiry md5
    prependtext appendtext undo undoafter redirect contentformat contentmodel token returnto
    returntoquery returntoanchor captchaword captchaid
"""
_STASHEDIT = """
    title section sectiontitle text stashedtexthash summary contentmodel contentformat baserevid
    token
"""
PARAMETERS = {"edit": _EDIT.split(), "stashedit": _STASHEDIT.split()}
# Of every call: editor/wiki/core.py.
_COMMON = "action format formatversion errorformat errorsuselocal uselang assert assertuser"
COMMON = set(_COMMON.split())
# Of the wiki's own form, which the API hands on: editor/wiki/editing.py says why.
OF_THE_FORM = {"wpUndidRevision", "wpUndoAfter"}
NEVER = {
    "pageid": "A page is opened by its id (`?curid=`), and published by the title it has then.",
    "basetimestamp": (
        "Beside `baserevid` it would let a whole-page edit overwrite, unseen, what the same user "
        "saved meanwhile from another tab or device (T175745). `baserevid` says all that is needed."
    ),
    "watch": "Deprecated; `watchlist=watch` says the same.",
    "unwatch": "Deprecated; `watchlist=unwatch` says the same.",
    "contentmodel": "It would switch off the wiki's guard against a model that changed meanwhile.",
    "contentformat": "Only of use beside `contentmodel`; every model has one format for its text.",
    "returnto": "Matters only to unregistered editors, whom Galley does not have.",
    "returntoquery": "Matters only to unregistered editors, whom Galley does not have.",
    "returntoanchor": "Matters only to unregistered editors, whom Galley does not have.",
}

INTRODUCTION = """\
# What of the API is covered

Every parameter of `action=edit` and `action=stashedit`, and every code of an error that their
documentation or source names: where Galley handles it, and which test proved it. The proofs are
recorded, not written: `make coverage-table` runs the tests on the demo wiki as MediaWiki 1.39 and
1.43 with a recorder on the wire (`tests/api_recorder.py`), which notes what was sent and what was
answered, and makes this page (`tests/coverage_table.py`). `tests/test_coverage_table.py` fails
when it is not what was recorded or when anything is missing, and `tests/wiki/test_parameters.py`
when the client sends other parameters than these.

- ✔ a real wiki of that version was sent it, or answered it, in the test named
- ↻ it could not be provoked there; the answer of a real wiki, captured once, or one made up to
  do what no wiki does on demand, was replayed in the test named
- ▤ it could not be provoked either, and nothing was captured: the answer as
  [documented](https://www.mediawiki.org/wiki/API:Errors_and_warnings) was replayed
"""


def recordings() -> dict[str, Any]:
    folder = ROOT / "docs/api-coverage"
    return {
        version: json.loads((folder / f"{version}.json").read_text(encoding="utf-8"))
        for version in VERSIONS
    }


def table() -> str:
    found = recordings()
    parts = [INTRODUCTION]
    for action, parameters in PARAMETERS.items():
        rows = [_parameter_row(found, action, name) for name in parameters]
        parts += _section(f"Parameters of action={action}", "parameter | where", rows)
    rows = [_status_row(found, status.value) for status in StashStatus]
    parts += _section("Statuses of action=stashedit", "status | where", rows)
    rows = [_code_row(found, known) for known in documented()]
    parts += _section("Errors", "code | documented | family | words", rows)
    return "\n".join(parts)


def problems() -> list[str]:
    """What is missing or out of date, each in a sentence."""
    found = recordings()
    said = [sentence for version in VERSIONS for sentence in _missing(found[version], version)]
    tests = sorted(_tests(found))
    said += [f"No such test (any more): {test}" for test in tests if not _is(test)]
    recorded = _recorded()
    said += [f"make coverage-table does not run {t}" for t in tests if not t.startswith(recorded)]
    if not TABLE.exists() or TABLE.read_text(encoding="utf-8") != table():
        said.append("docs/api-coverage.md is not what the recordings say.")
    return said


def _recorded() -> tuple[str, ...]:
    """How the tests begin that `make coverage-table` runs."""
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    (line,) = (line for line in lines if line.startswith("RECORDED := "))
    paths = [word for word in line.split() if word.startswith("tests/")]
    return tuple(f"{path}::" if path.endswith(".py") else f"{path}/" for path in paths)


def _missing(found: dict[str, Any], version: str) -> list[str]:
    said = []
    for action, parameters in PARAMETERS.items():
        sent = set(found[action]["parameters"])
        never = set(NEVER) if action == "edit" else set()
        said += [f"{version}: {action} never sent {p}." for p in set(parameters) - sent - never]
        said += [f"{version}: {action} sent {p}, which it never does." for p in sent & never]
        unknown = sent - set(parameters) - COMMON - OF_THE_FORM
        said += [f"{version}: {action} sent {p}, which has no row." for p in unknown]
    codes = _codes(found)
    said += [f"{version}: {d.code} was not answered." for d in documented() if d.code not in codes]
    statuses = _statuses(found)
    said += [f"{version}: no stash was {s.value}." for s in StashStatus if s not in statuses]
    return sorted(said)


def _codes(found: dict[str, Any]) -> dict[str, str]:
    """The proof of each code, with its mark; a real wiki's answer before a replayed one."""
    marked = {c: _replay(t) for c, t in found["replayed"]["codes"].items()}
    for action in reversed(PARAMETERS):
        marked |= {c: f"✔ {_link(t)}" for c, t in found[action].get("codes", {}).items()}
    return marked


def _statuses(found: dict[str, Any]) -> dict[str, str]:
    marked = {s: _replay(t) for s, t in found["replayed"]["statuses"].items()}
    real = found["stashedit"].get("statuses", {})
    return marked | {s: f"✔ {_link(t)}" for s, t in real.items()}


def _replay(test: str) -> str:
    return f"{'▤' if test.startswith(LAST_RESORT) else '↻'} {_link(test)}"


def _parameter_row(found: dict[str, Any], action: str, name: str) -> list[str]:
    sent = [found[version][action]["parameters"].get(name, "") for version in VERSIONS]
    if action == "edit" and name in NEVER and not any(sent):
        return [f"`{name}`", f"never sent: {NEVER[name]}", *["–" for _ in VERSIONS]]
    return [f"`{name}`", _senders(action, name), *[f"✔ {_link(t)}" if t else "?" for t in sent]]


def _status_row(found: dict[str, Any], status: str) -> list[str]:
    proofs = [_statuses(found[version]).get(status, "?") for version in VERSIONS]
    return [f"`{status}`", "`editor/wiki/stashing.py`", *proofs]


def _code_row(found: dict[str, Any], known: Documented) -> list[str]:
    proofs = [_codes(found[version]).get(known.code, "?") for version in VERSIONS]
    where = known.where.replace(",", ", ")
    return [f"`{known.code}`", where, f"`{known.family}`", _speakers(known.code), *proofs]


def _senders(action: str, name: str) -> str:
    """The modules of the client that put it into a request of this action."""
    own = {"edit": "editing.py", "stashedit": "stashing.py"}[action]
    modules = [ROOT / "editor/wiki" / module for module in (own, "core.py")]
    return ", ".join(f"`editor/wiki/{m.name}`" for m in modules if f'"{name}"' in m.read_text())


def _speakers(code: str) -> str:
    """Where its words are."""
    modules = sorted((ROOT / "editor/views/words").glob("*.py"))
    return ", ".join(f"`words/{m.name}`" for m in modules if f'    "{code}": ' in m.read_text())


def _section(title: str, columns: str, rows: list[list[str]]) -> list[str]:
    names = [*columns.split(" | "), *VERSIONS]
    lines = [f"| {' | '.join(row)} |" for row in [names, ["---"] * len(names), *rows]]
    return [f"## {title}\n", "\n".join(lines) + "\n"]


def _link(test: str) -> str:
    path, _, name = test.partition("::")
    return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"


def _tests(found: Any) -> set[str]:
    if isinstance(found, str):
        return {found}
    return {test for inner in found.values() for test in _tests(inner)}


def _is(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.exists() and bool(re.search(rf"^def {re.escape(name)}\(", file.read_text(), re.M))


def main() -> None:
    if "--check" in sys.argv[1:]:
        found = problems()
        sys.stdout.writelines(f"{sentence}\n" for sentence in found)
        sys.exit(bool(found))
    TABLE.write_text(table(), encoding="utf-8")


if __name__ == "__main__":
    main()
