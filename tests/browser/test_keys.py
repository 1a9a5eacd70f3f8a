"""Everything by the keyboard, and every control by its name."""

from __future__ import annotations

from playwright.sync_api import expect

FOCUS = """() => {
    const element = document.activeElement;
    const style = getComputedStyle(element);
    const name = element.getAttribute("aria-label") || element.labels?.[0]?.innerText
        || element.innerText || element.title || "";
    return {
        name: name.trim(),
        tag: element.tagName,
        isVisible: element.matches(":focus-visible")
            && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0
                || style.boxShadow !== "none"),
    };
}"""


def test_saving_and_publishing_from_the_keyboard(wiki, title, alice, galley):
    alice.open(title)
    alice.text.focus()
    alice.page.keyboard.press("Control+End")
    alice.page.keyboard.type(" Typed.")
    alice.page.keyboard.press("Control+s")
    alice.saved()
    assert galley.drafts(title)[0]["text"].endswith("Typed.")
    alice.page.keyboard.press("Control+Enter")
    expect(alice.summary).to_be_focused()
    alice.page.keyboard.type("By keyboard")
    alice.page.keyboard.press("Control+Enter")
    alice.published()
    assert wiki.history(title)[0]["comment"] == "By keyboard"


def test_enter_in_the_summary_publishes_whatever_stands_above_it(wiki, title, alice):
    alice.open(title).write(" Typed.").saved()
    wiki.edit(title, "Theirs.\n" + wiki.text(title), user="Bob")
    alice.open(title)
    expect(alice.page.locator("#wiki-news").get_by_role("button", name="Undo")).to_be_visible()
    alice.summary.fill("By Enter")
    alice.summary.press("Enter")
    alice.published()
    assert wiki.history(title)[0]["comment"] == "By Enter"
    assert wiki.text(title).startswith("Theirs.")


def test_every_control_is_reached_in_order_with_its_focus_to_be_seen(title, alice):
    alice.open(title)
    # What follows by itself takes the place of what had the focus.
    alice.page.wait_for_load_state("networkidle")
    reached = []
    for _ in range(30):
        alice.page.keyboard.press("Tab")
        focus = alice.page.evaluate(FOCUS)
        if focus["tag"] == "BODY":
            break
        assert focus["isVisible"], focus
        reached.append(focus["name"])
    expected = [
        "Skip to the text",
        "Text",
        "Summary",
        "This is a minor edit",
        "Watch this page",
        "Versions",
        "Preview",
        "Show changes",
        "Publish",
    ]
    assert [name for name in reached if name in expected] == expected
    assert "Save draft" not in reached
    assert any("Galley" in name for name in reached)
    assert "Alice" in reached


def test_the_wikis_access_keys(title, alice):
    alice.open(title)
    keys = alice.page.evaluate(
        "() => Object.fromEntries([...document.querySelectorAll('[accesskey]')]"
        ".map(e => [e.accessKey, e.labels?.[0]?.innerText.trim() || e.innerText.trim()]))"
    )
    assert keys == {
        ",": "Text",
        "b": "Summary",
        "i": "This is a minor edit",
        "w": "Watch this page",
        "p": "Preview",
        "v": "Show changes",
        "s": "Publish",
    }


def test_the_names_by_which_controls_are_looked_for(title, alice):
    alice.open(title)
    for name in ("This is a minor edit", "Watch this page"):
        expect(alice.page.get_by_role("checkbox", name=name, exact=True)).to_be_visible()
    for name in ("Preview", "Show changes", "Publish"):
        expect(alice.button(name)).to_be_visible()
    expect(alice.page.get_by_label("Text", exact=True)).to_be_visible()
    expect(alice.page.get_by_label("Summary", exact=True)).to_be_visible()


def test_the_panel_closes_and_gives_the_text_back(title, alice):
    alice.open(title).write(" Typed.").saved()
    alice.button("Show changes").focus()
    alice.page.keyboard.press("Enter")
    expect(alice.panel.get_by_role("heading", name="Changes")).to_be_focused()
    alice.panel.get_by_role("button", name="Close").focus()
    alice.page.keyboard.press("Enter")
    expect(alice.panel).to_be_hidden()
    expect(alice.text).to_be_focused()


def test_the_title_box_is_reached_and_opens_by_enter(title, alice):
    alice.page.goto("/")
    box = alice.page.get_by_role("combobox", name="Open a page")
    expect(box).to_have_attribute("accesskey", "f")
    for _ in range(10):
        if box.evaluate("box => box === document.activeElement"):
            break
        alice.page.keyboard.press("Tab")
    expect(box).to_be_focused()
    alice.page.keyboard.type(title)
    alice.page.keyboard.press("Enter")
    expect(alice.text).to_be_visible()
