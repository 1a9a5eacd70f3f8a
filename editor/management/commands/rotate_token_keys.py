from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from editor.credentials import rotate
from editor.models import WikiCredential


class Command(BaseCommand):
    help = "Encrypts all tokens with the first of TOKEN_KEYS, so that the others can be taken away."

    def handle(self, *args: Any, **options: Any) -> None:
        for credential in WikiCredential.objects.exclude(access_token=""):
            # Only if nobody refreshed meanwhile: a new token has the new key already.
            WikiCredential.objects.filter(
                pk=credential.pk, token_version=credential.token_version
            ).update(
                access_token=rotate(credential.access_token),
                refresh_token=rotate(credential.refresh_token),
                csrf_token=rotate(credential.csrf_token),
            )
        self.stdout.write(f"{WikiCredential.objects.exclude(access_token='').count()} rotated")
