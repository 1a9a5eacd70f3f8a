"""What is typed and saved while a publish is under way."""

from __future__ import annotations

import json

import pytest

from editor.actions import publish as publish_actions
from editor.actions.attempt import send
from editor.models import Draft
from tests.factories import open_draft, save_text
from tests.faults import proxied
from tests.posting import FRAGMENT, address, form_data, splice_data


@pytest.fixture
def draft(alice, title):
    return open_draft(alice, title)


def stored(draft) -> Draft:
    found: Draft = Draft.objects.get(pk=draft.pk)
    return found


def acknowledged(draft, **fields):
    """What the script sends with "Publish": the text is known to be saved."""
    return splice_data(draft, draft.text, acknowledged="on", **fields)


def whole(draft, text):
    """The same with the text, which the server has asked for."""
    return form_data(draft, text, acknowledged="on")


def test_publish_names_the_version_that_was_acknowledged(wiki, browser, draft, title):
    pressed = save_text(draft, "Pressed.", summary="Why").draft
    answer = browser.post(address(draft, "publish"), acknowledged(pressed), headers=FRAGMENT)
    assert "Published, revision" in answer.text
    newest = wiki.history(title)[0]
    assert (wiki.text(title), newest["comment"]) == ("Pressed.", "Why")
    assert stored(draft).version == pressed.version


def test_a_save_that_was_quicker_than_the_publish_is_not_published(wiki, browser, draft, title):
    pressed = save_text(draft, "Pressed.", summary="Why").draft
    typed = save_text(pressed, "Pressed. Typed on.", summary="What next").draft
    answer = browser.post(address(draft, "publish"), acknowledged(pressed), headers=FRAGMENT)
    assert "draft:whole-text-needed" in json.loads(answer["HX-Trigger"])
    assert len(wiki.history(title)) == 1
    data = whole(pressed, pressed.text)
    answer = browser.post(address(draft, "publish"), data, headers=FRAGMENT)
    # The tab has typed on: nothing that the publish moved is told of an older text.
    assert "Published, revision" in answer.text
    assert "data-rebased" not in answer.text
    assert (wiki.text(title), wiki.history(title)[0]["comment"]) == ("Pressed.", "Why")
    assert (stored(draft).text, stored(draft).summary) == (typed.text, "What next")


def test_another_text_than_was_acknowledged_is_not_published(wiki, browser, draft, title):
    pressed = save_text(draft, "Pressed.").draft
    save_text(pressed, "Pressed. Typed on.")
    data = whole(pressed, "Some other text.")
    answer = browser.post(address(draft, "publish"), data, headers=FRAGMENT)
    assert "draft:stale" in json.loads(answer["HX-Trigger"])
    assert len(wiki.history(title)) == 1


def test_who_types_on_while_the_publish_moves_the_draft_moves_along(wiki, alice, browser, title):
    """The save comes with the version before: it is told what was moved, and then accepted."""
    base = "* One\n* Two\n* Three"
    wiki.edit(title, base)
    pressed = save_text(open_draft(alice, title), base.replace("Three", "My three")).draft
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(title, base.replace("Two", "Their two")))
        browser.post(address(pressed, "publish"), acknowledged(pressed), headers=FRAGMENT)
    data = splice_data(pressed, f"{pressed.text}\n* Four")
    answer = browser.post(address(pressed, "save"), data, headers=FRAGMENT)
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#moved")
    assert 'data-from="1"' in answer.text
    assert 'data-version="2"' in answer.text
    assert ">heir t</template>" in answer.text
    assert not pressed.versions.filter(reason="other-tab").exists()
    moved = stored(pressed)
    data = splice_data(moved, f"{moved.text}\n* Four")
    assert browser.post(address(pressed, "save"), data, headers=FRAGMENT).status_code == 200
    assert stored(pressed).text == "* One\n* Their two\n* My three\n* Four"


def test_following_begins_from_what_the_tab_holds(wiki, alice, browser, title, monkeypatch):
    """The publish has moved the draft, and nothing that it said of that fits what was typed on."""
    base = "* One\n* Two\n* Three"
    wiki.edit(title, base)
    pressed = save_text(open_draft(alice, title), base.replace("Three", "My three ~~~~")).draft
    tab = []

    def slowly(*arguments):
        monkeypatch.setattr(publish_actions, "send", send)
        wiki.edit(title, base.replace("Two", "Their two"))
        tab.append(save_text(stored(pressed), f"{pressed.text}\n* Four").draft)
        return send(*arguments)

    monkeypatch.setattr(publish_actions, "send", slowly)
    answer = browser.post(address(pressed, "publish"), acknowledged(pressed), headers=FRAGMENT)
    assert "Published, revision" in answer.text
    assert "data-rebased" not in answer.text
    held = {"version": tab[0].version}
    answer = browser.post(address(pressed, "follow"), held, headers=FRAGMENT)
    assert f'data-from="{tab[0].version}"' in answer.text
    assert f'data-version="{stored(pressed).version}"' in answer.text
    assert "[[User:Alice" in answer.text
    assert stored(pressed).text == f"{wiki.text(title)}\n* Four"
