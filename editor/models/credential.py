from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from editor.models.wiki import Wiki


class WikiCredential(models.Model):
    """What lets Galley act on the wiki for one user: the tokens of OAuth, or a bot password.

    Secrets are ciphertext, which only `editor.credentials` reads.

    Signing out of the last session empties them and keeps the row, for the name.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="credential"
    )
    wiki = models.ForeignKey(Wiki, on_delete=models.PROTECT, related_name="+")
    # The wiki's user name, as shown and as sent in `assertuser`.
    username = models.CharField(max_length=255)
    access_token = models.TextField(blank=True)
    refresh_token = models.TextField(blank=True)
    # `Account@label`, its password, and the cookies of the session it has on the wiki.
    bot_name = models.CharField(max_length=300, blank=True)
    bot_password = models.TextField(blank=True)
    cookies = models.TextField(blank=True)
    # Bound to the access token or session on the wiki's side, so it is dropped with it.
    csrf_token = models.TextField(blank=True)
    expires_at = models.DateTimeField(null=True)
    # Renewed, and ALLOWED_USERS and ALLOWED_GROUPS are still to be held against it.
    needs_admission = models.BooleanField(default=False)
    # The tokens were lost because the wiki refused Galley itself: signing in may not help.
    is_consumer_refused = models.BooleanField(default=False)
    # Who holds the lease is renewing; everybody else waits for a new `token_version`.
    token_version = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    # The user's edit count on the wiki when Galley last heard of it: a stash lives by it.
    edit_count = models.PositiveIntegerField(null=True)

    objects: ClassVar = models.Manager()

    def __str__(self) -> str:
        return self.username

    @property
    def can_act(self) -> bool:
        return bool(self.access_token or self.bot_password)

    @property
    def can_renew(self) -> bool:
        return bool(self.refresh_token or self.bot_password)
