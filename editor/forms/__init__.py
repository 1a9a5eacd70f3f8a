"""What the browser posts, checked and in the draft's normal form."""

from __future__ import annotations

from editor.forms.adding import AddForm, add_form_of
from editor.forms.asking import (
    AccessForm,
    CompareForm,
    OpenForm,
    PulseForm,
    ReadingForm,
    RevertForm,
    ShareForm,
)
from editor.forms.draft import DraftForm, PutInForm, form_of

__all__ = [
    "AccessForm",
    "AddForm",
    "CompareForm",
    "DraftForm",
    "OpenForm",
    "PulseForm",
    "PutInForm",
    "ReadingForm",
    "RevertForm",
    "ShareForm",
    "add_form_of",
    "form_of",
]
