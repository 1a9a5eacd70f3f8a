"""The desk where a collision is decided, which two views answer with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from editor.access import snapshots_for_user
from editor.actions.by_hand import digest_of_own
from editor.actions.collide import what_became_of_theirs
from editor.actions.content_models import InvalidJsonError, check_content
from editor.actions.decide import MERGED, Answered, Desk
from editor.actions.presence import company
from editor.http import EditorRequest, render_page
from editor.merge import Choice
from editor.merge.differences import Difference, difference
from editor.models import ConflictSnapshot, Draft, Text
from editor.views.explain import Explanation, explain
from editor.views.wiki_news import widened_words
from editor.views.words.presence import presence_words

TEMPLATE = "draft_conflict.html"
QUESTIONS_SHOWN = 50
MERGED_SHOWN = 100
# Characters of one side of a passage; of a longer one the beginning is shown, without differences.
LONGEST_SHOWN = 20_000
BEGINNING_SHOWN = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """A button that decides a passage, and the key that presses it."""

    value: str
    label: str
    key: str
    is_chosen: bool
    is_suggested: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A passage to decide, as the page shows it."""

    answered: Answered
    number: int
    options: tuple[Option, ...]
    mine: Difference
    theirs: Difference
    base: str
    result: str | None
    is_long: bool

    @property
    def anchor(self) -> str:
        return anchor_of(self.answered)

    @property
    def is_by_hand(self) -> bool:
        return self.answered.choice == Choice.OWN

    @property
    def known(self) -> str:
        """What the page knows to be written by hand."""
        return digest_of_own(self.answered.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """A passage that was merged with care, as the finished desk shows it."""

    answered: Answered
    difference: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The decided text against the wiki's newest revision."""

    digest: str
    difference: Difference
    # The lines of it that were merged with care.
    noticed: frozenset[int]
    merged: tuple[Merged, ...]
    merged_hidden: int
    trouble: Explanation | None


def anchor_of(answered: Answered) -> str:
    return f"passage-{answered.card.key[:12]}"


def render_desk(
    request: EditorRequest,
    draft: Draft,
    desk: Desk,
    *,
    trouble: Explanation | None = None,
    is_again: bool = False,
    is_incomplete: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The whole page, with the questions around the one that is open."""
    page = _page(request, desk)
    start = page.start_index()
    context = {
        **desk_context(request.user, draft, desk),
        "page": page,
        "questions": [
            question_of(answered, number) for number, answered in enumerate(page, start=start)
        ],
        "result": result_of(draft, desk),
        "edits": edits_of(desk.snapshot),
        "presence": presence_words(company(user=request.user, draft=draft)),
        "theirs_became": what_became_of_theirs(desk.snapshot),
        "widened": widened_words(desk.snapshot.draft),
        "trouble": trouble,
        "is_again": is_again,
        "is_incomplete": is_incomplete,
    }
    return render_page(request, TEMPLATE, context, status=status)


def edits_of(snapshot: ConflictSnapshot) -> list[dict[str, Any]]:
    """Whose edits theirs is made of, newest first; none where it is one, which says so itself."""
    edits = snapshot.taken_in if len(snapshot.taken_in) > 1 else []
    return [edit | {"timestamp": parse_datetime(edit["timestamp"])} for edit in reversed(edits)]


def desk_context(user: User, draft: Draft, desk: Desk) -> dict[str, Any]:
    """What the page and its parts need of the desk as a whole."""
    following = desk.next_open()
    # A guest who decides a collision that is older than the share has no page with all its texts.
    texts = snapshots_for_user(user).filter(pk=desk.snapshot.pk)
    return {
        "draft": draft,
        "snapshot": desk.snapshot,
        "count": len(desk.questions),
        "left": desk.left,
        "offers_texts": texts.exists(),
        "next_url": desk_url(draft, desk, following) if following else "",
    }


def desk_url(draft: Draft, desk: Desk, answered: Answered | None) -> str:
    """The address of a passage on the desk, or of the result when there is no passage to go to."""
    address = reverse("draft_conflict", kwargs={"draft_id": draft.pk})
    if answered is None:
        return f"{address}#result"
    keys = [question.card.key for question in desk.questions]
    page = keys.index(answered.card.key) // QUESTIONS_SHOWN + 1
    return f"{address}?page={page}#{anchor_of(answered)}"


def question_of(answered: Answered, number: int) -> Question:
    card = answered.card
    is_long = max(map(len, (card.base, card.mine, card.theirs))) > LONGEST_SHOWN
    base, mine, theirs = (
        text[:BEGINNING_SHOWN] if is_long else text for text in (card.base, card.mine, card.theirs)
    )
    return Question(
        answered=answered,
        number=number,
        options=tuple(_options(answered)),
        mine=difference("" if is_long else base, mine),
        theirs=difference("" if is_long else base, theirs),
        base=base,
        result=answered.text[:LONGEST_SHOWN] if answered.text is not None else None,
        is_long=is_long,
    )


def result_of(draft: Draft, desk: Desk) -> Result | None:
    """None while anything is open."""
    if desk.text is None:
        return None
    trouble = None
    try:
        check_content(draft, desk.text)
    except InvalidJsonError as error:
        trouble = explain(error)
    return Result(
        digest=Text.digest_of(desk.text),
        difference=difference(desk.snapshot.theirs_text.content, desk.text),
        noticed=frozenset(_noticed(desk)),
        merged=tuple(
            Merged(
                answered=answered,
                difference=difference(answered.card.base, answered.card.merged or ""),
            )
            for answered in desk.merged[:MERGED_SHOWN]
        ),
        merged_hidden=max(0, len(desk.merged) - MERGED_SHOWN),
        trouble=trouble,
    )


def _page(request: EditorRequest, desk: Desk) -> Page[Answered]:
    pages = Paginator(desk.questions, QUESTIONS_SHOWN)
    asked = request.GET.get("page", "")
    if asked.isdecimal():
        return pages.get_page(asked)
    following = desk.next_open()
    at = desk.questions.index(following) if following else 0
    return pages.get_page(at // QUESTIONS_SHOWN + 1)


def _options(answered: Answered) -> Iterator[Option]:
    labels: Mapping[str, str] = {
        Choice.THEIRS: pgettext("passage", "Theirs"),
        Choice.MINE: pgettext("passage", "Mine"),
        Choice.THEIRS_THEN_MINE: _("Both, theirs first"),
        Choice.MINE_THEN_THEIRS: _("Both, mine first"),
        MERGED: _("As it was merged"),
    }
    card = answered.card
    for key, (value, label) in enumerate(labels.items(), start=1):
        is_both = value in (Choice.THEIRS_THEN_MINE, Choice.MINE_THEN_THEIRS)
        if (is_both and not card.has_both) or (value == MERGED and card.is_question):
            continue
        yield Option(
            value=value,
            label=label,
            key=str(key),
            is_chosen=answered.choice == value,
            is_suggested=card.suggested == value,
        )


def _noticed(desk: Desk) -> Iterator[int]:
    line = 1
    for piece in desk.pieces:
        text = (piece if isinstance(piece, str) else piece.text) or ""
        if not isinstance(piece, str) and not piece.is_asked and text:
            yield from range(line, line + len(text.rstrip("\n").split("\n")))
        line += text.count("\n")
