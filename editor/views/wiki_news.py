"""What is new on the wiki around a draft, in words: one line, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from editor.actions.news import News, Standing
from editor.actions.whose_edits import MOST_COUNTED
from editor.models import ConflictSnapshot, Draft, PageState
from editor.templatetags.clock import clock
from editor.views.fate_words import explain_fate
from editor.views.words.protection import level_words

# More names than this are others.
NAMED = 2


def news_context(draft: Draft, news: News) -> dict[str, Any]:
    """For `_wiki_news.html`."""
    return {
        "news": news,
        "news_line": _line(draft, news),
        "news_shown": _shown(news),
        "news_unseen": _unseen(news) if _tells_unseen(news) else "",
        "fate": explain_fate(news.fate) if news.fate else None,
        "protected": _protected(draft, news),
        "widened": widened_words(draft),
    }


def widened_words(draft: Draft) -> SafeString | str:
    """Why a draft that was begun of a section is of the whole page, until it is published."""
    if draft.widened_version is None or draft.state != Draft.State.EDITING:
        return ""
    words = (
        _(
            "This was a draft of the section “{section}”. What belongs to that section has changed "
            "on the wiki, so it is a draft of the whole page now. Your words stand where they "
            "belong."
        )
        if draft.widened_heading
        else _(
            "This was a draft of the introduction. What belongs to it has changed on the wiki, so "
            "it is a draft of the whole page now. Your words stand where they belong."
        )
    )
    return format_html(words, section=format_html("<bdi>{}</bdi>", draft.widened_heading))


def merged_line(snapshot: ConflictSnapshot, username: str) -> SafeString:
    """How much of whom a merge has taken in."""
    count = max(len(snapshot.taken_in), 1)
    words = ngettext(
        "{count} newer edit by {names}, merged into your draft.",
        "{count} newer edits by {names}, merged into your draft.",
        count,
    )
    number = _("50 or more") if count >= MOST_COUNTED else str(count)
    return format_html(words, count=number, names=names(snapshot.authors, username))


def passages_unseen(count: int) -> str:
    """How many passages want to be looked at; nothing where none does."""
    words = ngettext(
        "%(count)d passage needs a look: both of you changed it.",
        "%(count)d passages need a look: both of you changed them.",
        count,
    )
    return words % {"count": count} if count else ""


def _unseen(news: News) -> str:
    if news.unseen_in and not news.unseen:
        return _("Look at what was merged before you publish it.")
    return passages_unseen(news.unseen)


def _shown(news: News) -> ConflictSnapshot | None:
    """What "Show" opens: what wants a look goes first."""
    if _tells_unseen(news) and news.unseen_in:
        return news.unseen_in
    is_merge = news.standing in (Standing.MERGED, Standing.DECLINED)
    return news.snapshot if is_merge and news.is_in_sight else None


def _tells_unseen(news: News) -> bool:
    """Where something has to be decided or merged first, that is said first."""
    return news.standing in (Standing.CURRENT, Standing.MERGED, Standing.DECLINED)


def names(authors: Sequence[str], username: str) -> SafeString:
    """The people, oneself as “you”, those whom the wiki hides as “somebody”."""
    shown = [_name(author, username) for author in authors[:NAMED]] or [_name("", username)]
    others = len(authors) - NAMED
    if others > 0:
        words = ngettext("{names} and {count} other", "{names} and {count} others", others)
        return format_html(words, names=format_html(_("{}, {}"), *shown), count=others)
    return format_html(_("{} and {}"), *shown) if len(shown) == NAMED else shown[0]


def _name(author: str, username: str) -> SafeString:
    if author and author == username:
        return format_html("{}", _("you"))
    return format_html("<bdi>{}</bdi>", author) if author else format_html("{}", _("somebody"))


def _line(draft: Draft, news: News) -> SafeString | str:
    snapshot = news.snapshot
    match news.standing:
        case Standing.BEHIND if news.newest:
            return _behind(draft, news.newest, news.username)
        case Standing.DECLINED if snapshot:
            words = _(
                "The newer edits by {names} are not in your text. Galley asks about them when you "
                "publish."
            )
            return format_html(words, names=names(_left_out(snapshot, news.newest), news.username))
        case Standing.MERGED if snapshot:
            return merged_line(snapshot, news.username)
        case Standing.CURRENT if news.unseen_in:
            return _("Newer edits were merged into your draft.")
        case Standing.COLLIDED if snapshot:
            who = _name(snapshot.theirs_user, news.username)
            if snapshot.questions == 0:
                words = _("A newer version by {name} fits together with your text. {left}")
                return format_html(words, name=who, left=passages_left(0))
            return format_html(
                _("A newer version by {name} collides with your text. {left}"),
                name=who,
                left=passages_left(snapshot.questions),
            )
    return ""


def _left_out(declined: ConflictSnapshot, newest: PageState | None) -> list[str]:
    """Whose edits are not in the draft: those that were taken back, and who came after them."""
    authors = declined.authors
    if newest is None or newest.revid <= declined.theirs_revid:
        return authors
    # First, for it is the news.
    return list(dict.fromkeys([newest.user, *authors]))


def passages_left(questions: int | None) -> str:
    if questions is None:
        return _("It has to be decided what to keep.")
    if questions == 0:
        return _("The result is to be looked at.")
    words = ngettext("%(count)s passage to decide.", "%(count)s passages to decide.", questions)
    return words % {"count": questions}


def _behind(draft: Draft, newest: PageState, username: str) -> SafeString:
    if draft.is_new_page:
        return format_html(
            _("{name} created this page meanwhile."), name=_name(newest.user, username)
        )
    if newest.user and newest.user == username:
        return format_html(
            "{}", _("You published a newer version from another place. It is no part of this yet.")
        )
    return format_html(
        _("{name} published a newer version. It is merged into your draft when you pause."),
        name=_name(newest.user, username),
    )


def _protected(draft: Draft, news: News) -> SafeString | str:
    entry = news.protection
    if entry is None:
        return ""
    return format_html(
        _("{name} protected this page on {time}. {who_may}"),
        name=_name(entry.user, ""),
        time=clock(entry.timestamp, "dated"),
        who_may=level_words(news.level, draft.wiki.site),
    )
