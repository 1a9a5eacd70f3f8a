"""The form of "Quick add"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.actions.add import Added
from editor.actions.beginning import SUMMARY_LENGTH
from editor.forms.fields import NormalTextField
from editor.http import is_number
from editor.models import Addition


class SectionField(forms.CharField):
    """A number with the heading that the section has, as "3:Crew"; nothing is the whole page."""

    default_error_messages: ClassVar = {"section": _("Choose a section.")}

    def validate(self, value: str) -> None:
        super().validate(value)
        number = value.partition(":")[0]
        if value and not is_number(number):
            raise forms.ValidationError(self.error_messages["section"], code="section")


class AddForm(forms.Form):
    """A line or paragraph to add to a page. A section is posted as its number and its heading."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = NormalTextField(
        label=_("What to add"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "text", "dir": "auto", "accesskey": ","}),
    )
    place = forms.ChoiceField(label=_("Where"), choices=Addition.Place, widget=forms.RadioSelect)
    section = SectionField(required=False, max_length=1000, label=_("Section"))
    gap = forms.ChoiceField(
        label=_("As"),
        choices=[("paragraph", _("a paragraph of its own")), ("line", _("a line"))],
        widget=forms.RadioSelect,
    )
    summary = NormalTextField(
        label=_("Summary"),
        widget=forms.TextInput(attrs={"accesskey": "b", "maxlength": SUMMARY_LENGTH}),
    )
    is_minor = forms.BooleanField(required=False, label=_("This is a minor edit"))
    is_watching = forms.BooleanField(required=False, label=_("Watch this page"))
    # What the box showed; nothing where there was none.
    found_watching = forms.NullBooleanField(required=False, widget=forms.HiddenInput)
    follows_redirect = forms.BooleanField(
        required=False, label=_("If the page is a redirect, add to the page it leads to")
    )
    may_create = forms.BooleanField(
        required=False, label=_("If the page is not on the wiki, create it")
    )

    def offer_sections(self, sections: Iterable[tuple[str, str]], chosen: str = "") -> None:
        """`sections` as number and heading; what was posted stays on offer whatever came of it."""
        choices: list[tuple[str, Any]] = [("", _("the whole page")), ("0", _("Introduction"))]
        choices += [(f"{number}:{heading}", heading) for number, heading in sections]
        posted = self.data.get("section") or self.initial.get("section") or ""
        if posted not in dict(choices):
            choices.append((posted, posted.partition(":")[2] or posted))
        if chosen:
            found = (value for value, _label in choices if value.partition(":")[0] == chosen)
            self.initial["section"] = next(found, "")
        self.fields["section"].widget = forms.Select(choices=choices)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not text.strip():
            raise forms.ValidationError(_("Write what is to be added."))
        return text

    @property
    def offers_watching(self) -> bool:
        return self["found_watching"].value() not in (None, "")

    def _watching_chosen(self) -> bool | None:
        """None where nobody has touched the box."""
        found: bool | None = self.cleaned_data["found_watching"]
        is_watching: bool = self.cleaned_data["is_watching"]
        return None if found in (None, is_watching) else is_watching

    def added(self, title: str) -> Added:
        data: dict[str, Any] = self.cleaned_data
        section, _colon, heading = data["section"].partition(":")
        return Added(
            title=title,
            text=data["text"],
            section=section,
            section_heading=heading,
            place=data["place"],
            is_paragraph=data["gap"] == "paragraph",
            summary=data["summary"].replace("\n", " ")[:SUMMARY_LENGTH],
            is_minor=data["is_minor"],
            is_watching=self._watching_chosen(),
            follows_redirect=data["follows_redirect"],
            may_create=data["may_create"],
        )


def add_form_of(addition: Addition, *, found_watching: bool | None = None) -> AddForm:
    """The form as the addition was kept, to try it again; with the box as the wiki has it now."""
    number, heading, chosen = addition.section, addition.section_heading, addition.is_watching
    if found_watching is None and chosen is not None:
        # The choice is known, the wiki's own state is not.
        found_watching = not chosen
    kept = ("key", "text", "place", "summary", "is_minor")
    form = AddForm(
        initial={
            **{name: getattr(addition, name) for name in (*kept, "follows_redirect", "may_create")},
            "gap": "paragraph" if addition.is_paragraph else "line",
            "is_watching": found_watching if chosen is None else chosen,
            "found_watching": found_watching,
            "section": f"{number}:{heading}" if heading else number,
        }
    )
    form.offer_sections(())
    return form
