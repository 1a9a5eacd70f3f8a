"""Two people in one draft, taking turns."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.pages import Desk
from tests.people import new_title

LINES = ["First line.", "Second line.", "Third line.", "Fourth line.", "Fifth line."]


def reading(desk: Desk):
    return desk.page.locator("#reading-text")


def test_a_draft_is_written_in_turns_and_published_by_the_second(wiki, title, alice, bob):
    alice.open(title).write(" Hers.").saved()
    page = alice.page
    page.get_by_role("link", name="Share", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Bob")
    alice.button("Let in").click()
    page.get_by_role("link", name=title).click()

    bob.page.goto("/")
    bob.page.get_by_role("link", name=title).click()
    bob.button("No").click()
    expect(reading(bob)).to_have_value("\n\n".join(LINES) + " Hers.")
    # What he has selected, and where he reads, stays while the text moves.
    reading(bob).evaluate("area => area.setSelectionRange(13, 25)")
    alice.replace("First line.", "First line, longer 🌙.").saved()
    expect(reading(bob)).to_have_value(re.compile("First line, longer 🌙."), timeout=20_000)
    assert (
        reading(bob).evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
        == "Second line."
    )

    bob.button("Ask for the pen").click()
    expect(bob.page.get_by_text("You have asked Alice for the pen.")).to_be_visible()
    expect(page.get_by_text("Bob asks for the pen.")).to_be_visible(timeout=25_000)
    # Not saved yet when she gives it: it goes along.
    alice.write(" And this.")
    alice.button("Give it").click()
    expect(page.get_by_text("Bob has the pen.")).to_be_visible()

    # He asked, so his page goes on by itself.
    expect(bob.text).to_be_editable(timeout=20_000)
    expect(bob.text).to_have_value(re.compile("Hers. And this.$"), timeout=20_000)
    bob.write(" His.").saved()
    expect(reading(alice)).to_have_value(re.compile("And this. His.$"), timeout=20_000)
    bob.summary.fill("Together")
    bob.page.get_by_label("This is a minor edit").check()
    # She agrees only now; what he filled in stays.
    alice.button("Yes, name me").click()
    bob.button("with [[User:Alice]]").click()
    expect(bob.page.get_by_label("This is a minor edit")).to_be_checked()
    expect(bob.summary).to_have_value("Together with [[User:Alice]]")
    bob.publish()
    newest = wiki.history(title)[0]
    assert (newest["user"], newest["comment"]) == ("Bob", "Together with [[User:Alice]]")
    assert wiki.text(title).endswith("Hers. And this. His.")


def test_what_one_reads_stays_in_place_while_the_text_above_changes(wiki, alice, bob):
    """Long paragraphs first: how far it is scrolled does not tell how far one is in the text."""
    title = new_title()
    long = [f"Paragraph {number}. " + "It goes on. " * 80 for number in range(20)]
    short = [f"Line {number}." for number in range(60)]
    wiki.edit(title, "\n\n".join([*long, *short]))
    alice.open(title).write(" Hers.").saved()
    alice.page.goto(f"/drafts/{alice.draft_id}/share")
    alice.page.get_by_label("Name", exact=True).fill("Bob")
    alice.button("Let in").click()
    alice.page.get_by_role("link", name=title).click()
    bob.page.goto(f"/drafts/{alice.draft_id}/")
    # Line 10 is where his view begins.
    from_end = reading(bob).evaluate(
        """area => {
            const line = parseFloat(getComputedStyle(area).lineHeight);
            area.scrollTop = area.scrollHeight - 100 * line;
            return area.scrollHeight - area.scrollTop;
        }"""
    )
    alice.replace("Paragraph 18. ", "New.\n\nNew, too.\n\nAnd new.\n\nParagraph 18. ")
    alice.replace("Line 40.", "Line forty.\n\n").saved()
    expect(reading(bob)).to_have_value(re.compile("New, too.*Line forty", re.S), timeout=20_000)
    # What came above moved it down; what came below did not.
    line = reading(bob).evaluate("area => parseFloat(getComputedStyle(area).lineHeight)")
    after = reading(bob).evaluate("area => area.scrollHeight - area.scrollTop")
    assert abs(after - from_end - 2 * line) <= 1


def test_who_is_taken_out_while_typing_keeps_their_words(title, galley, alice, bob):
    alice.open(title).write(" Hers.").saved()
    draft_id = alice.draft_id
    alice.page.goto(f"/drafts/{draft_id}/share")
    alice.page.get_by_label("Name", exact=True).fill("Bob")
    alice.button("Let in").click()
    galley.rows(
        "UPDATE editor_draft SET saved_at = datetime('now', '-1 hour') WHERE id = ?", draft_id
    )
    bob.page.goto(f"/drafts/{draft_id}/")
    bob.button("Take the pen").click()
    bob.write(" His.").saved()
    alice.page.reload()
    alice.button("Take out Bob").click()
    bob.write(" Too late.")
    expect(
        bob.page.get_by_text("Alice does not share this draft with you any more.")
    ).to_be_visible()
    with bob.page.expect_download() as download:
        bob.button("Download it").click()
    assert download.value.path().read_text().endswith("Hers. His. Too late.")
    # Later too, from where the draft was.
    bob.page.goto(f"/drafts/{draft_id}/")
    expect(bob.page.get_by_text("This browser kept text of this draft")).to_be_visible()
    (draft,) = galley.drafts(title)
    assert draft["text"].endswith("Hers. His.")


def test_what_was_typed_when_the_pen_was_taken_is_kept_and_said(title, galley, alice, bob):
    alice.open(title).write(" Hers.").saved()
    draft_id = alice.draft_id
    alice.page.context.set_offline(True)
    alice.write(" In a tunnel.")
    galley.rows(
        "UPDATE editor_draft SET saved_at = datetime('now', '-1 hour'), team_access = 'write' "
        "WHERE id = ?",
        draft_id,
    )
    bob.page.goto(f"/drafts/{draft_id}/")
    bob.button("Take the pen").click()
    bob.write(" His.").saved()
    alice.page.context.set_offline(False)
    expect(alice.status).to_contain_text("Bob has the pen now", timeout=30_000)
    expect(alice.text).to_have_value(re.compile(r"Hers\. In a tunnel\.$"))
    expect(alice.text).not_to_be_editable()
    (draft,) = galley.drafts(title)
    assert draft["text"].endswith("Hers. His.")
    assert any(text.endswith("Hers. In a tunnel.") for text in galley.kept_texts(title))
    alice.page.get_by_role("link", name="Read along").click()
    expect(reading(alice)).to_have_value(re.compile(r"Hers\. His\.$"))
