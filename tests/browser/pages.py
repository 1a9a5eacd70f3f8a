"""What a person does at Galley's pages and at the wiki's, by the names they see."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.demowiki.template import ACCOUNTS


def sign_in(page: Page, name: str = "Alice") -> None:
    """From any page of Galley with the button, through the wiki, and back."""
    page.get_by_role("button", name="Sign in with the wiki").click()
    log_in(page, name)
    page.get_by_role("button", name="Allow").click()


def log_in(page: Page, name: str) -> None:
    """On the wiki; a browser that is logged in there is not asked."""
    expect(page.locator("#wpName1, [name=accept]").first).to_be_visible()
    if page.locator("#wpName1").is_visible():
        page.locator("#wpName1").fill(name)
        page.locator("#wpPassword1").fill(ACCOUNTS[name].password)
        page.locator("#wpLoginAttempt").click()


class Desk:
    """The editing page in one tab."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.text = page.get_by_role("textbox", name="Text", exact=True)
        self.summary = page.get_by_label("Summary", exact=True)
        self.status = page.locator(".editor-status[role=status]")
        self.panel = page.locator("#panel")

    def open(self, title: str, **query: str) -> Desk:
        fields = "&".join(f"{name}={value}" for name, value in query.items())
        self.page.goto(f"/edit/{title.replace(' ', '_')}{'?' + fields if fields else ''}")
        return self

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def write(self, text: str) -> Desk:
        """Type at the end of the text."""
        self._at_the_text()
        self.text.focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)
        return self

    def replace(self, old: str, new: str) -> Desk:
        """Select a piece of the text and type over it."""
        self._at_the_text()
        value = self.text.input_value()
        assert old in value
        start = len(value[: value.index(old)].encode("utf-16-le")) // 2
        self.select(start, start + len(old.encode("utf-16-le")) // 2)
        self.page.keyboard.type(new)
        return self

    def select(self, start: int, end: int) -> None:
        self.text.focus()
        self.text.evaluate(
            "(area, [start, end]) => area.setSelectionRange(start, end)", [start, end]
        )

    def paste(self, text: Any) -> Desk:
        """As a script or a clipboard puts it in: the whole value at once, and the event."""
        self.text.evaluate(
            """(area, text) => {
                area.value = Array.isArray(text) ? String.fromCharCode(...text) : text;
                area.dispatchEvent(new Event("input", { bubbles: true }));
            }""",
            text,
        )
        return self

    def _at_the_text(self) -> None:
        """Where one may write, with the scripts begun that say of each key that it is not saved.

        A page that is about to give way to the editor has a text of that name too, and what was
        typed before the scripts begin is said to be unsaved only when they do.
        """
        expect(self.text).to_be_editable()
        # Modules have run by then.
        self.page.wait_for_load_state("domcontentloaded")

    def saved(self) -> Desk:
        expect(self.status).to_contain_text("Draft saved")
        expect(self.status).not_to_contain_text("Not saved")
        return self

    def ready(self) -> Desk:
        expect(self.status).to_contain_text("Ready to publish", timeout=30_000)
        return self

    def publish(self) -> int:
        """Press "Publish" and read the number of the revision."""
        earlier = self.page.locator("#panel h2.done").all_inner_texts()
        self.button("Publish").click()
        for heading in earlier:
            expect(self.page.get_by_role("heading", name=heading)).to_have_count(0)
        return self.published()

    def published(self) -> int:
        done = self.page.get_by_role("heading", name=re.compile(r"^Published, revision \d+$"))
        expect(done).to_be_visible()
        return int(done.inner_text().split()[-1])

    @property
    def draft_id(self) -> int:
        address = self.page.locator("#edit-form").get_attribute("action") or ""
        return int(re.findall(r"/drafts/(\d+)/", address)[0])

    def width_is_kept(self) -> bool:
        """Whether nothing sticks out to the side."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
