"""What the browser posts, checked and in the draft's normal form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.actions.save_draft import Change, Fields
from editor.merge.splices import Splice
from editor.models import Draft
from editor.wiki import incoming

# The wiki cuts a summary at 500 code points. https://www.mediawiki.org/wiki/Help:Edit_summary
SUMMARY_LENGTH = 500


class NormalTextField(forms.CharField):
    """Text in the draft's normal form, before anything can be refused: a NUL is no reason to lose
    the rest of a page."""

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, strip=False, **options)

    def to_python(self, value: Any) -> str:
        return incoming(super().to_python(value) or "")


class DraftForm(forms.Form):
    """The editing form: the whole text, or (with JavaScript) one splice of it."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    text = NormalTextField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "accesskey": ","}),
    )
    start = forms.IntegerField(required=False, min_value=0)
    removed = forms.IntegerField(required=False, min_value=0)
    checksum = forms.IntegerField(required=False, min_value=0, max_value=2**32 - 1)
    section_title = NormalTextField(label=_("Heading"))
    summary = NormalTextField(
        label=_("Summary"),
        widget=forms.TextInput(attrs={"accesskey": "b", "maxlength": SUMMARY_LENGTH}),
    )
    is_minor = forms.BooleanField(
        required=False,
        label=_("This is a minor edit"),
        widget=forms.CheckboxInput(attrs={"accesskey": "i"}),
    )
    is_watching = forms.BooleanField(
        required=False,
        label=_("Watch this page"),
        widget=forms.CheckboxInput(attrs={"accesskey": "w"}),
    )

    def change(self) -> Change:
        data: dict[str, Any] = self.cleaned_data
        if data["start"] is None or data["removed"] is None:
            return Change(version=data["version"], text=data["text"])
        return Change(
            version=data["version"],
            splice=Splice(data["start"], data["removed"], data["text"]),
            checksum=data["checksum"],
        )

    def fields_of_form(self) -> Fields:
        data: dict[str, Any] = self.cleaned_data
        return Fields(
            # Cut rather than refused: the wiki would cut it too, and a draft must be saved.
            summary=data["summary"].replace("\n", " ")[:SUMMARY_LENGTH],
            section_title=data["section_title"].replace("\n", " ")[:SUMMARY_LENGTH],
            is_minor=data["is_minor"],
            is_watching=data["is_watching"],
        )


def form_of(draft: Draft) -> DraftForm:
    """The form as the draft has it."""
    return DraftForm(
        initial={
            "version": draft.version,
            "text": draft.text,
            "section_title": draft.section_title,
            "summary": draft.summary,
            "is_minor": draft.is_minor,
            "is_watching": draft.is_watching,
        }
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
