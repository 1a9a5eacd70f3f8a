"""A moment on a page, in one form everywhere."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

FORM = "j M Y, H:i"


@register.filter(expects_localtime=True)
def clock(moment: datetime | None, kind: str = "") -> SafeString | str:
    """The element in which js/clock.js puts the reader's own time.

    `kind` "dated" is for the middle of a sentence: there even today's time has its date.
    """
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" data-clock="{}">{} UTC</time>',
        moment.isoformat(),
        kind,
        date_format(moment, FORM),
    )
