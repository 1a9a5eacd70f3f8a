"""docs/preferences.md names each preference for editing that the wiki offers."""

from __future__ import annotations

import re
from pathlib import Path

from editor.models.profile import OPTIONS

PAGE = Path(__file__).parent.parent / "docs" / "preferences.md"


def rows() -> dict[str, str]:
    """The words of each preference in the table."""
    found = re.findall(r"^\| (`.*?`) \| (.*) \|$", PAGE.read_text("utf-8"), re.MULTILINE)
    return {name: words for names, words in found for name in re.findall(r"`([\w-]+)`", names)}


def test_what_is_called_honoured_is_what_galley_looks_at():
    assert {name for name, words in rows().items() if words.startswith("honoured")} == OPTIONS


def test_each_preference_for_editing_is_named(wiki):
    session = wiki.session("Alice")
    session.post(action="query")
    address = f"{wiki.url}/index.php?title=Special:Preferences"
    # Signed in on the wiki too, as the editor's own browser is.
    page = session._http.get(address, timeout=30).text
    start, end = (re.search(rf"id='mw-prefsection-{name}'", page) for name in ("editing", "rc"))
    assert start
    assert end
    editing = set(re.findall(r"name='wp([\w-]+)'", page[start.start() : end.start()]))
    watching = set(re.findall(r"name='wp(watch(?!list)[\w-]+)'", page))
    assert {"editfont", "minordefault", "watchdefault"} <= editing | watching
    assert editing | watching <= rows().keys()
