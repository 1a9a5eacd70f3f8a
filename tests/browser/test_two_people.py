"""Two editors, two browsers, one page, at the same time."""

from __future__ import annotations

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


def test_three_passages_are_decided_with_the_keyboard_alone(wiki, title, alice):
    page = alice.page
    far = " ".join(f"word{number}" for number in range(100))
    base = f"\n\n{far}\n\n".join(["First line.", "Second line.", "Third line."])
    wiki.edit(title, base)
    alice.open(title)
    alice.paste(base.replace("First", "My first").replace("Second", "My").replace("Third", "Mine"))
    alice.saved()
    wiki.edit(title, base.replace("First", "Her").replace("Second", "Her").replace("Third", "Hers"))
    alice.button("Publish").click()
    expect(page.get_by_text("3 of 3 left")).to_be_visible()
    # Words are shown before the keys are listened to.
    page.wait_for_load_state()
    # Letters are no text on this page, and the passage that is next has the focus.
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("listitem").filter(has_text="Passage 2 of 3")).to_be_focused()
    page.keyboard.press("1")
    expect(page.get_by_text("2 of 3 left")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Passage 3 of 3")).to_be_focused()
    # Back to what was decided, and otherwise.
    page.keyboard.press("k")
    second = page.get_by_role("listitem").filter(has_text="Passage 2 of 3")
    expect(second).to_be_focused()
    page.keyboard.press("2")
    expect(second.locator("[value=mine]")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("listitem").filter(has_text="Passage 3 of 3")).to_be_focused()
    page.keyboard.press("e")
    page.keyboard.press("Control+A")
    page.keyboard.type("By hand: 1, 2, 3, j, k, e.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("1 of 3 left")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Passage 1 of 3")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_text("out of the box")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_text("All decided")).to_be_visible()
    result = page.get_by_role("region", name="What publishing changes on the wiki")
    expect(result).to_be_focused()
    tab_to(alice, "button[value=publish]")
    page.keyboard.press("Enter")
    alice.published()
    assert wiki.text(title) == f"\n\n{far}\n\n".join(
        ["Her line.\nMy first line.", "My line.", "By hand: 1, 2, 3, j, k, e."]
    )


def test_what_was_decided_and_written_outlasts_the_tab(wiki, title, alice, bob):
    collide(title, alice, bob)
    page = alice.page
    page.locator(".by-hand summary").click()
    page.get_by_role("textbox", name="By hand").fill("Begun by hand, and left.")
    expect(page.get_by_text("Kept", exact=True)).to_be_visible()
    page.goto("/")
    entry = page.get_by_role("listitem").filter(has_text=title)
    expect(entry).to_contain_text("Collision")
    entry.get_by_role("link", name="Decide").click()
    expect(page.get_by_role("textbox", name="By hand")).to_have_value("Begun by hand, and left.")
    alice.button("Mine").click()
    alice.button("Put it into the draft").click()
    expect(alice.text).to_have_value(
        f"First line.\n\n{HERS}\n\nThird line.\n\nFourth line.\n\nFifth line."
    )
    alice.publish()
    assert HERS in wiki.text(title)
    # Bob's words stand in the history, and both under "Versions".
    page.goto(f"/drafts/{draft_of(alice, title)}/versions")
    page.get_by_role("link", name="by Bob").click()
    expect(page.get_by_role("main")).to_contain_text(HERS)
    expect(page.get_by_role("main")).to_contain_text(HIS)


def test_deciding_for_theirs_alone_leaves_the_wiki_as_it_is(wiki, title, alice, bob):
    collide(title, alice, bob)
    alice.button("Theirs").click()
    alice.page.locator("#result").get_by_role("button", name="Publish").click()
    expect(alice.page.get_by_role("heading", name="Nothing to publish")).to_be_visible()
    assert wiki.history(title)[0]["user"] == "Bob"
    alice.page.get_by_role("link", name="Keep editing").click()
    expect(alice.text).to_have_value(wiki.text(title))


def test_a_newer_colliding_version_is_said_while_one_still_writes(wiki, title, alice, bob):
    alice.open(title)
    bob.open(title).replace("Second line.", HIS).publish()
    alice.replace("Second line.", HERS).saved()
    news = alice.page.locator("#wiki-news")
    expect(news).to_contain_text("1 passage to decide", timeout=30_000)
    # Writing goes on, and is saved.
    alice.write(" And more.").saved()
    expect(alice.text).to_have_value(
        f"First line.\n\n{HERS}\n\nThird line.\n\nFourth line.\n\nFifth line. And more."
    )
    news.get_by_role("link", name="Decide").click()
    alice.page.get_by_role("button", name="Both, theirs first").click()
    alice.page.locator("#result").get_by_role("button", name="Publish").click()
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
    # What is written before the scripts begin is kept when a button is pressed only.
    alice.page.wait_for_load_state()


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
