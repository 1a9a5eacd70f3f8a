"""The summary names whose words are published, if they agreed and there is room."""

from __future__ import annotations

import re

import pytest

from editor.actions.coauthors import NoRoomError, add_credit, credit_line
from editor.actions.follow import follow_published
from editor.actions.pen import pass_pen
from editor.actions.publish import publish_draft
from editor.actions.save_draft import Change, fields_of, save_draft
from editor.actions.share_draft import say_whether_named, set_access
from editor.actions.undo_merge import undo_wiki_merge
from editor.models import Access, Draft, DraftShare
from tests.factories import open_draft
from tests.faults import proxied
from tests.people import browser_of
from tests.posting import FRAGMENT, address, form_data


@pytest.fixture
def draft(alice, bob, title) -> Draft:
    draft = open_draft(alice, title)
    set_access(draft=draft, user=bob, access=Access.WRITE)
    return draft


def fresh(draft: Draft) -> Draft:
    found: Draft = Draft.objects.select_related("owner", "base_text", "wiki").get(pk=draft.pk)
    return found


def write(user, draft: Draft, text: str) -> Draft:
    """Take the pen, and add to the text."""
    pass_pen(fresh(draft), to_id=user.pk)
    draft = fresh(draft)
    change = Change(version=draft.version, text=draft.text + text)
    return save_draft(draft=draft, author=user, change=change, fields=fields_of(draft)).draft


def agree(user, draft: Draft, *, is_named: bool = True) -> None:
    membership = DraftShare.objects.membership(user, draft)
    say_whether_named(membership=membership, is_named=is_named)


def test_who_agreed_is_offered_to_who_publishes(alice, bob, draft):
    write(alice, draft, "Alice's words.\n")
    draft = write(bob, draft, "Bob's words.\n")
    assert credit_line(draft=draft, publisher=bob) == ""
    agree(alice, draft)
    agree(bob, draft)
    assert credit_line(draft=draft, publisher=bob) == "with [[User:Alice]]"
    agree(alice, draft, is_named=False)
    assert credit_line(draft=draft, publisher=bob) == ""


def test_what_is_published_is_nobodys_to_be_named_for_again(wiki, alice, bob, draft):
    agree(alice, draft)
    write(alice, draft, "Alice's words.\n")
    draft = write(bob, draft, "Bob's words.\n")
    publish_draft(user=bob, draft=draft, version=draft.version)
    browser_of(bob).post(address(draft, "follow"))
    draft = write(bob, draft, "More of Bob's.\n")
    assert credit_line(draft=draft, publisher=bob) == ""
    write(alice, draft, "More of Alice's.\n")
    draft = write(bob, draft, "Enough.\n")
    assert credit_line(draft=draft, publisher=bob) == "with [[User:Alice]]"


def test_what_was_taken_back_is_to_be_named_again(wiki, alice, bob, title, draft):
    agree(alice, draft)
    draft = write(alice, draft, "\nAlice's words.\n")
    draft = write(bob, draft, "\nBob's words.\n")
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(title, f"Above.\n\n{wiki.text(title)}"))
        publish_draft(user=bob, draft=draft, version=draft.version)
    merged = follow_published(user=bob, draft=fresh(draft)).wiki_merge
    assert merged is not None
    assert credit_line(draft=fresh(draft), publisher=bob) == ""
    undo_wiki_merge(user=bob, snapshot=merged)
    assert credit_line(draft=fresh(draft), publisher=bob) == "with [[User:Alice]]"


def test_who_agrees_later_is_offered_with_the_pulse(alice, bob, draft):
    write(alice, draft, "Alice's words.\n")
    draft = write(bob, draft, "Bob's words.\n")
    guest = browser_of(bob)

    def watch() -> str:
        answer = guest.post(address(draft, "pulse"), {"tab": "one"}, headers=FRAGMENT)
        found = re.search(r'<div id="credit-watch".*?</div>', answer.text, re.DOTALL)
        return found[0] if found else ""

    before, page = watch(), guest.get(address(draft)).text
    assert "data-naming" not in before + page
    agree(alice, draft)
    after = watch()
    assert f'hx-get="{address(draft, "credit/offer")}"' in after
    assert watch() == after
    offer = guest.get(address(draft, "credit/offer"), headers=FRAGMENT)
    assert "with [[User:Alice]]" in offer.text
    agree(alice, draft, is_named=False)
    assert watch() != after
    assert "Alice" not in guest.get(address(draft, "credit/offer"), headers=FRAGMENT).text


def test_without_a_script_it_is_put_into_the_summary_once(alice, bob, draft):
    agree(alice, draft)
    write(alice, draft, "Alice's words.\n")
    draft = write(bob, draft, "Bob's words.\n")
    guest = browser_of(bob)
    assert "with [[User:Alice]]" in guest.get(address(draft)).text
    guest.post(address(draft, "credit"), form_data(fresh(draft), summary="Words"))
    assert fresh(draft).summary == "Words with [[User:Alice]]"
    guest.post(address(draft, "credit"), form_data(fresh(draft)))
    assert fresh(draft).summary == "Words with [[User:Alice]]"


def test_who_is_named_already_is_not_named_twice(alice, bob, stranger, draft):
    set_access(draft=draft, user=stranger, access=Access.WRITE)
    for person, words in ((alice, "Alice's words.\n"), (stranger, "Carol's words.\n")):
        agree(person, draft)
        write(person, draft, words)
    write(bob, draft, "Bob's words.\n")
    Draft.objects.filter(pk=draft.pk).update(summary="With [[User:Alice]]")
    assert credit_line(draft=fresh(draft), publisher=bob) == "with [[User:Carol]]"


def test_it_fits_into_the_summary_or_stays_out(alice, bob, draft):
    agree(alice, draft)
    write(alice, draft, "Alice's words.\n")
    draft = write(bob, draft, "Bob's words.\n")
    for length, fits in ((480, True), (481, False)):
        Draft.objects.filter(pk=draft.pk).update(summary="🌙" * length)
        if fits:
            add_credit(draft=fresh(draft), user=bob)
            assert len(fresh(draft).summary) == 500
        else:
            with pytest.raises(NoRoomError):
                add_credit(draft=fresh(draft), user=bob)
