"""Naming in the summary those whose words somebody else publishes.

Nobody is named who has not agreed, and nothing is added but by the hand of who publishes.
"""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.actions.beginning import SUMMARY_LENGTH
from editor.actions.save_draft import Change, Saved, fields_of, save_draft
from editor.credentials import wiki_username
from editor.merge.authorship import Turn, authors
from editor.models import Draft, DraftVersion


class NoRoomError(Exception):
    """The summary is too long for it: the wiki would cut it off."""


def credit_line(*, draft: Draft, publisher: User) -> str:
    """What the summary may say of the others whose words are in the text, unless it names them
    already; often nothing."""
    others = coauthors(draft) - {publisher.pk}
    if not others:
        return ""
    willing = draft.shares.filter(user__in=others, is_named=True).select_related("user__credential")
    links = {f"[[User:{wiki_username(share.user)}]]" for share in willing}
    names = sorted(link for link in links if link not in draft.summary)
    # "User" is what every wiki calls that namespace beside its own word for it.
    return f"with {', '.join(names)}" if names else ""


def answers_about_naming(*, draft: Draft, publisher: User) -> str:
    """What the others said about being named, as a word that changes when one of them says more."""
    answered = draft.shares.exclude(user=publisher).exclude(is_named=None).order_by("pk")
    answers = answered.values_list("pk", "is_named")
    return " ".join(f"{share}{'+' if is_named else '-'}" for share, is_named in answers)


def coauthors(draft: Draft) -> set[int]:
    """Whose words the draft adds to the page. A draft that was never shared has one author, and
    nothing is compared."""
    published = draft.attempts.standing()
    ends = draft.versions.filter(reason=DraftVersion.Reason.HAND_OVER).exclude(author=None)
    if published:
        ends = ends.filter(kept_at__gt=published.started_at)
    turns = [
        Turn(author=end.author_id or 0, text=end.text.content)
        for end in ends.select_related("text").order_by("id")
    ]
    if not turns:
        return {draft.pen_id}
    turns.append(Turn(author=draft.pen_id, text=draft.text))
    base = draft.base_text.content
    return authors(base, published.text.content if published else base, turns)


def add_credit(*, draft: Draft, user: User) -> Saved | None:
    """Put the line into the draft's summary, once. Raises NoRoomError, and as `save_draft`."""
    line = credit_line(draft=draft, publisher=user)
    if not line:
        return None
    summary = f"{draft.summary.rstrip()} {line}".lstrip()
    if len(summary) > SUMMARY_LENGTH:
        raise NoRoomError
    change = Change(version=draft.version, text=draft.text)
    return save_draft(
        draft=draft, author=user, change=change, fields=fields_of(draft, summary=summary)
    )
