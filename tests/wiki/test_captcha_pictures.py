from __future__ import annotations

import pytest

from editor.wiki import Picture, WikiRejectedError
from editor.wiki.captchas import LARGEST_PICTURE
from tests.captchas import png


def test_a_picture_is_asked_for_by_its_number_and_without_the_token(client, wire):
    wire.answers((200, {"Content-Type": "image/png"}, png()))
    assert client.captcha_picture("123&x=1") == Picture("image/png", png())
    assert wire.only.url.startswith("https://wiki.example/w/index.php?")
    assert wire.only.fields == {"title": "Special:Captcha/image", "wpCaptchaId": "123&x=1"}
    assert "Authorization" not in wire.only.headers


@pytest.mark.parametrize(
    "answer",
    [
        (400, {"Content-Type": "text/html"}, b"<!DOCTYPE html>Requested bogus captcha image"),
        (200, {"Content-Type": "image/png"}, b"<!DOCTYPE html><script>alert(1)</script>"),
        (200, {"Content-Type": "image/svg+xml"}, b"<svg onload=alert(1)>"),
        (404, {"Content-Type": "image/png"}, png()),
        (302, {"Location": "https://evil.example/"}, png()),
        (200, {"Content-Type": "image/png"}, png() + b"\0" * LARGEST_PICTURE),
        (200, {"Content-Type": "image/png"}, b""),
    ],
    ids=["refused", "page", "svg", "missing", "elsewhere", "too large", "empty"],
)
def test_what_is_no_picture_is_not_shown(client, wire, answer):
    wire.answers(answer)
    with pytest.raises(WikiRejectedError):
        client.captcha_picture("123")
