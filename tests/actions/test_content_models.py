"""Pages that hold code, on the demo wiki."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from editor.actions.catch_up import MergeBuiltUponError, catch_up, undo_catch_up
from editor.actions.collide import (
    TextMovedError,
    merge_for,
    merge_of,
    open_collision,
    record_collision,
    resolve_collision,
)
from editor.actions.content_models import (
    InvalidJsonError,
    check_content,
    is_code,
    unseen_text,
)
from editor.actions.follow import follow_published
from editor.actions.merged_passages import PassageOvertakenError, undo_passage
from editor.actions.open_page import open_page
from editor.actions.preview import changes_of, preview_draft
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.actions.reclaim import reclaim_passage
from editor.actions.undo_merge import undo_wiki_merge
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


def test_json_of_an_extensions_own_kind_is_left_to_the_wiki(alice, json_title):
    """JsonConfig mends a comma after the last value."""
    draft = open_draft(alice, json_title)
    draft.text = '{"a": 1,}'
    with pytest.raises(InvalidJsonError):
        check_content(draft)
    draft.content_model = "Tabular.JsonConfig"
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


def test_a_page_that_has_become_another_kind_is_decided_about(wiki, alice, title):
    """Nobody had a look at it yet: only the wiki's refusal tells."""
    saved = save_text(open_draft(alice, title), '{"mine": 1}')
    wiki.session("Admin").post(
        action="edit", title=title, text='{"theirs": 2}', contentmodel="json", summary="Data"
    )
    with pytest.raises(CollisionOpenError):
        publish_draft(user=alice, draft=saved.draft, version=saved.version)
    snapshot = open_collision(saved.draft)
    assert snapshot is not None
    assert '"theirs"' in snapshot.theirs_text.content
    draft = resolve_collision(snapshot=snapshot, text='{"mine": 1}')
    publish_draft(user=alice, draft=draft, version=draft.version)
    assert '"mine": 1' in wiki.text(title)
    newest = wiki.session("Admin").get(action="query", titles=title, prop="info")
    assert newest["query"]["pages"][0]["contentmodel"] == "json"


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
    PageState.objects.note_published(
        draft, newest["revid"], user="Bob", comment="", at=timezone.now()
    )
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


LINE = "local q = { a = 1, b = 2, c = 3, d = 4, e = 5 }"
LIST = f"{LINE}\n\nlocal p = {{}}\n\nreturn p"
FIRST, LAST = LINE.replace("1", "10"), LINE.replace("5", "50")
FIRST_AND_LAST = FIRST.replace("5", "50")


@pytest.fixture
def listed(wiki, alice) -> Draft:
    """Alice has changed the last line of a module."""
    title = f"Module:{new_title()}"
    wiki.edit(title, LIST)
    return save_text(open_draft(alice, title), LIST.replace("return p", "return p, q")).draft


def again(draft: Draft) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=draft.pk)
    return found


@pytest.mark.parametrize(
    ("model", "content_format", "is_checked"),
    [
        ("vue", "text/plain", False),
        ("Tabular.JsonConfig", "application/json", True),
        ("odd", "text/html", False),
    ],
)
def test_all_code_is_merged_by_lines_whatever_its_model(
    alice, title, model, content_format, is_checked
):
    draft = open_draft(alice, title)
    assert merge_for(draft, LINE, FIRST, LAST).text == FIRST_AND_LAST
    draft.content_model, draft.content_format = model, content_format
    assert is_code(model, content_format)
    assert merge_for(draft, LINE, FIRST, LAST).conflicts
    apart = merge_for(draft, "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n")
    assert unseen_text(draft, apart) == ("A\nb\nC\n" if is_checked else None)


def test_no_merge_of_code_is_undone_by_words(wiki, alice, listed):
    wiki.edit(listed.title, LIST.replace(LINE, FIRST))
    snapshot = catch_up(user=alice, draft=listed).merge
    assert snapshot is not None
    typed = again(listed).text.replace(FIRST, FIRST_AND_LAST)
    save_text(again(listed), typed)
    with pytest.raises(MergeBuiltUponError):
        undo_catch_up(snapshot=snapshot)
    with pytest.raises(PassageOvertakenError):
        undo_passage(user=alice, snapshot=snapshot, number=0)
    assert again(listed).text == typed


def test_no_line_of_code_is_brought_back_or_decided_by_words(wiki, alice, listed):
    mine, theirs = LIST.replace(LINE, LAST), LIST.replace("5", "60")
    draft = save_text(listed, mine).draft
    wiki.edit(listed.title, theirs)
    snapshot = record_collision(user=alice, draft=draft)
    save_text(draft, mine.replace("1", "10"))
    with pytest.raises(TextMovedError):
        resolve_collision(snapshot=snapshot, text=theirs)
    save_text(again(listed), mine)
    decided = resolve_collision(snapshot=snapshot, text=theirs)
    save_text(decided, theirs.replace("1", "10"))
    snapshot.refresh_from_db()
    reclaimed = reclaim_passage(user=alice, snapshot=snapshot, number=0)
    assert not reclaimed.is_in_place
    assert reclaimed.draft.text.startswith(theirs.replace("1", "10"))


def test_a_merge_of_code_by_the_wiki_is_not_taken_back_by_words(wiki, alice, listed):
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(listed.title, LIST.replace(LINE, FIRST)))
        publish(alice, listed)
    followed = follow_published(user=alice, draft=again(listed))
    assert followed.wiki_merge is not None
    typed = followed.draft.text.replace(FIRST, FIRST_AND_LAST)
    save_text(followed.draft, typed)
    undo_wiki_merge(user=alice, snapshot=followed.wiki_merge)
    assert again(listed).text == typed


def test_a_program_that_cannot_be_read_is_refused_by_the_wiki(wiki, alice):
    """Of code that was put together, too: what Galley cannot check here is checked there."""
    draft = save_text(open_draft(alice, f"Module:{new_title()}"), "return {").draft
    with pytest.raises(WikiRejectedError) as caught:
        publish(alice, draft)
    assert caught.value.code.startswith("scribunto-lua-error")
