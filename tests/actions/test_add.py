"""Quick add, on the demo wiki: kept first, sent once, never doubled."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from editor.actions.add import (
    Added,
    AdditionUnderWayError,
    discard_addition,
    keep_addition,
    send_addition,
)
from editor.actions.addition_to_draft import move_to_draft
from editor.actions.settle_addition import StillAddingError, settle_addition
from editor.actions.standing import RENEWED_AFTER
from editor.models import Addition, Standing, Wiki
from editor.wiki import PageMissingError, WikiRejectedError, WikiUnavailableError
from tests.factories import open_draft
from tests.faults import proxied, wiki_down
from tests.people import new_title

PAGE = "Lead.\n\n== Crew ==\nArmstrong.\n\n== Landing ==\nThe Eagle.\n"


@pytest.fixture
def sections(wiki):
    title = new_title()
    wiki.edit(title, PAGE)
    return title


def kept(user: User, title: str, text: str = "Added.", **options: Any) -> Addition:
    return keep_addition(user=user, key=uuid4(), added=Added(title=title, text=text, **options))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, f"{PAGE}\nAdded."),
        ({"is_paragraph": False}, f"{PAGE}Added."),
        ({"place": "top"}, f"Added.\n\n{PAGE}"),
        ({"section": "0"}, PAGE.replace("Lead.", "Lead.\n\nAdded.")),
        ({"section": "0", "place": "top"}, f"Added.\n\n{PAGE}"),
        (
            {"section": "1", "section_heading": "Crew", "is_paragraph": False},
            PAGE.replace("Armstrong.", "Armstrong.\nAdded."),
        ),
        (
            {"section": "1", "section_heading": "Crew", "place": "top", "is_paragraph": False},
            PAGE.replace("Armstrong.", "Added.\nArmstrong."),
        ),
    ],
)
def test_a_text_is_added_where_it_was_meant(wiki, alice, sections, options, expected):
    addition = send_addition(kept(alice, sections, summary="One more", **options))
    newest = wiki.history(sections)[0]
    assert wiki.text(sections) == expected.rstrip()
    assert newest["user"] == "Alice"
    assert newest["comment"].endswith("One more")
    assert newest["revid"] == addition.newrevid
    assert addition.state == Addition.State.PUBLISHED


def test_prependtext_and_appendtext_travel_with_their_checksum_and_name(wiki, alice, title):
    with proxied(wiki) as proxy:
        send_addition(kept(alice, title))
        sent = next(call for call in proxy.calls if call.get("action") == "edit")
    assert sent["appendtext"].strip() == "Added."
    assert (sent["assertuser"], len(sent["md5"])) == ("Alice", 32)
    assert "text" not in sent


def test_a_section_that_moved_is_found_by_its_heading(wiki, alice, sections):
    addition = kept(alice, sections, section="1", section_heading="Crew")
    wiki.edit(sections, PAGE.replace("== Crew ==", "== Before ==\nNew.\n\n== Crew =="))
    send_addition(addition)
    assert "Armstrong.\n\nAdded." in wiki.text(sections)


@pytest.mark.parametrize("place", ["end", "top"])
@pytest.mark.parametrize(
    "meanwhile", [("== Crew ==", "== Before ==\nNew.\n\n== Crew =="), ("Armstrong.", "Aldrin.")]
)
def test_a_section_that_changes_at_the_last_moment_is_looked_for_again(
    wiki, alice, sections, place, meanwhile
):
    addition = kept(alice, sections, section="1", section_heading="Crew", place=place)
    newer = PAGE.replace(*meanwhile)
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(sections, newer))
        send_addition(addition)
    crew = wiki.text(sections).partition("== Crew ==")[2].partition("\n==")[0]
    name = "Aldrin" if "Aldrin" in newer else "Armstrong"
    assert "Added." in crew
    assert name in crew
    assert wiki.text(sections).replace("Added.", "").split() == newer.split()


def test_a_section_behind_a_redirect_is_added_to_below_its_heading(wiki, alice, sections):
    redirect = new_title("Redirect")
    wiki.edit(redirect, f"#REDIRECT [[{sections}]]")
    send_addition(kept(alice, redirect, section="1", section_heading="Crew", place="top"))
    assert "== Crew ==\nAdded." in wiki.text(sections)


def test_a_redirect_is_followed_and_said(wiki, alice, title):
    redirect = new_title("Redirect")
    wiki.edit(redirect, f"#REDIRECT [[{title}]]")
    addition = send_addition(kept(alice, redirect))
    assert addition.sent_to == title
    assert wiki.text(title).endswith("Added.")
    assert "Added." not in wiki.text(redirect)


def test_a_page_that_is_not_there_is_created_unless_told_otherwise(wiki, alice):
    title = new_title()
    with pytest.raises(PageMissingError):
        send_addition(kept(alice, title, may_create=False))
    assert wiki.history(title) == []
    send_addition(kept(alice, title))
    assert wiki.text(title) == "Added."


def test_a_page_created_in_the_meantime_is_added_to(wiki, alice):
    title = new_title()
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(title, "Bob was quicker."))
        send_addition(kept(alice, title))
    assert wiki.text(title) == "Bob was quicker.\n\nAdded."


def test_what_was_typed_is_kept_when_the_wiki_is_down(wiki, alice, title):
    addition = kept(alice, title)
    with wiki_down(), pytest.raises(WikiUnavailableError):
        send_addition(addition)
    assert Addition.objects.unfinished().get(pk=addition.pk).text == "Added."
    send_addition(addition)
    assert wiki.text(title).endswith("Added.")


def test_the_same_form_sent_twice_adds_once(wiki, alice, title):
    added, key = Added(title=title, text="Added."), uuid4()
    first = send_addition(keep_addition(user=alice, key=key, added=added))
    second = send_addition(keep_addition(user=alice, key=key, added=added))
    assert (first.pk, first.newrevid) == (second.pk, second.newrevid)
    assert wiki.text(title).count("Added.") == 1


def test_what_was_typed_is_kept_without_waiting_for_the_wiki(wiki, alice, title):
    Wiki.objects.update(learned_at=timezone.now() - timedelta(days=1))
    with proxied(wiki) as proxy:
        kept(alice, title)
        assert proxy.calls == []


def test_one_that_is_being_sent_is_not_sent_again(wiki, alice, title):
    addition = kept(alice, title)
    now = timezone.now()
    Addition.objects.filter(pk=addition.pk).update(state="sending", started_at=now)
    with pytest.raises(AdditionUnderWayError):
        send_addition(addition)
    assert len(wiki.history(title)) == 1


def test_a_lost_answer_is_looked_up_before_anything_is_sent_again(wiki, alice, title):
    addition = kept(alice, title, text="Added by ~~~~")
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit")
        with pytest.raises(WikiUnavailableError):
            send_addition(addition)
    assert Addition.objects.get(pk=addition.pk).state == Addition.State.UNKNOWN
    settled = send_addition(Addition.objects.get(pk=addition.pk))
    assert settled.newrevid == wiki.history(title)[0]["revid"]
    assert wiki.text(title).count("Added by") == 1


def test_it_is_found_behind_other_edits_of_a_page_that_fills_an_answer(wiki, alice, title):
    """The wiki cuts an answer off at some size, oldest revisions first in it."""
    for number in range(3):
        wiki.edit(title, f"{'Long. ' * 2000}{number}", user="Alice")
    addition = kept(alice, title)
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit")
        with pytest.raises(WikiUnavailableError):
            send_addition(addition)
    wiki.configure(wgAPIMaxResultSize=30_000)
    addition.refresh_from_db()
    assert settle_addition(addition).newrevid == wiki.history(title)[0]["revid"]


def test_a_lost_request_is_sent_again_only_after_it_cannot_arrive_any_more(wiki, alice, title):
    addition = kept(alice, title)
    with proxied(wiki) as proxy:
        proxy.lose_requests("edit")
        with pytest.raises(WikiUnavailableError):
            send_addition(addition)
    addition.refresh_from_db()
    with pytest.raises(StillAddingError):
        send_addition(addition)
    long_ago = timezone.now() - timedelta(seconds=200)
    Addition.objects.filter(pk=addition.pk).update(lost_at=long_ago)
    addition.refresh_from_db()
    assert send_addition(addition).state == Addition.State.PUBLISHED
    assert wiki.text(title).count("Added.") == 1


def test_the_same_words_that_were_there_before_are_not_taken_for_it(wiki, alice, title):
    wiki.edit(title, "Added.\n\nOther.", user="Alice")
    wiki.edit(title, "Added.\n\nOther, changed.", user="Alice")
    addition = kept(alice, title)
    started = timezone.now() - timedelta(seconds=30)
    Addition.objects.filter(pk=addition.pk).update(state="unknown", started_at=started)
    addition.refresh_from_db()
    Addition.objects.create(
        owner=alice, wiki=addition.wiki, key=uuid4(), title=title, text="x",
        kept_at=started, newrevid=wiki.history(title)[1]["revid"],
    )  # fmt: skip
    with pytest.raises(StillAddingError):
        settle_addition(addition)


def test_nothing_is_ever_sent_for_somebody_who_may_not(wiki, alice, title):
    wiki.protect(title, "sysop")
    with proxied(wiki) as proxy:
        with pytest.raises(WikiRejectedError):
            send_addition(kept(alice, title))
        assert "edit" not in proxy.actions()


def test_a_block_that_only_the_refusal_told_of_is_asked_about_before_publishing(wiki, alice, title):
    draft = open_draft(alice, title)
    assert not Standing.objects.get(draft=draft).is_older_than(RENEWED_AFTER)
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.block("Alice"))
        try:
            with pytest.raises(WikiRejectedError):
                send_addition(kept(alice, title))
        finally:
            wiki.unblock("Alice")
    assert Standing.objects.get(draft=draft).is_older_than(RENEWED_AFTER)


def test_a_refusal_is_recorded_and_can_be_tried_again(wiki, alice, title):
    wiki.add_abuse_filter("'casino' in added_lines", action="warn")
    addition = kept(alice, title, text="A casino.")
    with pytest.raises(WikiRejectedError):
        send_addition(addition)
    addition.refresh_from_db()
    assert (addition.state, addition.code) == ("refused", "abusefilter-warning")
    assert send_addition(addition).state == Addition.State.PUBLISHED


def test_one_that_is_given_up_is_not_listed(wiki, alice, title):
    addition = kept(alice, title)
    discard_addition(addition)
    assert not Addition.objects.unfinished().exists()
    assert Addition.objects.get(pk=addition.pk).text == "Added."


def test_another_text_from_the_same_form_is_kept_beside_the_first(wiki, alice, title):
    key = uuid4()
    first = send_addition(keep_addition(user=alice, key=key, added=Added(title=title, text="One.")))
    again = keep_addition(user=alice, key=key, added=Added(title=title, text="One, and two."))
    assert (again.pk, again.text) == (first.pk, "One.")
    assert Addition.objects.unfinished().get().text == "One, and two."


def test_what_the_wiki_asks_about_is_gone_on_with_in_the_editor(wiki, alice, sections):
    wiki.configure(captcha_on_links=True)
    options: dict[str, Any] = {"section": "1", "section_heading": "Crew", "place": "top"}
    options |= {"summary": "A source", "is_minor": True, "is_watching": True}
    addition = kept(alice, sections, text="See https://example.org/ .", **options)
    with pytest.raises(WikiRejectedError):
        send_addition(addition)
    draft = move_to_draft(addition)
    assert (draft.summary, draft.is_minor, draft.is_watching) == ("/* Crew */ A source", True, True)
    assert draft.text == "== Crew ==\nSee https://example.org/ .\n\nArmstrong."
    assert not Addition.objects.unfinished().exists()
