"""What the table of the API's coverage rests on: who said what."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from editor.credentials import client_for
from editor.wiki import EditRequest, WikiConnection, WikiError
from tests import api_recorder
from tests.faults import proxied


@pytest.fixture
def records(monkeypatch):
    """What is noted of this test, as kind, where and name."""
    noted: set[api_recorder.Record] = set()
    monkeypatch.setattr(api_recorder, "_records", noted)
    monkeypatch.setattr(WikiConnection, "send", api_recorder.listening(WikiConnection.send))
    return lambda: {record[:3] for record in noted}


def refused(user, title: str) -> None:
    with pytest.raises(WikiError):
        client_for(user).edit(EditRequest(title=title, text="Refused."))


def test_only_what_a_test_put_there_is_replayed(wiki, alice, title, records):
    wiki.configure(readonly="Moving house")
    with proxied(wiki) as proxy:
        refused(alice, title)
        assert ("codes", "edit", "readonly") in records()
        assert ("parameters", "edit", "md5") in records()
        error = {"code": "hookaborted", "html": "No."}
        proxy.answer("edit", 200, json.dumps({"errors": [error]}))
        refused(alice, title)
    assert ("codes", "replayed", "hookaborted") in records()
    assert ("codes", "edit", "hookaborted") not in records()
    assert ("codes", "replayed", "readonly") not in records()


def test_it_can_be_asked_for_before_anything_is_set_up():
    # As pytest does with its `-p`: before Django has its settings.
    subprocess.run([sys.executable, "-c", "import tests.api_recorder"], check=True)
