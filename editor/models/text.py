from __future__ import annotations

import hashlib
from typing import ClassVar

from django.db import models


class TextQuerySet(models.QuerySet["Text"]):
    def keep(self, content: str) -> Text:
        """The row that holds `content`, made when it is new.

        `content` may not hold lone surrogates: it is in the draft's normal form by now.
        """
        return self.get_or_create(digest=Text.digest_of(content), defaults={"content": content})[0]


class Text(models.Model):
    """A whole text, stored once by its hash.

    Who may read one follows from the draft that points here, never from the hash.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    content = models.TextField()

    objects: ClassVar = TextQuerySet.as_manager()

    def __str__(self) -> str:
        return self.digest[:12]

    @staticmethod
    def digest_of(content: str) -> str:
        return hashlib.sha256(content.encode()).hexdigest()
