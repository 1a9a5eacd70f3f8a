"""The editing form, and what it holds that only a browser has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.actions.beginning import SUMMARY_LENGTH
from editor.actions.save_draft import Change, Fields
from editor.forms.fields import NamesField, NormalTextField
from editor.merge.splices import Splice, SpliceError, apply
from editor.models import Draft


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
    # With "Publish": the version is known to hold the text, so that nothing of it comes along.
    acknowledged = forms.BooleanField(required=False)
    section_title = NormalTextField(label=_("Heading"))
    summary = NormalTextField(
        label=_("Summary"),
        widget=forms.TextInput(
            attrs={
                "accesskey": "b",
                "maxlength": SUMMARY_LENGTH,
                "list": "earlier-summaries",
                "spellcheck": "true",
            }
        ),
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
    # What the box showed: as long as it does, nobody has chosen anything.
    found_watching = forms.NullBooleanField(required=False, widget=forms.HiddenInput)
    is_bot = forms.BooleanField(required=False, label=_("Bot edit"))
    watch_mode = forms.CharField(required=False)
    watch_expiry = NormalTextField()
    tags = NamesField(required=False)
    # A box that is not ticked is not posted; neither is one that was never shown.
    offers_bot = forms.BooleanField(required=False, widget=forms.HiddenInput)
    offers_tags = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def change(self) -> Change:
        data: dict[str, Any] = self.cleaned_data
        is_whole = data["start"] is None or data["removed"] is None
        return Change(
            version=data["version"],
            text=data["text"] if is_whole else None,
            splice=None if is_whole else Splice(data["start"], data["removed"], data["text"]),
            checksum=None if is_whole else data["checksum"],
            is_acknowledged=data["acknowledged"],
        )

    def fields_of_form(self) -> Fields:
        data: dict[str, Any] = self.cleaned_data
        return Fields(
            # Cut rather than refused: the wiki would cut it too, and a draft must be saved.
            summary=data["summary"].replace("\n", " ")[:SUMMARY_LENGTH],
            section_title=data["section_title"].replace("\n", " ")[:SUMMARY_LENGTH],
            is_minor=data["is_minor"],
            is_watching=data["is_watching"],
            found_watching=data["found_watching"],
            is_bot=data["is_bot"] if data["offers_bot"] else None,
            watch_mode=data["watch_mode"] if data["watch_mode"] in Draft.WatchMode else None,
            watch_expiry=data["watch_expiry"][:100] if "watch_expiry" in self.data else None,
            tags=data["tags"] if data["offers_tags"] else None,
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
            "found_watching": draft.found_watching,
            "is_bot": draft.is_bot,
        }
    )


class PutInForm(forms.Form):
    """A text that only a browser had, and what makes of it the text that it was typed on."""

    # The tab's own version, and the one on which the text was typed.
    seen = forms.IntegerField(min_value=0)
    version = forms.IntegerField(min_value=0)
    text = NormalTextField()
    summary = NormalTextField()
    start = forms.IntegerField(required=False, min_value=0)
    removed = forms.IntegerField(required=False, min_value=0)
    before = NormalTextField()

    def clean_summary(self) -> str:
        summary: str = self.cleaned_data["summary"]
        return summary.replace("\n", " ")[:SUMMARY_LENGTH]

    def base(self) -> str | None:
        """The text that it was typed on; None where the browser could not keep that."""
        data: dict[str, Any] = self.cleaned_data
        if data["start"] is None or data["removed"] is None:
            return None
        try:
            return apply(data["text"], Splice(data["start"], data["removed"], data["before"]))
        except SpliceError:
            return None
