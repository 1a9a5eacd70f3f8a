"""Pages that hold code, on the demo wiki."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from editor.actions.content_models import InvalidJsonError, check_content
from editor.actions.open_page import open_page
from editor.actions.preview import changes_of, preview_draft
from editor.actions.publish import publish_draft
from editor.models import Draft
from editor.wiki import PageAddress, WikiRejectedError
from tests.demowiki import DemoWiki
from tests.factories import open_draft, save_text
from tests.people import new_title

MODELS = [
    ("Project:{}", "javascript", "mw.log( 'Hello' );"),
    ("Project:{}", "css", ".hello { color: red; }"),
    # Of a stand-in: the demo wiki has no Extension:TemplateStyles.
    ("Project:{}", "sanitized-css", ".hello { color: red; }"),
    # With tabs, as the wiki itself writes it.
    ("Project:{}", "json", '{\n\t"hello": "world"\n}'),
    ("Project:{}", "text", "== No heading ==\n~~~~"),
    ("Module:{}", "Scribunto", "return { hello = 'world' }"),
    ("{}", "wikitext", "Hello."),
]


@pytest.fixture
def json_title(wiki):
    return project_page(wiki, "json")


def project_page(wiki: DemoWiki, model: str) -> str:
    """The title of a page of this model. (On user pages, code needs a grant of its own.)"""
    wiki.configure(wgNamespaceContentModels={"4": model})
    return f"Project:{new_title()}"


@pytest.mark.parametrize(("name", "model", "text"), MODELS, ids=[case[1] for case in MODELS])
def test_each_kind_of_page_is_previewed_compared_and_published(wiki, alice, name, model, text):
    title = project_page(wiki, model) if name.startswith("Project") else name.format(new_title())
    draft = save_text(open_draft(alice, title), text).draft
    assert draft.content_model == model
    assert preview_draft(user=alice, draft=draft).html
    assert not changes_of(draft).is_empty
    publish_draft(user=alice, draft=draft, version=draft.version)
    assert wiki.text(title) == text


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ('{\n    "a": 1,\n    "b" 2\n}', 3, 9),
        ("", 1, 1),
        ('{"a": NaN}', 1, 1),
        ('{"a": 1}}', 1, 9),
    ],
)
def test_a_mistake_in_json_is_found_before_anything_is_sent(
    wiki, alice, json_title, text, line, column
):
    saved = save_text(open_draft(alice, json_title), text or " ")
    wiki.clear_log("api")
    with pytest.raises(InvalidJsonError) as caught:
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    assert caught.value.line == line
    assert caught.value.column in (column, column + 1)
    assert "action=edit" not in " ".join(wiki.log("api"))
    assert Draft.objects.get(pk=saved.draft.pk).text == (text or " ")


def test_what_json_allows_is_let_through(wiki, alice, json_title):
    draft = open_draft(alice, json_title)
    allowed = ('{"a": [1, 2.5e3, null, true], "b": {"c": "é\\n"}}', "[]", "1" * 5000, '"words"')
    for text in allowed:
        draft.text = text
        check_content(draft)


def test_a_wikitext_page_may_hold_anything(wiki, alice, title):
    draft = open_draft(alice, title)
    draft.text = "{ this is no JSON"
    check_content(draft)


@pytest.mark.parametrize("section", ["1", "new"])
def test_code_has_no_sections(wiki, alice, section):
    title = project_page(wiki, "javascript")
    publish(alice, save_text(open_draft(alice, title), "// == Not a heading ==").draft)
    with pytest.raises(WikiRejectedError):
        open_page(user=alice, address=PageAddress(title=title, section=section))


def test_a_model_that_the_wiki_does_not_edit_as_text_is_read_only_from_then_on(wiki, alice):
    handler = "FallbackContentHandler"
    if not wiki.version.startswith("1.39"):
        handler = f"MediaWiki\\Content\\{handler}"
    wiki.configure(
        wgContentHandlers={"strange": handler}, wgNamespaceContentModels={"4": "strange"}
    )
    draft = save_text(open_draft(alice, f"Project:{new_title()}"), "Some text.").draft
    assert draft.content_model == "strange"
    with pytest.raises(WikiRejectedError) as caught:
        publish(alice, draft)
    assert caught.value.has_code("no-direct-editing")
    assert open_page(user=alice, address=PageAddress(title=draft.title)).draft is not None
    other = open_page(user=alice, address=PageAddress(title=f"Project:{new_title()}"))
    assert other.draft is None
    assert [reason.code for reason in other.reasons] == ["no-direct-editing"]


def publish(user: User, draft: Draft) -> None:
    publish_draft(user=user, draft=draft, version=draft.version)
