"""What is in more than one form."""

from __future__ import annotations

from typing import Any

from django import forms

from editor.wiki import incoming

# The wiki takes no more tags than this of one edit, and their names are not longer.
MOST_TAGS = 50
LONGEST_TAG = 255


class NormalTextField(forms.CharField):
    """Text in the draft's normal form, before anything can be refused: a NUL is no reason to lose
    the rest of a page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)

    def to_python(self, value: Any) -> str:
        return incoming(super().to_python(value) or "")


class NamesField(forms.Field):
    """Any number of names. None is refused here: a draft must be saved, and the wiki will say."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        names = [value] if isinstance(value, str) else value or ()
        kept = dict.fromkeys(incoming(str(name))[:LONGEST_TAG] for name in names)
        return tuple(kept)[:MOST_TAGS]
