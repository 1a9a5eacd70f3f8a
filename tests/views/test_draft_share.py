from __future__ import annotations

import re

import pytest
from django.test import override_settings
from django.utils import timezone

from editor.actions import shared_drafts
from editor.actions.collide import record_collision
from editor.actions.discard import discard_draft
from editor.actions.pen import SILENCE, pass_pen
from editor.actions.publish import publish_draft
from editor.actions.save_draft import Change, Fields, save_draft
from editor.actions.share_draft import set_access, share_with_team
from editor.models import Access, Draft, PublishAttempt, WikiCredential
from editor.wiki import WikiUnavailableError
from tests.factories import open_draft, save_text
from tests.faults import proxied
from tests.people import browser_of, new_title
from tests.posting import FRAGMENT, address, form_data, words


@pytest.fixture
def draft(alice, title) -> Draft:
    return save_text(open_draft(alice, title), "First line.\n\nHers.", summary="Hers too").draft


def fresh(draft: Draft) -> Draft:
    found: Draft = Draft.objects.select_related("owner", "base_text", "wiki").get(pk=draft.pk)
    return found


def test_somebody_is_let_in_by_name_and_finds_it_on_their_front_page(browser, bob, draft):
    answer = browser.post(address(draft, "share"), {"name": "bob ", "access": "write"})
    assert answer["Location"] == address(draft, "share")
    assert "may read and write" in browser.get(address(draft, "share")).text
    front = words(browser_of(bob).get("/"))
    assert draft.title in front
    assert "Alice's draft" in front
    assert "Alice has the pen" in front


@pytest.mark.parametrize(
    ("name", "words"),
    [("Nobody Such", "has signed in to this Galley"), ("Alice", "your own draft"), ("", "Write")],
)
def test_a_name_that_nobody_here_has_is_said_to_be_so(browser, draft, name, words):
    answer = browser.post(address(draft, "share"), {"name": name, "access": "read"})
    assert answer.status_code == 422
    assert words in answer.text
    assert not draft.shares.exists()


def test_who_is_not_admitted_any_more_is_nobody_here(browser, bob, draft):
    with override_settings(ALLOWED_USERS=["Alice"]):
        assert browser.get("/people", {"name": "Bo"}).text.strip() == ""
        answer = browser.post(address(draft, "share"), {"name": "Bob", "access": "read"})
    assert answer.status_code == 422
    assert 'value="Bob"' in browser.get("/people", {"name": "Bo"}).text


def test_who_may_not_be_here_any_more_reads_nobody_elses_drafts(wiki, alice, bob, draft):
    """Reading along never asks the wiki, which would have told."""
    set_access(draft=draft, user=bob, access=Access.WRITE)
    guest = browser_of(bob)
    wiki.edit(draft.title, "Theirs.")
    record_collision(user=alice, draft=draft)
    assert draft.title in guest.get("/collisions").text
    with override_settings(ALLOWED_USERS=["Alice"]):
        assert draft.title not in guest.get("/").text
        for what in ("", "reading", "share", "versions"):
            answer = guest.get(address(draft, what))
            assert answer.status_code == 403
            assert "Hers." not in answer.text
        assert draft.title not in guest.get("/collisions").text
        assert "Your collisions" not in guest.get("/").text
        assert guest.get("/people", {"name": "Al"}).text.strip() == ""
        saved = guest.post(address(draft, "save"), form_data(draft, "Foisted."))
        assert (saved.status_code, fresh(draft).text) == (403, draft.text)
    assert guest.get(address(draft)).status_code == 200


def test_who_opens_the_same_page_is_led_to_the_shared_draft(bob, draft):
    assert "shares a draft" not in browser_of(bob).get(f"/edit/{draft.title}").text
    share_with_team(draft=draft, access=Access.READ)
    opened = browser_of(bob).get(f"/edit/{draft.title}").text
    assert "Alice shares a draft of this page with you" in words(opened)
    assert f'href="{address(draft)}"' in opened


def test_a_draft_of_ones_page_is_told_of_however_many_the_team_shares(
    monkeypatch, alice, bob, draft
):
    monkeypatch.setattr(shared_drafts, "MOST", 1)
    newer = save_text(open_draft(alice, new_title()), "Newer.").draft
    for of_team in (draft, newer):
        share_with_team(draft=of_team, access=Access.READ)
    front = browser_of(bob).get("/").text
    assert (newer.title in front, draft.title in front) == (True, False)
    opened = browser_of(bob).get(f"/edit/{draft.title}", follow=True).text
    assert "Alice shares a draft of this page with you" in words(opened)


def test_the_team_is_let_in_and_out_again(browser, bob, draft):
    browser.post(address(draft, "share/team"), {"access": "read"})
    assert "Hers." in browser_of(bob).get(address(draft)).text
    assert draft.title in browser_of(bob).get("/").text
    browser.post(address(draft, "share/team"), {"access": ""})
    assert browser_of(bob).get(address(draft)).status_code == 404
    assert draft.title not in browser_of(bob).get("/").text


def test_the_owner_makes_somebody_who_writes_in_it_the_owner(browser, bob, draft):
    set_access(draft=draft, user=bob, access=Access.READ)
    share = address(draft, "share")
    to_bob = f"{share}/{draft.shares.get(user=bob).pk}/hand-over"
    assert "Make the owner" not in browser.get(share).text
    page = browser.post(to_bob, follow=True).text
    assert "Not handed over: Bob has to be able to write in it first." in page
    set_access(draft=draft, user=bob, access=Access.WRITE)
    # It is the owner's to give, nobody else's to take.
    assert browser_of(bob).post(to_bob).status_code == 403
    assert fresh(draft).owner == draft.owner
    page = browser.get(share).text
    assert re.search(rf'action="{to_bob}">.*?Make the owner.*?Bob', page, re.DOTALL)
    page = browser.post(to_bob, follow=True).text
    assert "This draft is Bob&#x27;s now. You can still write in it." in page
    assert "Make the owner" not in page
    assert "you: it is your draft" in browser_of(bob).get(share).text
    assert browser.get(address(draft)).status_code == 200


def test_a_guest_leaves_and_can_be_let_in_again(browser, bob, draft):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    guest = browser_of(bob)
    assert "You have left" in guest.post(address(draft, "leave"), follow=True).text
    assert guest.get(address(draft)).status_code == 403
    browser.post(address(draft, "share"), {"name": "Bob", "access": "read"})
    assert guest.get(address(draft)).status_code == 200


def test_a_guest_is_told_that_the_draft_was_discarded(alice, bob, draft):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(fresh(draft), to_id=bob.pk)
    discard_draft(fresh(draft))
    guest = browser_of(bob)
    front = words(guest.get("/"))
    entry = front.split("Shared with you")[1].partition("</section>")[0]
    assert "discarded by Alice" in entry
    assert "What became of it" in entry
    assert not re.search(r">\s*Read\s*<", entry)
    opened = guest.get(address(draft)).text
    assert "Alice discarded this draft" in words(opened)
    assert "Bring back" not in opened
    pulse = guest.post(address(draft, "pulse"), {"tab": "one"}, headers=FRAGMENT)
    assert "Alice has discarded this draft" in pulse.text
    late = guest.post(address(draft, "save"), form_data(draft, "Typed late."), headers=FRAGMENT)
    assert "has been discarded" in late.text
    assert draft.versions.latest("id").text.content == "Typed late."


def test_what_was_discarded_is_its_owners_alone_but_for_what_a_guest_typed(wiki, alice, bob, draft):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    draft = save_text(fresh(draft), "Alice's secret.").draft
    wiki.edit(draft.title, "Theirs.")
    snapshot = record_collision(user=alice, draft=draft)
    discard_draft(fresh(draft))
    guest = browser_of(bob)
    late = guest.post(address(draft, "save"), form_data(draft, "Bob's words."))
    typed, others = draft.versions.latest("id"), draft.versions.get(reason="discard")
    shown = [late, guest.get(address(draft))]
    for what in ("reading", "preview/frame", f"collisions/{snapshot.pk}"):
        shown.append(guest.get(address(draft, what)))
        assert shown[-1].status_code == 403, what
    shown.append(guest.get(address(draft, f"collisions/{snapshot.pk}/download"), {"text": "mine"}))
    shown.append(guest.get(address(draft, f"versions/{others.pk}")))
    assert [answer.status_code for answer in shown[-2:]] == [403, 404]
    shown.append(guest.get(address(draft, "reading"), {"version": 0}, headers=FRAGMENT))
    long_ago = timezone.now() - SILENCE
    Draft.objects.filter(pk=draft.pk).update(saved_at=long_ago, pen_since=long_ago)
    guest.post(address(draft, "pen/take"))
    assert fresh(draft).writer == alice
    shown.append(guest.get(address(draft, f"versions/{typed.pk}")))
    assert f"versions/{typed.pk}" in guest.get(address(draft, "versions")).text
    assert all("secret" not in answer.text for answer in shown)
    assert all("Bob&#x27;s words." in answer.text for answer in (late, shown[-1]))
    assert browser_of(alice).get(address(draft, f"collisions/{snapshot.pk}")).status_code == 200


def test_who_has_the_pen_has_a_name_without_a_credential_too(browser, bob, draft):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(fresh(draft), to_id=bob.pk)
    WikiCredential.objects.filter(user=bob).delete()
    assert f"{bob.get_username()} has the pen" in words(browser.get("/"))


def test_a_guest_who_has_the_pen_publishes_under_their_own_name(wiki, alice, bob, draft):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(fresh(draft), to_id=bob.pk)
    draft = fresh(draft)
    guest = browser_of(bob)
    assert "Publish" in guest.get(address(draft)).text
    answer = guest.post(address(draft, "publish"), form_data(draft), follow=True)
    assert "Published, revision" in answer.text
    newest = wiki.history(draft.title)[0]
    assert (newest["user"], newest["comment"]) == ("Bob", "Hers too")
    assert PublishAttempt.objects.get().author == bob
    assert draft.title in guest.get("/").text.split("Published lately")[1]


def test_what_was_lost_on_the_way_is_settled_by_the_next_one_with_their_own_account(
    wiki, alice, bob, draft
):
    """Alice's answer gets lost; she signs out, and Bob goes on."""
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit")
        with pytest.raises(WikiUnavailableError):
            publish_draft(user=alice, draft=draft, version=draft.version)
    wiki.revoke_tokens("Alice")
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(fresh(draft), to_id=bob.pk)
    opened = browser_of(bob).get(address(draft)).text
    assert PublishAttempt.objects.get().outcome == "published"
    assert "No changes yet" in opened or "Draft saved" in opened
    assert len(wiki.history(draft.title)) == 2


def test_the_wiki_prepares_it_for_who_has_the_pen(wiki, browser, bob, draft):
    set_access(draft=draft, user=bob, access=Access.WRITE)
    assert "Ready to publish" in browser.post(address(draft, "stash"), headers=FRAGMENT).text
    pass_pen(fresh(draft), to_id=bob.pk)
    guest = browser_of(bob)
    assert "Ready to publish" not in guest.get(address(draft)).text
    assert "Ready to publish" in guest.post(address(draft, "stash"), headers=FRAGMENT).text
    wiki.clear_log("StashEdit")
    guest.post(address(draft, "publish"), form_data(fresh(draft)))
    assert any("hit" in line for line in wiki.log("StashEdit"))


def test_who_may_not_edit_the_page_reads_and_writes_all_the_same(wiki, alice, bob):
    """On the wiki it is protected; to write the draft is something else than to publish it."""
    title = new_title()
    wiki.edit(title, "First line.")
    draft = open_draft(alice, title)
    save_text(draft, "First line, better.")
    set_access(draft=draft, user=bob, access=Access.WRITE)
    pass_pen(fresh(draft), to_id=bob.pk)
    wiki.protect(title)
    opened = browser_of(bob).get(address(draft)).text
    assert "does not let you publish this page" in opened
    fields = Fields(summary="", section_title="", is_minor=False, is_watching=False)
    change = Change(version=fresh(draft).version, text="First line, by Bob.")
    assert save_draft(draft=fresh(draft), author=bob, change=change, fields=fields).version


def test_whole_team_members_take_turns_too(alice, bob, draft):
    share_with_team(draft=draft, access=Access.WRITE)
    guest = browser_of(bob)
    assert "Ask for the pen" in guest.get(address(draft)).text
    guest.post(address(draft, "pen/ask"))
    assert "You have asked Alice" in words(guest.get(address(draft)))
    owner = browser_of(alice)
    assert "Bob asks for the pen" in words(owner.get(address(draft)))
    answer = owner.post(address(draft, "pen/give"), form_data(fresh(draft), "Up to here."))
    assert answer["Location"] == address(draft)
    assert "Bob has the pen" in words(owner.get(address(draft)))
    assert "Bob has the pen" in words(owner.get("/"))
    assert "Up to here." in guest.get(address(draft)).text
    # With the team's access goes the pen.
    owner.post(address(draft, "share/team"), {"access": "read"})
    assert fresh(draft).pen_id == alice.pk
