"""Captchas of each kind, which the demo wiki asks for before a new link."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Callable
from typing import Any

from tests.demowiki import DemoWiki

STORE = "MediaWiki\\Extension\\ConfirmEdit\\Store\\"
PICTURED_WORD = "moonrise"
# The name of a picture's file holds what its answer is checked with.
SECRET, SALT = "secret", "a1"
# Nobody listens there: no wiki of the tests asks the makers of captchas.
NOWHERE = "http://127.0.0.1:9"


def ask(wiki: DemoWiki, kind: str, **settings: Any) -> None:
    """`kind` is a class of Extension:ConfirmEdit."""
    given = {
        "wgDemoCaptcha": kind,
        "wgGroupPermissions": {"user": {"skipcaptcha": False}},
        "wgHTTPProxy": NOWHERE,
        "wgHCaptchaProxy": NOWHERE,
        "wgHCaptchaSiteKey": "key",
        "wgReCaptchaSiteKey": "key",
    }
    wiki.configure(captcha_on_links=True, **(given | settings))


def ask_with_picture(wiki: DemoWiki, *, store: str = "CaptchaCacheStore") -> None:
    folder = wiki.folder / "captchas"
    folder.mkdir(exist_ok=True)
    digest = hashlib.md5(f"{SECRET}{SALT}{PICTURED_WORD}{SECRET}{SALT}".encode()).hexdigest()[:16]  # noqa: S324
    (folder / f"image_{SALT}_{digest}.png").write_bytes(png())
    ask(
        wiki,
        "FancyCaptcha",
        wgCaptchaSecret=SECRET,
        wgCaptchaDirectory=str(folder),
        wgCaptchaDirectoryLevels=0,
        wgCaptchaStorageClass=STORE + store,
    )


def id_on(page: str) -> str:
    """The id of the question that a page of Galley asks."""
    match = re.search(r'name="captcha_id"\s+value="(\d+)"', page)
    assert match
    return match[1]


def steps_to_publish(post: Callable[[dict[str, str]], Any]) -> list[str]:
    """What stands in the way, one after the other, of an editor who confirms and answers it all.

    `post` sends the form with what stands in its hidden fields, and with the answer.
    """
    steps: list[str] = []
    shown = post({})
    while shown.status_code == 409:
        given = dict(re.findall(r'name="(captcha_\w+)"\s+value="([^"]*)"', shown.text))
        is_question = bool(given) and "captcha_carried" not in given
        steps.append("question" if is_question else "warning")
        assert len(steps) < 5, steps
        assert "not the answer" not in shown.text
        shown = post(given | ({"captcha_word": "4"} if is_question else {}))
    assert shown.status_code == 302
    return steps


def png() -> bytes:
    """The smallest picture there is."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        checked = kind + body
        return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + pixels + chunk(b"IEND", b"")
