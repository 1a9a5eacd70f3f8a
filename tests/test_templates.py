"""What holds for all templates."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

# Numbers that name a revision; and the tags that ask about them or address something by them.
REVISION = re.compile(r"\w\.(?:\w*revid|parentid|undo|undoafter|oldid)\b(?!\|)")
ASKING = re.compile(r"\{% (?:if|elif|url) [^%]*%\}")


def test_the_number_of_a_revision_is_never_written_as_a_count_is():
    for path in settings.BASE_DIR.glob("templates/**/*.html"):
        text = ASKING.sub("", path.read_text(encoding="utf-8"))
        assert not REVISION.search(text), path


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("he", "rtl")])
def test_an_error_page_says_which_language_it_speaks(language, direction):
    with override(language):
        page = " ".join(render_to_string("500.html").split())
        assert f'<html lang="{language}" dir="{direction}">' in page
