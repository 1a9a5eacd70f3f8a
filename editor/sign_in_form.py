"""What is typed where people sign in without OAuth."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.wiki import BotPassword


class BotPasswordForm(forms.Form):
    """Name and password in either form that the wiki's Special:BotPasswords shows."""

    name = forms.CharField(
        label=_("Name"),
        max_length=300,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=_("Bot password"),
        max_length=300,
        # Never written into a page again.
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            cleaned["bot_password"] = BotPassword.parse(cleaned["name"], cleaned["password"])
            if cleaned["bot_password"] is None:
                raise forms.ValidationError(
                    _(
                        "This is no bot password. The name has an @ in it (Account@label), and the "
                        "password is 32 letters and digits that the wiki made. Never give Galley "
                        "the password of your account; nothing was sent to the wiki."
                    )
                )
        return cleaned
