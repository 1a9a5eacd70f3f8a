"""What others publish comes into an open draft while nobody types, and the caret stays."""

from __future__ import annotations

from playwright.sync_api import Route, expect

from tests.browser.faults import stopped
from tests.browser.pages import Desk
from tests.people import new_title

LINES = [f"Line {number} of the page." for number in range(1, 121)]


def test_newer_edits_come_in_when_typing_pauses_and_can_be_taken_back(wiki, alice, bob):
    title = new_title()
    wiki.edit(title, "\n".join(LINES))
    alice.open(title)
    alice.replace("Line 60 of", "Line sixty of").saved()
    added = [f"Added by Bob {number}." for number in range(10)]
    bob.open(title)
    bob.select(0, 0)
    bob.page.keyboard.type("\n".join(added) + "\n")
    bob.replace("Line 100 of", "Line a hundred of").saved().publish()
    line = alice.page.locator("#wiki-news")

    alice.page.keyboard.type(" She")
    alice.page.evaluate("window.dispatchEvent(new Event('online'))")
    alice.page.keyboard.type(" goes on typing.", delay=250)
    expect(line).to_contain_text("Bob published a newer version")
    assert "Added by Bob" not in alice.text.input_value()
    before = place(alice)

    expect(line).to_contain_text("1 newer edit by Bob, merged into your draft.")
    after = place(alice)
    assert after["line"] == before["line"] + 10
    assert abs(after["top"] - before["top"]) <= 1
    assert after["isFocused"]
    alice.page.keyboard.type(" And on.")
    text = alice.saved().text.input_value()
    assert text.splitlines()[69] == "Line sixty of She goes on typing. And on. the page."
    assert text.startswith("Added by Bob 0.\n")
    assert "Line a hundred of" in text

    line.get_by_role("button", name="Undo").click()
    expect(line).to_contain_text("The newer edits by Bob are not in your text.")
    text = alice.text.input_value()
    assert "Added by Bob" not in text
    assert "Line sixty of She goes on typing. And on." in text

    line.get_by_role("button", name="Merge now").click()
    expect(line).to_contain_text("merged into your draft")
    alice.saved().publish()
    assert wiki.text(title).splitlines()[69] == (
        "Line sixty of She goes on typing. And on. the page."
    )
    assert wiki.text(title).startswith("Added by Bob 0.\n")


def place(desk: Desk) -> dict[str, float]:
    """The caret's line, and how far down on the screen it stands."""
    found: dict[str, float] = desk.text.evaluate(
        """area => {
            const line = area.value.slice(0, area.selectionStart).split("\\n").length - 1;
            const height = area.scrollHeight / area.value.split("\\n").length;
            return {
                line,
                top: area.getBoundingClientRect().top + line * height - area.scrollTop,
                isFocused: document.activeElement === area,
            };
        }"""
    )
    return found


def test_what_could_not_be_merged_is_tried_again(wiki, title, alice):
    page = alice.page
    page.clock.install()
    alice.open(title).write(" Mine.").saved()
    wiki.edit(title, alice.text.input_value().replace("Second", "Their second"))
    news = page.locator("#wiki-news")
    page.route("**/catch-up", lambda route: route.abort(), times=1)
    page.evaluate(
        """() => {
            const asking = document.getElementById("catch-up");
            window.failed = new Promise((done) => {
                asking.addEventListener("htmx:afterRequest", () => done());
            });
            window.dispatchEvent(new Event("online"));
        }"""
    )
    page.clock.fast_forward(5_000)
    page.evaluate("window.failed")
    with stopped(wiki):
        page.clock.fast_forward(20_000)
        expect(news).to_contain_text("Your text is safe")
        expect(news.get_by_role("button", name="Merge now")).to_be_visible()
    page.clock.fast_forward(60_000)
    expect(news).to_contain_text("merged into your draft.")
    assert "Their second" in alice.text.input_value()


def test_typing_where_it_is_just_being_merged_wins(wiki, title, alice, bob):
    alice.open(title)
    alice.replace("Fifth line.", "Fifth line, by Alice.").saved()
    bob.open(title).replace("Second line.", "Second line, by Bob.").saved().publish()
    held: list[Route] = []
    alice.page.route("**/catch-up", lambda route: held.append(route), times=1)
    with alice.page.expect_request("**/catch-up"):
        alice.page.evaluate("window.dispatchEvent(new Event('online'))")
    alice.replace("Second line.", "Her own words!")
    held[0].continue_()
    expect(alice.page.locator("#wiki-news")).to_contain_text("are not in your text")
    alice.saved()
    mine = alice.text.input_value()
    assert "Her own words!" in mine
    assert "by Bob" not in mine
    alice.button("Publish").click()
    expect(alice.page.get_by_text("1 of 1 left")).to_be_visible()
    assert "Second line, by Bob." in wiki.text(title)


def test_one_passage_of_a_merge_is_undone_while_one_writes_elsewhere(wiki, alice, bob):
    title = new_title()
    words = "One two three four five six seven eight nine ten eleven."
    lines = [*LINES[:60], words, *LINES[60:]]
    wiki.edit(title, "\n".join(lines))
    alice.open(title)
    alice.replace("eleven", "and mine").saved()
    bob.open(title).replace("One two", "His own two")
    bob.replace("Line 100 of", "Line a hundred of").saved().publish()
    line = alice.page.locator("#wiki-news")
    alice.replace("Line 80 of", "Line eighty of").saved()
    alice.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(line).to_contain_text("1 passage needs a look")

    # What the pulse brings meanwhile does not take the line away from under what was pressed.
    held: list[Route] = []
    alice.page.route("**/passages", lambda route: held.append(route), times=1)
    with alice.page.expect_request("**/passages"):
        line.get_by_role("link", name="Show").click()
    with alice.page.expect_response("**/pulse"):
        alice.page.evaluate("window.dispatchEvent(new Event('online'))")
    held[0].continue_()
    panel = alice.panel
    expect(panel.get_by_role("heading", name="Both of you changed this paragraph")).to_be_visible()
    expect(line).not_to_contain_text("needs a look")
    near = panel.get_by_role("button", name="Undo this passage").first
    expect(near).to_have_accessible_description("Both of you changed this paragraph")

    before = place(alice)
    near.focus()
    alice.page.keyboard.press("Enter")
    expect(panel).to_contain_text("Your words stand there again.")
    alice.text.focus()
    after = place(alice)
    assert after["line"] == before["line"]
    assert abs(after["top"] - before["top"]) <= 1
    alice.page.keyboard.type(" She goes on.")
    text = alice.saved().text.input_value()
    assert text.splitlines()[60] == words.replace("eleven", "and mine")
    assert "Line eighty of She goes on. the page." in text
    assert "Line a hundred of" in text
    alice.publish()
    assert wiki.text(title) == text


def test_what_was_merged_is_prepared_on_the_wiki(wiki, title, alice, bob):
    alice.open(title).replace("Fifth line.", "Fifth line, by Alice.").saved().ready()
    bob.open(title).replace("Second line.", "Second line, by Bob.").saved().publish()
    # Nothing is typed, so only the merge makes anything new to prepare.
    with alice.page.expect_response("**/stash"):
        alice.page.evaluate("window.dispatchEvent(new Event('online'))")
        expect(alice.page.locator("#wiki-news")).to_contain_text("merged into your draft")
    wiki.clear_log("StashEdit")
    alice.publish()
    assert any("cache hit" in line for line in wiki.log("StashEdit"))
