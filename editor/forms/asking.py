"""What is asked for around the text: small forms, most of them of a field or two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.actions.presence import Beat
from editor.actions.revert import Revert
from editor.models import Access


class PulseForm(forms.Form):
    """What a tab that has a draft open says of itself."""

    tab = forms.CharField(max_length=40)
    # Empty for one that is looked at and written in; one at rest has just published all it holds.
    state = forms.ChoiceField(
        required=False, choices=[(state, state) for state in ("resting", "hidden", "left")]
    )
    idle = forms.IntegerField(required=False, min_value=0, max_value=10**7)
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    caret = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    # Whether the draft is open to be read only, and shows that its pen was asked for.
    reading = forms.ChoiceField(required=False, choices=[("yes", "yes"), ("asked", "asked")])
    # Whether it is the collision desk: there is no text to say anything of.
    deciding = forms.BooleanField(required=False)
    # The newest revision that this tab has tried to merge.
    tried = forms.IntegerField(required=False, min_value=0, max_value=10**12)

    def beat(self) -> Beat:
        data: dict[str, Any] = self.cleaned_data
        return Beat(
            tab=data["tab"],
            idle=timedelta(seconds=data["idle"] or 0),
            version=data["version"],
            caret=data["caret"],
        )


class OpenForm(forms.Form):
    """The title box of the front page."""

    title = forms.CharField(
        max_length=2000,
        label=_("Title or address"),
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "spellcheck": "false",
                "dir": "auto",
                "list": "title-suggestions",
            }
        ),
    )


class CompareForm(forms.Form):
    """Which two revisions to compare."""

    old = forms.IntegerField(min_value=1, max_value=10**12)
    new = forms.IntegerField(min_value=1, max_value=10**12)


class RevertForm(forms.Form):
    """Which old text to put into a draft, and over which version of it."""

    version = forms.IntegerField(required=False, min_value=0)
    oldid = forms.IntegerField(required=False, min_value=0, max_value=10**12)
    undo = forms.IntegerField(required=False, min_value=0, max_value=10**12)
    undoafter = forms.IntegerField(required=False, min_value=0, max_value=10**12)

    def revert(self) -> Revert:
        data: dict[str, Any] = self.cleaned_data
        return Revert(
            oldid=data["oldid"] or 0, undo=data["undo"] or 0, undoafter=data["undoafter"] or 0
        )


class ReadingForm(forms.Form):
    """Which version a reader's page shows."""

    version = forms.IntegerField(min_value=0)


class AccessForm(forms.Form):
    """What somebody may do with a draft; nothing is the end of it."""

    access = forms.ChoiceField(required=False, choices=Access)

    def access_given(self) -> Access:
        return Access(self.cleaned_data["access"])


class ShareForm(forms.Form):
    """Whom to let into a draft, by their name on the wiki."""

    name = forms.CharField(
        max_length=255,
        label=_("Name"),
        error_messages={"required": _("Write whom to share it with.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "dir": "auto",
                "list": "people",
                "aria-describedby": "share-name-help",
            }
        ),
    )
    access = forms.TypedChoiceField(
        label=_("May"),
        coerce=Access,
        choices=[(Access.WRITE, _("read and write")), (Access.READ, _("read"))],
    )
