from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qsl

from editor.wiki.encoding import Params, encoded_body, flattened, multiple


def test_values_as_the_api_takes_them():
    east = timezone(timedelta(hours=5))
    params: Params = {
        "yes": True,
        "no": False,
        "nothing": None,
        "empty": "",
        "number": 1,
        "zero": 0,
        "list": ("a", "b"),
        "none_of_them": [],
        "time": datetime(2026, 11, 22, 17, 0, 1, tzinfo=east),
        "control": "a\x00\ud83d",
    }
    assert flattened(params) == {
        "yes": "1",
        "empty": "",
        "number": "1",
        "zero": "0",
        "list": "a|b",
        "none_of_them": "",
        "time": "2026-11-22T12:00:01Z",
        "control": "a\ufffd\ufffd",
    }
    assert datetime(2026, 11, 22, 12, 0, 1, tzinfo=UTC) == params["time"]


def test_a_bar_in_a_title_does_not_make_two_of_it():
    assert multiple(["A", "B"]) == "A|B"
    assert multiple(["A|B"]) == "\x1fA|B"
    assert flattened({"titles": ["A|B", "\x1fC"]}) == {"titles": "\x1fA|B\x1f\ufffdC"}


def test_a_small_body_is_urlencoded_and_keeps_its_order():
    body, content_type = encoded_body({"text": "é & =", "md5": "x", "token": "+\\"})
    assert content_type == "application/x-www-form-urlencoded"
    assert parse_qsl(body.decode()) == [("text", "é & ="), ("md5", "x"), ("token", "+\\")]


def test_a_large_body_is_multipart_and_keeps_its_order():
    body, content_type = encoded_body({"text": "é" * 10_000, "token": "abc+\\"})
    assert content_type.startswith("multipart/form-data; boundary=")
    assert len(body) < 21_000
    assert body.index(b'name="text"') < body.index(b'name="token"')
    assert body.rstrip().endswith(b"--")
    assert b"abc+\\" in body[-80:]
