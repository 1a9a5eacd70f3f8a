"""Who else is here, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editor.actions.presence import Companion
from editor.models import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceWords:
    """What the header says of the others; all empty where there are none."""

    people: Sequence[Companion]
    # In one line, and where each of them is.
    summary: str
    details: Sequence[SafeString]
    # Said, and only said, of those who are in the same paragraph.
    warning: str


def presence_words(people: Sequence[Companion]) -> PresenceWords:
    near = [_name(one) for one in people if one.is_in_paragraph]
    return PresenceWords(
        people=people,
        summary=_summary(people) if people else "",
        details=[_detail(one) for one in people],
        warning=_warning(near) if near else "",
    )


def _summary(people: Sequence[Companion]) -> SafeString:
    first = people[0]
    if len(people) == 1:
        words = {
            Tier.HERE: _("{name} is here"),
            Tier.IDLE: _("{name} (idle)"),
            Tier.AWAY: _("{name} (away)"),
        }[first.tier]
        return format_html(words, name=_name(first))
    if len(people) == 2:
        are_here = people[1].tier == Tier.HERE
        words = _("{name} and {other} are here") if are_here else _("{name} and {other}")
        return format_html(words, name=_name(first), other=_name(people[1]))
    number = len(people) - 1
    words = ngettext("{name} and {number} other", "{name} and {number} others", number)
    return format_html(words, name=_name(first), number=number)


def _warning(near: Sequence[SafeString]) -> SafeString:
    if len(near) == 1:
        return format_html(_("{name} is in this paragraph"), name=near[0])
    # Where there is no room for it all, names are what is cut.
    names = format_html_join(", ", "{}", [(name,) for name in near])
    return format_html(_("In this paragraph: {names}"), names=names)


def _detail(one: Companion) -> SafeString:
    """Somebody, where they are, and how much."""
    place = _section(one)
    name = _name(one)
    said = format_html(_("{name}: {place}"), name=name, place=place) if place else name
    if one.tier == Tier.IDLE:
        return format_html(_("{said} (idle)"), said=said)
    if one.tier == Tier.AWAY:
        return format_html(_("{said} (away)"), said=said)
    return said


def _section(one: Companion) -> str:
    draft = one.draft
    if draft.section == "new":
        return draft.section_title or _("New section")
    if draft.section == "0":
        return _("Introduction")
    return one.heading or draft.section_heading


def _name(one: Companion) -> SafeString:
    # A name in another direction must not turn the sentence round.
    return format_html("<bdi>{}</bdi>", one.name)
