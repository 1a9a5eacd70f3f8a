"""Pages that hold code, on the demo wiki."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from editor.actions.collide import merge_of, open_collision
from editor.actions.content_models import InvalidJsonError, check_content
from editor.actions.follow import follow_published
from editor.actions.open_page import open_page
from editor.actions.preview import changes_of, preview_draft
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.models import Draft, PageState
from editor.wiki import PageAddress, WikiRejectedError
from tests.demowiki import DemoWiki
from tests.factories import open_draft, save_text
from tests.faults import proxied
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


LUA = """\
local p = {}

function p.one()
    return 1
end

function p.two()
    return 2
end

return p"""
# Each for itself a program that runs; together the one calls what the other has renamed.
MINE = LUA.replace("return 2", "return p.one() + 1")
THEIRS = LUA.replace("p.one()", "p.first()")


def test_code_that_was_put_together_is_shown_before_it_is_published(wiki, alice):
    title = f"Module:{new_title()}"
    wiki.edit(title, LUA)
    draft = save_text(open_draft(alice, title), MINE).draft
    wiki.edit(title, THEIRS)
    newest = wiki.history(title)[0]
    PageState.objects.note_published(draft, newest["revid"], user="Bob", at=timezone.now())
    with pytest.raises(CollisionOpenError):
        publish(alice, draft)
    assert wiki.text(title) == THEIRS
    snapshot = open_collision(draft)
    assert snapshot is not None
    assert merge_of(snapshot).far_text == THEIRS.replace("return 2", "return p.one() + 1")


def test_a_merge_of_code_by_the_wiki_wants_a_look(wiki, alice):
    title = f"Module:{new_title()}"
    wiki.edit(title, LUA)
    draft = save_text(open_draft(alice, title), MINE).draft
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(title, THEIRS))
        publish(alice, draft)
    followed = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk)).wiki_merge
    assert followed is not None
    assert followed.is_doubtful


def test_a_program_that_cannot_be_read_is_refused_by_the_wiki(wiki, alice):
    """Of code that was put together, too: what Galley cannot check here is checked there."""
    draft = save_text(open_draft(alice, f"Module:{new_title()}"), "return {").draft
    with pytest.raises(WikiRejectedError) as caught:
        publish(alice, draft)
    assert caught.value.code.startswith("scribunto-lua-error")
