"""Several browsers on one page at once: no word that was typed is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.pages import Desk

# The fifth is Alice at another device: it has the same draft, and comes too late with it.
PEOPLE = ["Alice", "Bob", "Carol", "Admin", "Alice"]
ROUNDS = 12


@pytest.mark.parametrize("number", [2, 3, 5])
def test_nobody_loses_a_word(wiki, galley, title, person, number):
    names = PEOPLE[:number]
    desks = [person(name).open(title) for name in names]
    words = [f"by {name} at browser {place}" for place, name in enumerate(names, start=1)]
    for desk, typed in list(zip(desks, words, strict=True))[:4]:
        write(desk, typed)
    for desk in desks[:4]:
        desk.saved()
    for desk, typed in list(zip(desks, words, strict=True))[4:]:
        write(desk, typed)
        expect(desk.status).to_contain_text("changed in another tab or on another device")
    for desk in desks[:4]:
        # All of them before anybody's publish is through.
        desk.button("Publish").dispatch_event("click")
    for _ in range(ROUNDS):
        waiting = [desk for desk in desks[:4] if not is_published(desk)]
        if not waiting:
            break
        for desk in waiting:
            decide(desk)
    assert [is_published(desk) for desk in desks[:4]] == [True] * min(number, 4)
    text = wiki.text(title)
    assert text.count("Fourth line.") == 1
    for typed in words[:4]:
        assert f"Third line, {typed}." in text
        assert f"And at the end {typed}." in text
    assert len(wiki.history(title)) == 1 + min(number, 4)
    if number == 5:
        assert any(words[4] in kept for kept in galley.kept_texts(title))
        late = desks[4].open(title)
        # What came too late is offered beside the newest text, into which it goes by hand.
        with late.page.expect_download() as download:
            late.button("Download it").click()
        assert words[4] in download.value.path().read_text()
        late.write(f" And late {words[4]}.").saved().publish()
        assert all(typed in wiki.text(title) for typed in words)
        assert wiki.text(title) == f"{text} And late {words[4]}."


def write(desk: Desk, typed: str) -> None:
    desk.replace("Third line.", f"Third line, {typed}.").write(f" And at the end {typed}.")


def published(desk: Desk) -> Locator:
    return desk.page.get_by_role("heading", name=re.compile(r"^Published, revision \d+$"))


def collision(desk: Desk) -> Locator:
    return desk.page.get_by_role("heading", name="Somebody published a newer version")


def is_published(desk: Desk) -> bool:
    expect(published(desk).or_(collision(desk)).first).to_be_visible()
    return published(desk).is_visible()


def decide(desk: Desk) -> None:
    """Keep both in each passage that is still open, and publish what comes of it."""
    result = desk.page.locator("#result").get_by_role("button", name="Publish")
    for _ in range(ROUNDS):
        passages = desk.page.locator(".question-open")
        expect(passages.first.or_(result).first).to_be_visible()
        if not passages.count():
            break
        # Where somebody was quicker, the desk says so and asks anew.
        with desk.page.expect_response(lambda response: response.request.method == "POST"):
            passages.first.get_by_role("button", name="Both, theirs first").click()
        expect(desk.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)
    with desk.page.expect_navigation():
        result.click()
