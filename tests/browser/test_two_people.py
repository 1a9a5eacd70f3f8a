"""Two editors, two browsers, one page, at the same time."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Desk


def test_edits_apart_from_each_other_both_reach_the_wiki(wiki, title, alice, bob):
    alice.open(title)
    bob.open(title)
    alice.replace("First line.", "First line, by Alice.").saved()
    bob.replace("Fifth line.", "Fifth line, by Bob.").saved()
    bob.publish()
    publish_through_desk(alice)
    assert wiki.text(title) == (
        "First line, by Alice.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\n"
        "Fifth line, by Bob."
    )
    assert [revision["user"] for revision in wiki.history(title)] == ["Alice", "Bob", "Bob"]


def test_one_who_edits_what_was_merged_goes_on_from_there(wiki, title, alice, bob):
    alice.open(title)
    bob.open(title).replace("First line.", "First line, by Bob.").publish()
    alice.replace("Fifth line.", "Fifth line, by Alice.").saved()
    publish_through_desk(alice)
    alice.open(title)
    expect(alice.text).to_have_value(
        "First line, by Bob.\n\nSecond line.\n\nThird line.\n\nFourth line.\n\n"
        "Fifth line, by Alice."
    )


HERS, HIS = "Alice wants more?", "Bob decided otherwise!"
# What is left of the second line, piece by piece, in this order.
CHOICES = {
    "Mine": [HERS],
    "Both, theirs first": [HIS, HERS],
    "Both, mine first": [HERS, HIS],
    "By hand": ["Written by hand from both"],
}


@pytest.mark.parametrize("choice", CHOICES)
def test_a_collision_is_decided_with_the_keyboard_alone(wiki, title, alice, bob, choice):
    collide(title, alice, bob)
    page = alice.page
    expect(page.get_by_role("group", name="Passage 1 of 1")).to_be_visible()
    expect(page.locator(".side-theirs")).to_contain_text(HIS)
    expect(page.locator(".side-mine")).to_contain_text(HERS)

    tab_to(alice, "input[type=radio]")
    names = ["Theirs", *CHOICES]
    # Backwards from the first enters a group of radio buttons without choosing by chance.
    page.keyboard.press("Space")
    for _ in range(names.index(choice)):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=choice, exact=True)).to_be_checked()
    if choice == "By hand":
        page.keyboard.press("Tab")
        page.keyboard.press("Control+A")
        page.keyboard.type(CHOICES[choice][0])
    tab_to(alice, "button[value=publish]")
    page.keyboard.press("Enter")
    alice.published()

    text = wiki.text(title)
    assert text.startswith("First line.\n\n")
    assert text.endswith("Third line.\n\nFourth line.\n\nFifth line.")
    left = text
    for piece in CHOICES[choice]:
        _, found, left = left.partition(piece)
        assert found
    for words in {HERS, HIS} - set(CHOICES[choice]):
        assert words not in text
    # Bob's words stand in the history whatever Alice chose, and hers under "Versions".
    assert any(HIS in wiki.text(title, r["revid"]) for r in wiki.history(title))
    page.goto(f"/drafts/{draft_of(alice, title)}/versions")
    expect(page.get_by_role("link", name="by Bob")).to_be_visible()
    page.get_by_role("link", name="by Bob").click()
    expect(page.get_by_role("main")).to_contain_text(HERS)
    expect(page.get_by_role("main")).to_contain_text(HIS)


def test_deciding_for_theirs_alone_leaves_the_wiki_as_it_is(wiki, title, alice, bob):
    collide(title, alice, bob)
    alice.page.get_by_role("radio", name="Theirs", exact=True).check()
    alice.button("Decide and publish").click()
    expect(alice.page.get_by_role("heading", name="Nothing to publish")).to_be_visible()
    assert wiki.history(title)[0]["user"] == "Bob"
    alice.page.get_by_role("link", name="Keep editing").click()
    expect(alice.text).to_have_value(wiki.text(title))
    alice.page.get_by_role("link", name="Versions").click()
    alice.page.get_by_role("link", name="by Bob").click()
    expect(alice.page.get_by_role("main")).to_contain_text(HERS)


def test_leaving_the_collision_open_loses_nothing(wiki, title, alice, bob):
    collide(title, alice, bob)
    alice.page.goto("/")
    entry = alice.page.get_by_role("listitem").filter(has_text=title)
    expect(entry).to_contain_text("Collision")
    entry.get_by_role("link", name="Decide").click()
    alice.button("Decide and publish").click()
    expect(alice.page.get_by_text("Choose one for this passage.")).to_be_visible()
    alice.page.get_by_role("radio", name="Mine", exact=True).check()
    alice.button("Put it into the draft").click()
    expect(alice.text).to_have_value(
        f"First line.\n\n{HERS}\n\nThird line.\n\nFourth line.\n\nFifth line."
    )
    alice.publish()
    assert HERS in wiki.text(title)


def test_a_newer_colliding_version_is_said_while_one_still_writes(wiki, title, alice, bob):
    alice.open(title)
    bob.open(title).replace("Second line.", HIS).publish()
    alice.replace("Second line.", HERS).saved()
    expect(alice.status).to_contain_text("collides with yours", timeout=30_000)
    expect(alice.status.get_by_role("link", name="Decide")).to_be_visible()
    # Writing goes on, and is saved.
    alice.write(" And more.").saved()
    expect(alice.text).to_have_value(
        f"First line.\n\n{HERS}\n\nThird line.\n\nFourth line.\n\nFifth line. And more."
    )
    alice.status.get_by_role("link", name="Decide").click()
    alice.page.get_by_role("radio", name="Both, theirs first").check()
    alice.button("Decide and publish").click()
    alice.published()
    text = wiki.text(title)
    for words in (HIS, HERS, "And more."):
        assert words in text


def collide(title: str, alice: Desk, bob: Desk) -> None:
    """Both change the second line, Bob publishes first; Alice comes to the collision desk."""
    alice.open(title)
    bob.open(title)
    bob.replace("Second line.", HIS).publish()
    alice.replace("Second line.", HERS).saved()
    alice.button("Publish").click()
    expect(
        alice.page.get_by_role("heading", name="Somebody published a newer version")
    ).to_be_visible()


def publish_through_desk(desk: Desk) -> None:
    """Publish; a merge that fits is shown first and published with one more press."""
    desk.button("Publish").click()
    merged = desk.button("Publish the merged text")
    done = desk.page.get_by_role("heading", name="Published, revision")
    expect(merged.or_(done)).to_be_visible()
    if merged.is_visible():
        merged.click()
    desk.published()


def draft_of(desk: Desk, title: str) -> int:
    return desk.open(title).draft_id


def tab_to(desk: Desk, selector: str) -> None:
    for _ in range(40):
        desk.page.keyboard.press("Tab")
        if desk.page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key does not reach {selector}")
