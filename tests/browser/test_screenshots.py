"""The README's pictures, taken from the real thing.

They are written into docs/images when GALLEY_SCREENSHOTS is set, and into a temporary folder
otherwise: that they can be taken is proved in every run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import Desk

IMAGES = Path(__file__).parent.parent.parent / "docs/images"
LARGEST = 150_000


@pytest.fixture
def images(tmp_path) -> Path:
    folder = IMAGES if os.environ.get("GALLEY_SCREENSHOTS") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def page_of_the_moon(wiki) -> str:
    """A real-looking page that nobody else's test touches."""
    title = "The far side of the Moon"
    wiki.edit(
        title,
        "'''The far side of the Moon''' is the half that always faces away from [[Earth]].\n\n"
        "== Discovery ==\n"
        "It was first photographed by the probe ''Luna 3'' in 1959.\n\n"
        "== Terrain ==\n"
        "The far side has many more [[impact crater|craters]] and few of the dark plains that "
        "mark the near side. Its crust is thicker.\n\n"
        "== Radio silence ==\n"
        "The Moon shields it from Earth's radio noise, which makes it a good place for a "
        "telescope.\n",
        user="Carol",
        summary="Started the article",
    )
    return title


def test_pictures_for_the_readme(wiki, page_of_the_moon, alice, bob, images):
    alice.page.set_viewport_size({"width": 1280, "height": 660})
    bob.open(page_of_the_moon)
    alice.open(page_of_the_moon)
    alice.replace("in 1959", "on 7 October 1959").replace(
        "few of the dark plains", "few ''maria'',"
    )
    alice.replace(" that mark the near side.", " the dark plains that mark the near side.")
    alice.replace("Its crust is thicker.", "Its crust is thicker by some 15 kilometres.")
    alice.summary.fill("Date of the first picture; the crust")
    alice.saved().ready()
    alice.button("Show changes").click()
    expect(alice.panel.locator("ins").first).to_be_visible()
    alice.panel.evaluate("panel => panel.scrollTo(0, 0)")
    expect(alice.page.get_by_text("Bob is here")).to_be_visible()
    take(alice, images / "editor.png")

    bob.replace("Its crust is thicker.", "Its crust is much thicker than the near side's.")
    bob.summary.fill("Compared with the near side")
    bob.publish()
    alice.button("Publish").click()
    expect(alice.page.get_by_role("group", name="Passage 1 of 1")).to_be_visible()
    alice.page.get_by_role("button", name="Both, theirs first").click()
    expect(alice.page.get_by_text("All decided")).to_be_visible()
    alice.page.locator("[data-passage]").evaluate("passage => passage.scrollIntoView()")
    take(alice, images / "collision.png")


def take(desk: Desk, path: Path) -> None:
    desk.page.mouse.move(0, 0)
    desk.page.screenshot(path=path, animations="disabled", caret="hide")
    assert path.stat().st_size < LARGEST
