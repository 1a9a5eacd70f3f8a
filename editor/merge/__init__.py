"""Three-way merge of page texts, and what goes with it. Pure text: no Django, no network."""

from __future__ import annotations

from editor.merge.lines import merge_lines
from editor.merge.merging import merge
from editor.merge.passages import (
    Care,
    Choice,
    Kind,
    Merge,
    Passage,
    Span,
    UndecidedError,
    resolve,
)

__all__ = [
    "Care",
    "Choice",
    "Kind",
    "Merge",
    "Passage",
    "Span",
    "UndecidedError",
    "merge",
    "merge_lines",
    "resolve",
]
