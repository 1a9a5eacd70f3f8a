"""The preview in its frame: the wiki's looks, and nothing of the wiki's that runs."""

from __future__ import annotations

import re

from playwright.sync_api import Frame, expect

from tests.browser.pages import Desk


def show_preview(desk: Desk) -> Frame:
    desk.button("Preview").click()
    expect(
        desk.page.frame_locator("iframe[title=Preview]").locator("#firstHeading")
    ).to_be_visible()
    frame = desk.page.locator("iframe[title=Preview]").element_handle().content_frame()
    assert frame
    frame.wait_for_load_state("load")
    return frame


def test_it_looks_as_on_the_wiki(wiki, alice):
    alice.open("Apollo 11")
    loaded: list[tuple[str, int]] = []
    alice.page.on("response", lambda answer: loaded.append((answer.url, answer.status)))
    frame = show_preview(alice)
    styles = [status for url, status in loaded if url.startswith(wiki.url) and "load.php" in url]
    assert styles == [200]
    # Rules that only the wiki's own stylesheet has.
    box = frame.locator(".infobox, .wikitable").first
    assert box.evaluate("element => getComputedStyle(element).borderCollapse") == "collapse"
    marker = frame.locator("sup.reference").first
    assert marker.evaluate("element => getComputedStyle(element).whiteSpaceCollapse") is not None
    assert marker.evaluate("element => getComputedStyle(element).fontStyle") == "normal"


def test_a_footnote_is_reached_inside_the_frame(wiki, alice):
    alice.open("Apollo 11")
    frame = show_preview(alice)
    address = alice.page.url
    link = frame.locator("sup.reference a").first
    target = link.get_attribute("href") or ""
    assert target.startswith("#cite_note")
    before = frame.evaluate("scrollY")
    link.click()
    expect(frame.locator(target)).to_be_in_viewport()
    assert frame.evaluate("location.hash") == target
    assert frame.evaluate("scrollY") > before
    assert alice.page.url == address


def test_a_link_of_the_page_leads_to_the_wiki_in_a_tab_of_its_own(wiki, title, alice):
    alice.open(title).paste("See [[Moon]].").saved()
    frame = show_preview(alice)
    with alice.page.context.expect_page() as opened:
        frame.get_by_role("link", name="Moon").click()
    expect(opened.value).to_have_url(f"{wiki.url}/wiki/Moon")
    expect(alice.text).to_have_value("See [[Moon]].")


def test_no_script_of_the_wiki_runs(wiki, title, alice, console):
    console.expected = ["Blocked script execution", "Refused to", "violates the following Content"]
    wiki.configure(wgRawHtml=True)
    alice.open(title).paste(
        "Before. <html><p id='mark'>raw</p><img src='x:' onerror='document.title=1'>"
        "<script>document.getElementById('mark').textContent = 'it ran';"
        "parent.document.title = 'it ran'</script></html> After."
    ).saved()
    frame = show_preview(alice)
    expect(frame.locator("body")).to_contain_text("After.")
    expect(frame.locator("#mark")).to_have_text("raw")
    assert "it ran" not in alice.page.title()
    assert any("script" in line for line in console.lines)


def test_the_signature_is_shown_as_it_will_be(title, alice):
    alice.open(title).write(" ~~~~").saved()
    frame = show_preview(alice)
    expect(frame.locator("#mw-content-text")).to_contain_text(re.compile(r"Alice.*\(UTC\)"))
    expect(alice.text).to_have_value(re.compile(r"~~~~$"))


def test_no_page_of_galley_breaks_its_own_policy(title, alice, bob, console):
    """The console fixture fails a test whose pages report a violation; this one walks them all."""
    alice.open(title).replace("Second line.", "Second line of Alice.").saved()
    show_preview(alice)
    alice.button("Show changes").click()
    expect(alice.panel.locator("ins").first).to_be_visible()
    bob.open(title).replace("Second line.", "Second line of Bob.").publish()
    alice.button("Publish").click()
    expect(alice.page.get_by_role("group", name="Passage 1 of 1")).to_be_visible()
    draft = alice.page.url.removesuffix("/conflict")
    for address in ("/", "/edit/Main_Page", f"{draft}/", f"{draft}/versions", f"{draft}/sign-in"):
        alice.page.goto(address)
        expect(alice.page.get_by_role("main")).to_be_visible()
    alice.page.goto(f"{draft}/versions")
    alice.page.get_by_role("link", name="by Bob").click()
    expect(alice.page.get_by_role("heading", name="Collision with revision")).to_be_visible()
    assert console.unexpected() == []
