from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from editor.actions.presence import Beat, keep_presence
from editor.actions.watch_pages import CHECK_EVERY, watch_page
from editor.models import Draft, PageCheck, PageState
from tests.factories import open_draft
from tests.faults import proxied, wiki_down
from tests.people import new_title, signed_up


@pytest.fixture
def drafts(wiki, alice, bob):
    """Three pages that two people have open."""
    titles = [new_title() for _ in range(3)]
    for title in titles:
        wiki.edit(title, "Text.")
    return [
        shown(open_draft(alice, titles[0])),
        shown(open_draft(alice, titles[1])),
        shown(open_draft(bob, titles[1])),
        shown(open_draft(bob, titles[2])),
    ]


def shown(draft: Draft) -> Draft:
    """A tab has it open."""
    keep_presence(user=draft.owner, draft=draft, beat=Beat(tab="one"))
    return draft


def due():
    """Time has passed since the wiki was asked."""
    PageCheck.objects.update(asked_at=timezone.now() - CHECK_EVERY)


def watch(draft) -> PageState:
    state = watch_page(user=draft.owner, draft=draft)
    assert state is not None
    return state


def test_one_question_serves_everybody_who_has_a_page_open(wiki, drafts):
    wiki.edit(drafts[2].title, "Newer.", user="Carol", summary="Carol's reason")
    wiki.clear_log("api")
    states = [watch(draft) for draft in drafts]
    assert len(wiki.log("api")) == 1
    assert states[1].revid == states[2].revid == wiki.history(drafts[2].title)[0]["revid"]
    assert (states[2].user, states[2].comment) == ("Carol", "Carol's reason")
    assert states[0].revid == drafts[0].base_revid
    # Some time later it is asked again.
    wiki.edit(drafts[0].title, "Newer.")
    assert watch(drafts[0]).revid == drafts[0].base_revid
    due()
    assert watch(drafts[3]).revid == drafts[3].base_revid
    assert watch(drafts[0]).revid == wiki.history(drafts[0].title)[0]["revid"]


def test_a_page_that_nobody_has_open_any_more_is_not_asked_about(wiki, drafts):
    PageState.objects.filter(title=drafts[0].title).update(
        seen_at=timezone.now() - timedelta(minutes=5)
    )
    PageState.objects.create(
        wiki=drafts[0].wiki,
        title="Long ago",
        seen_at=timezone.now() - timedelta(days=31),
    )
    with proxied(wiki) as proxy:
        watch(drafts[3])
    assert not PageState.objects.filter(title="Long ago").exists()
    (call,) = proxy.calls
    assert set(call["titles"].split("|")) == {drafts[1].title, drafts[3].title}


def test_while_one_process_asks_nobody_else_does(wiki, drafts):
    assert PageCheck.objects.take(drafts[0].wiki, every=CHECK_EVERY, lease=timedelta(seconds=60))
    wiki.clear_log("api")
    assert watch(drafts[0]).revid == drafts[0].base_revid
    assert wiki.log("api") == []


def test_a_wiki_that_is_down_is_asked_as_seldom_and_what_is_known_stays(wiki, drafts):
    with wiki_down():
        assert watch(drafts[0]).revid == drafts[0].base_revid
    wiki.edit(drafts[0].title, "Newer.")
    assert watch(drafts[0]).revid == drafts[0].base_revid
    due()
    assert watch(drafts[0]).revid > (drafts[0].base_revid or 0)


def test_who_may_not_ask_leaves_the_turn_to_the_next(wiki, drafts):
    wiki.edit(drafts[1].title, "Newer.")
    wiki.withdraw_approvals("Alice")
    assert watch(drafts[1]).revid == drafts[1].base_revid
    assert watch(drafts[2]).revid > (drafts[2].base_revid or 0)


def test_what_became_of_a_page_is_read_from_the_log_once(wiki, drafts):
    to = new_title("Elsewhere")
    wiki.delete(drafts[0].title, reason="No use")
    wiki.move(drafts[1].title, to)
    wiki.protect(drafts[3].title)
    watch(drafts[0])
    deleted, moved, locked = (watch(drafts[number]) for number in (0, 1, 3))
    assert (deleted.revid, deleted.gone_pageid) == (0, drafts[0].page_id)
    assert deleted.departure_entry
    assert deleted.departure_entry.user == "Admin"
    assert deleted.departure_entry.comment == "No use"
    assert (moved.moved_to, moved.is_redirect) == (to, True)
    assert moved.departure_entry
    assert moved.departure_entry.type == "move"
    assert locked.protection_entry
    assert (locked.level, locked.protection_entry.comment) == ("sysop", "A test")
    due()
    wiki.clear_log("api")
    watch(drafts[0])
    assert len(wiki.log("api")) == 1


@pytest.mark.parametrize("is_here", [True, False])
def test_two_pages_that_were_under_one_title_are_not_read_of_by_turns(wiki, alice, drafts, is_here):
    """Alice's draft is of the page that was deleted first, Bob's of the one made after it."""
    title = drafts[3].title
    wiki.delete(title, reason="The first")
    earlier = drafts[3]
    wiki.edit(title, "Made anew.")
    later = shown(open_draft(alice, title))
    assert later.page_id != earlier.page_id
    wiki.delete(title, reason="The second")
    if not is_here:
        earlier.presences.update(seen_at=timezone.now() - timedelta(days=1))
    due()
    gone = watch(later).gone_pageid
    assert gone in {earlier.page_id, later.page_id} if is_here else gone == later.page_id
    for _ in range(2):
        due()
        wiki.clear_log("api")
        assert watch(later).gone_pageid == gone
        assert len(wiki.log("api")) == 1


@pytest.mark.parametrize("was", ["more", "less"])
def test_what_another_version_kept_of_a_log_is_no_error(wiki, drafts, was):
    wiki.delete(drafts[0].title, reason="No use")
    state = watch(drafts[0])
    assert state.departure is not None
    if was == "more":
        state.departure["something"] = "else"
    else:
        del state.departure["comment"]
    state.save(update_fields=["departure"])
    entry = PageState.objects.get(pk=state.pk).departure_entry
    assert (entry.comment if entry else "") == ("No use" if was == "more" else "")


def test_a_page_that_another_process_forgets_meanwhile_is_no_error(wiki, drafts, monkeypatch):
    def forgotten(_wiki, page):
        PageState.objects.filter(title=page.title).delete()

    monkeypatch.setattr(PageState.objects, "note", forgotten)
    assert watch_page(user=drafts[0].owner, draft=drafts[0]) is None
    assert PageCheck.objects.get().asked_at is not None


def test_a_name_that_the_wiki_hides_is_not_told_even_when_an_administrator_asks(wiki, drafts):
    wiki.configure(wgGroupPermissions={"sysop": {"deleterevision": True}})
    newest = wiki.edit(drafts[0].title, "Newer.", user="Carol", summary="A secret")
    wiki.session("Admin").post(
        action="revisiondelete", type="revision", ids=newest, hide="user|comment", reason="A test"
    )
    admin = signed_up(wiki, "Admin")
    watch(open_draft(admin, drafts[3].title))
    open_draft(admin, drafts[0].title)
    state = PageState.objects.get(title=drafts[0].title)
    assert (state.revid, state.user, state.comment) == (newest, "", "")
