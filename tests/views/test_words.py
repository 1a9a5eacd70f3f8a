"""Every code that is documented has words of its own, and all errors of an answer are shown."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils.translation import override

from editor.views.explain import Explanation, explain
from editor.views.wiki_html import sanitised
from editor.views.words import CODES, Remedy
from editor.wiki import FAMILIES, ApiMessage, WikiApiError, family_of
from editor.wiki.codes import error_from
from tests.documented import documented

DOCUMENTED = [known.code for known in documented()]


def explained(*codes: str) -> Explanation:
    messages = [ApiMessage(code, f"<b>{code}</b>") for code in codes]
    return explain(error_from(messages, is_write=True))


def test_the_list_of_the_documents_is_whole():
    # As many as its sources had when each was read; one that a new MediaWiki brings adds to it.
    assert len(DOCUMENTED) == len(set(DOCUMENTED)) == 125


@pytest.mark.parametrize("code", DOCUMENTED)
def test_a_documented_code_has_a_family_and_words_of_its_own(code):
    assert family_of(code) is not WikiApiError
    words = CODES[code]
    assert words.headline
    assert words.next_step
    assert words.remedy is not Remedy.NONE


def test_every_code_of_the_families_has_words():
    assert set(FAMILIES) - set(CODES) == set()


def test_no_two_codes_share_a_headline():
    shared = [text for text, n in Counter(str(w.headline) for w in CODES.values()).items() if n > 1]
    assert shared == []


def test_words_go_through_gettext(monkeypatch):
    monkeypatch.setattr(
        "django.utils.translation._trans.gettext", lambda text: f"¡{text}!", raising=True
    )
    with override("en"):
        explanation = explained("protectedpage")
    assert explanation.headline.startswith("¡")
    assert "¡" in explanation.next_step


def test_the_text_is_said_to_be_safe():
    assert "Your text is safe" in explained("hookaborted").next_step


def test_all_errors_of_an_answer_are_shown():
    explanation = explained("ratelimited", "spamblacklist", "titleblacklist-forbidden")
    assert explanation.headline == str(CODES["spamblacklist"].headline)
    assert set(explanation.also) == {
        str(CODES["ratelimited"].headline),
        str(CODES["titleblacklist-forbidden"].headline),
    }
    assert len(explanation.details) == 3
    assert explanation.remedy is Remedy.EDIT


def test_a_warning_beside_a_refusal_cannot_be_confirmed_away():
    both = explained("abusefilter-warning", "abusefilter-disallowed")
    assert both.remedy is Remedy.EDIT
    assert explained("abusefilter-warning").remedy is Remedy.CONFIRM


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("scribunto-of-tomorrow", Remedy.EDIT),
        ("scribunto-luastandalone-exited", Remedy.RETRY),
        ("abusefilter-of-tomorrow", Remedy.EDIT),
        ("internal_api_error_DBQueryError", Remedy.RETRY),
        ("mwoauth-of-tomorrow", Remedy.SIGN_IN),
        ("heard-of-by-nobody", Remedy.RETRY),
    ],
)
def test_an_unknown_code_gets_the_words_of_its_kind(code, remedy):
    explanation = explained(code)
    assert explanation.remedy is remedy
    assert explanation.headline
    assert explanation.details == (f"<b>{code}</b>",)


@pytest.mark.parametrize("extension", ["TemplateData", "TemplateStyles"])
def test_a_mistake_in_what_an_extension_checks_is_said_to_be_there(extension):
    assert extension in explained(f"{extension.lower()}-of-tomorrow").headline


@pytest.mark.parametrize(
    ("hostile", "gone"),
    [
        ("<script>alert(1)</script>no", "script"),
        ("<img src=x onerror=alert(1)>no", "img"),
        ("<svg/onload=alert(1)>no", "svg"),
        ("<b onclick=alert(1)>no</b>", "onclick"),
        ('<a href="javascript:alert(1)">no</a>', "javascript:"),
        ('<a href="data:text/html,x">no</a>', "data:"),
        ("<iframe src=//evil.example></iframe>no", "iframe"),
        ("<form action=//evil.example><input name=x>no</form>", "<form"),
        ("<style>*{display:none}</style>no", "display"),
        ('<p style="position:fixed">no</p>', "position"),
        ('<p class="button" id="publish">no</p>', "publish"),
        ("no<math><mi//xlink:href='javascript:alert(1)'>", "javascript:"),
        ("<button hx-post=/drafts/1/discard hx-trigger=load>no</button>", "hx-"),
        ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'>no", "<img"),
    ],
)
def test_hostile_html_of_the_wiki_does_no_harm(hostile, gone):
    clean = sanitised(hostile)
    assert gone not in clean
    assert "no" in clean
