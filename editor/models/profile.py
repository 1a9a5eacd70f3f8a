from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models

from editor.wiki import UserInfo

# What Galley looks at; the rest of a user's rights and preferences is none of its business.
RIGHTS = frozenset({"applychangetags", "bot", "editmywatchlist", "minoredit", "viewmywatchlist"})
# (Others concern the wiki's own page only: a preview without reloading is what Galley always has,
# its place is beside the text, and nothing is moved or deleted here that could be watched.)
OPTIONS = frozenset(
    {
        "editfont",
        "forceeditsummary",
        "minordefault",
        "previewonfirst",
        "useeditwarning",
        "watchcreations",
        "watchdefault",
    }
)


class WikiProfile(models.Model):
    """What the wiki lets somebody do and how they like to edit, as of the last page they opened.

    It comes along with each opening, so that publishing need not ask for it.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wiki_profile"
    )
    rights = models.JSONField(default=list)
    options = models.JSONField(default=dict)

    objects: ClassVar = models.Manager()

    def __str__(self) -> str:
        return f"profile of {self.user_id}"

    def learn(self, info: UserInfo) -> None:
        """Take over what the wiki says; nothing is written where nothing changed."""
        rights = sorted(info.rights & RIGHTS)
        options = {name: info.options[name] for name in sorted(OPTIONS & info.options.keys())}
        if self.pk and (self.rights, self.options) == (rights, options):
            return
        self.rights, self.options = rights, options
        # Two pages opened at once both begin the row.
        WikiProfile.objects.update_or_create(
            user_id=self.user_id, defaults={"rights": rights, "options": options}
        )

    def may(self, right: str) -> bool:
        return right in self.rights

    def wants(self, option: str) -> bool:
        """A preference that is on or off: the wiki says 1, "1", true, or their opposites."""
        value: Any = self.options.get(option)
        return value not in (None, False, 0, "", "0")

    @property
    def font(self) -> str:
        font = self.options.get("editfont")
        return font if font in ("sans-serif", "serif") else "monospace"


def profile_of(user: AbstractBaseUser) -> WikiProfile:
    """What is known of the user; nothing yet before their first page."""
    known: WikiProfile | None = WikiProfile.objects.filter(user_id=user.pk).first()
    return known or WikiProfile(user_id=user.pk)
