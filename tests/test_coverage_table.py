"""docs/api-coverage.md is what was recorded last, and nothing of the two actions is missing."""

from __future__ import annotations

import json

import pytest

from tests import coverage_table
from tests.coverage_table import problems, recordings, table


def test_the_table_is_whole_and_of_today():
    # When it is not: make coverage-table
    assert problems() == []


@pytest.fixture
def recorded(monkeypatch):
    """A recording that a test may change."""
    found = json.loads(json.dumps(recordings()))
    monkeypatch.setattr(coverage_table, "recordings", lambda: found)
    return found


def test_a_parameter_that_is_not_sent_any_more_is_missed(recorded):
    del recorded["1.43"]["edit"]["parameters"]["md5"]
    assert "1.43: edit never sent md5." in problems()


def test_a_parameter_that_must_never_be_sent_is_found(recorded):
    recorded["1.39"]["edit"]["parameters"]["basetimestamp"] = "tests/x.py::test_x"
    said = problems()
    assert "1.39: edit sent basetimestamp, which it never does." in said
    assert "No such test (any more): tests/x.py::test_x" in said


def test_a_proof_that_the_next_recording_would_not_find_is_found(recorded):
    elsewhere = "tests/test_secrets.py::test_the_secrets_of_a_server_are_its_own"
    recorded["1.43"]["edit"]["parameters"]["md5"] = elsewhere
    assert f"make coverage-table does not run {elsewhere}" in problems()


def test_a_code_without_a_proof_is_missed(recorded):
    for found in recorded.values():
        for where in found.values():
            where.get("codes", {}).pop("editconflict", None)
    assert {"1.39: editconflict was not answered.", "1.43: editconflict was not answered."} <= set(
        problems()
    )


def test_a_table_of_yesterday_is_found_out(tmp_path, monkeypatch):
    older = tmp_path / "api-coverage.md"
    older.write_text(table() + "\n")
    monkeypatch.setattr(coverage_table, "TABLE", older)
    assert problems() == ["docs/api-coverage.md is not what the recordings say."]
