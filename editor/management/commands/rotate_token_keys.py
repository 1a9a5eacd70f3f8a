from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from editor.credentials import rotate
from editor.models import WikiCredential

SECRETS = ("access_token", "refresh_token", "bot_password", "cookies", "csrf_token")


class Command(BaseCommand):
    help = (
        "Encrypts all secrets with the first of TOKEN_KEYS, so that the others can be taken away."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        kept = WikiCredential.objects.exclude(access_token="", bot_password="")
        for credential in kept:
            # Only if nobody renewed meanwhile: what is new has the new key already.
            WikiCredential.objects.filter(
                pk=credential.pk, token_version=credential.token_version
            ).update(**{name: rotate(getattr(credential, name)) for name in SECRETS})
        self.stdout.write(f"{kept.count()} rotated")
