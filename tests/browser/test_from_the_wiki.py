"""The script of the README that puts “Edit in Galley” beside “Edit”, on the wiki itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

README = Path(__file__).parent.parent.parent / "README.md"


@pytest.fixture
def wiki_with_links(wiki, galley):
    """The wiki, with the script as one copies it from the README."""
    (script,) = re.findall(r"```js\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    script = script.replace("https://YOUR-GALLEY", galley.url)
    wiki.edit("MediaWiki:Common.js", script, user="Admin")
    yield wiki
    wiki.edit("MediaWiki:Common.js", "", user="Admin")


def test_a_page_and_a_section_are_opened_in_galley(wiki_with_links, person, title):
    wiki_with_links.edit(title, "Lead.\n\n== Earlier ==\nOne.\n\n== Later ==\nTwo.")
    desk = person("Alice")
    address = f"{wiki_with_links.url}/wiki/{title.replace(' ', '_')}"
    desk.page.goto(address)
    desk.page.get_by_role("link", name="Edit in Galley").click()
    expect(desk.text).to_have_value(re.compile(r"^Lead\..*Two\.\n?$", re.DOTALL))
    desk.page.goto(address)
    desk.page.get_by_role("link", name="in Galley", exact=True).nth(1).click()
    expect(desk.text).to_have_value(re.compile(r"^== Later ==\nTwo\.\n?$"))
