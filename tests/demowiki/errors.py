"""The one error of the demo wiki: its text is a sentence for the person at the terminal."""

from __future__ import annotations


class DemoWikiError(Exception):
    """The demo wiki cannot do what was asked; the message says why and what helps."""
