"""Deciding at the desk as a browser does: one collision with two passages."""

from __future__ import annotations

from editor.models import Draft

# Two places that are far enough apart to be two questions, of words that nobody shares.
BETWEEN = "\n\n" + " ".join(f"word{number}" for number in range(150)) + "\n\n"
BASE = f"First line{BETWEEN}Last line"
MINE = f"My words{BETWEEN}My end"
THEIRS = f"Their sentence{BETWEEN}Their finish"


def stored(snapshot) -> Draft:
    found: Draft = Draft.objects.get(pk=snapshot.draft_id)
    return found


def questions(browser, desk):
    return browser.get(desk).context["questions"]


def decide(browser, desk, number, choice, **options):
    """Press a button of a passage, counted from 0."""
    key = questions(browser, desk)[number].answered.card.key
    fields = {"card": key, "choice": choice} | options.pop("fields", {})
    return browser.post(desk.replace("conflict", "decide"), fields, **options)


def decided(browser, desk, *choices):
    for number, choice in enumerate(choices):
        decide(browser, desk, number, choice)


def finish(browser, desk, then):
    """Press a button below the result, as it stands."""
    shown = browser.get(desk).context["result"].digest
    return browser.post(desk, {"then": then, "shown": shown})
