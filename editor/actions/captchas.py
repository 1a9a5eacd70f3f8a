"""What the wiki asks before it publishes, made ready to be answered in Galley."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import User

from editor.credentials import client_for
from editor.wiki import Captcha, Picture, WikiError

# These are solved by a script of another site, which makes sure that it runs on the wiki's own
# pages: Galley has no address that they would accept.
SITE_BOUND = frozenset({"recaptchanocaptcha", "hcaptcha", "turnstile"})


@dataclass(frozen=True, slots=True)
class CaptchaAnswer:
    """What travels back to the wiki with the next try."""

    id: str = ""
    word: str = ""


NO_ANSWER = CaptchaAnswer()


def is_site_bound(captcha: Captcha) -> bool:
    return captcha.type in SITE_BOUND or not captcha.id


def captcha_picture(*, user: User, captcha: Captcha) -> Picture | None:
    """The picture the question is about; None where it has none, or the wiki does not show it."""
    if captcha.type != "image" or not captcha.id:
        return None
    try:
        return client_for(user).captcha_picture(captcha.id)
    except WikiError:
        return None
