"""What anybody may write is read in one pass: none of these would end today if it were not."""

from __future__ import annotations

import pytest

from editor.actions.confirming import REDIRECT
from editor.wiki import offers, parsing
from editor.wiki.preloading import included


def test_a_hostile_redirect_is_read_in_one_pass():
    assert REDIRECT.match("#" + "a" * 500_000) is None
    assert REDIRECT.match("#a" + " " * 500_000) is None
    assert REDIRECT.match("\n #REDIRECT : [[Moon]]")
    assert REDIRECT.match("#weiterleitung[[Mond]]")


@pytest.mark.parametrize("tag", ["<onlyinclude>", "<noinclude ", "<includeonly ", "</onlyinclude "])
def test_a_hostile_page_to_begin_with_is_read_in_one_pass(tag):
    text = tag * 100_000
    assert included(text).replace(tag, "") == ""


@pytest.mark.parametrize("module", [offers, parsing])
def test_hostile_html_is_read_in_one_pass(module):
    assert module._TAG.sub("", "<" * 500_000) == "<" * 500_000
    assert module._TAG.sub("", '<i class="a">Crew</i>') == "Crew"
