"""What the browser posts, checked and in the draft's normal form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.actions.add import Added
from editor.actions.beginning import SUMMARY_LENGTH
from editor.actions.presence import Beat
from editor.actions.revert import Revert
from editor.actions.save_draft import Change, Fields
from editor.merge.splices import Splice
from editor.models import Access, Addition, Draft
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
            "is_bot": draft.is_bot,
        }
    )


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


class AddForm(forms.Form):
    """A line or paragraph to add to a page. A section is posted as its number and its heading."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = NormalTextField(
        label=_("What to add"),
        widget=forms.Textarea(attrs={"rows": 6, "class": "text", "dir": "auto", "accesskey": ","}),
    )
    place = forms.ChoiceField(label=_("Where"), choices=Addition.Place, widget=forms.RadioSelect)
    section = forms.CharField(required=False, max_length=1000, label=_("Section"))
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
    # A box that was never shown is not posted, as one that is not ticked.
    offers_watching = forms.BooleanField(required=False, widget=forms.HiddenInput)
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
            is_watching=data["is_watching"] if data["offers_watching"] else None,
            follows_redirect=data["follows_redirect"],
            may_create=data["may_create"],
        )


def add_form_of(addition: Addition) -> AddForm:
    """The form as the addition was kept, to try it again."""
    kept = ("key", "text", "place", "summary", "is_minor", "is_watching")
    form = AddForm(
        initial={
            **{name: getattr(addition, name) for name in (*kept, "follows_redirect", "may_create")},
            "gap": "paragraph" if addition.is_paragraph else "line",
            "offers_watching": addition.is_watching is not None,
            "section": f"{addition.section}:{addition.section_heading}".removesuffix(":"),
        }
    )
    form.offer_sections(())
    return form
