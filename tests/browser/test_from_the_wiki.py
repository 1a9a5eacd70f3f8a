"""The script of the README that puts “Edit in Galley” beside “Edit”, on the wiki itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

README = Path(__file__).parent.parent.parent / "README.md"


@pytest.fixture
def script(galley) -> str:
    """As one copies it from the README."""
    (script,) = re.findall(r"```js\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    return str(script).replace("https://YOUR-GALLEY", galley.url)


@pytest.fixture
def wiki_with_links(wiki, script):
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


def test_an_old_revision_is_opened_as_such_and_a_difference_as_the_page(
    wiki_with_links, person, title
):
    wiki, name = wiki_with_links, title.replace(" ", "_")
    old = wiki.history(title)[0]["revid"]
    middle = wiki.edit(title, "Newer words.")
    wiki.edit(title, "Newest words.")
    desk = person("Alice")
    desk.page.goto(f"{wiki.url}/index.php?title={name}&diff={middle}&oldid={old}")
    desk.page.get_by_role("link", name="Edit in Galley").click()
    expect(desk.text).to_have_value(re.compile("Newest words"))
    desk.page.goto(f"{wiki.url}/index.php?title={name}&oldid={old}")
    desk.page.get_by_role("link", name="Edit in Galley").click()
    expect(desk.text).to_have_value(re.compile("Fifth line"))


def test_a_user_has_it_for_themselves(wiki, script, person, title):
    wiki.configure(wgAllowUserJs=True)
    wiki.edit("User:Alice/common.js", script, user="Alice")
    desk = person("Alice")
    desk.page.goto(f"{wiki.url}/wiki/{title.replace(' ', '_')}")
    desk.page.get_by_role("link", name="Edit in Galley").click()
    expect(desk.text).to_have_value(re.compile("Fifth line"))
