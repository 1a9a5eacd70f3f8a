"""The picture of a captcha that has one."""

from __future__ import annotations

from dataclasses import dataclass

from editor.wiki.auth import NoAuth
from editor.wiki.core import ApiCaller
from editor.wiki.errors import WikiRejectedError

# What a picture begins with. The wiki's own word for its type is not asked for.
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}
LARGEST_PICTURE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    content_type: str
    body: bytes


class CaptchaReading(ApiCaller):
    def captcha_picture(self, captcha_id: str) -> Picture:
        """The picture to a question, by the question's id alone.

        The wiki keeps the question in the user's session unless it is told to keep it in its cache
        ($wgCaptchaStorageClass), and its page for pictures knows no session of an application.
        https://www.mediawiki.org/wiki/Extension:ConfirmEdit

        Raises WikiRejectedError when it is not shown or is no picture.
        """
        reply = self.connection.send(
            "GET",
            self.connection.api_url.removesuffix("api.php") + "index.php",
            query={"title": "Special:Captcha/image", "wpCaptchaId": captcha_id},
            # Outside the API an application's token is ignored, or refused with an error page.
            auth=NoAuth(),
            cookies=self._cookies,
        )
        content_type = next(
            (kind for start, kind in _SIGNATURES.items() if reply.body.startswith(start)), ""
        )
        if reply.status != 200 or not content_type or len(reply.body) > LARGEST_PICTURE:
            raise WikiRejectedError("The wiki does not show the picture of the captcha.")
        return Picture(content_type, reply.body)
