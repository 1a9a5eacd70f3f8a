"""What is written by hand at the collision desk: none of it is lost, whoever else decides."""

from __future__ import annotations

from django.contrib.auth.models import User

from editor.merge.cards import Card
from editor.models import Draft, DraftVersion, Text
from editor.wiki import incoming


def digest_of_own(own: str) -> str:
    """What a page that shows it knows of it; empty for nothing."""
    return Text.digest_of(own) if own else ""


def written_by_hand(card: Card, *, held: str, box: str | None, is_answer: bool) -> str:
    """What is written by hand on a passage from now on, where `held` was and a box comes along.

    `is_answer`: what the box holds was pressed to be the answer. Else one that nobody wrote in says
    nothing: it may be of a page that was opened before anything was written.
    """
    if box is None:
        return held
    box = incoming(box)
    if not is_answer and box in (card.to_write_on, card.shown(held)):
        return held
    return box


def keep_replaced(draft: Draft, author: User, *, held: str, written: str, known: str) -> None:
    """Keep what was written by hand in another tab, of which the page that writes did not know."""
    if held not in ("", written) and known != digest_of_own(held):
        keep_passage(draft, author, held)


def keep_passage(draft: Draft, author: User, own: str) -> None:
    """Keep a passage for which there is no place, where it can be read and copied."""
    DraftVersion.objects.keep(
        draft, DraftVersion.Reason.PASSAGE, text=incoming(own), author_id=author.pk
    )
