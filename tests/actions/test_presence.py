from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from editor.actions.discard import discard_draft
from editor.actions.presence import NOWHERE, Beat, company, keep_presence
from editor.models import Presence, Tier
from tests.factories import open_draft, save_text
from tests.people import new_title, signed_up

LANDING = "Armstrong became the first person to step onto the surface of the Moon."
SECTION = f"== Landing ==\n{LANDING}\n\nAldrin joined him nineteen minutes later, it is said."
PAGE = f"Apollo 11 was the first spaceflight that landed humans.\n\n{SECTION}"


@pytest.fixture
def title(wiki):
    title = new_title("Apollo")
    wiki.edit(title, PAGE)
    return title


def beat(draft, words="", *, tab="one", **known):
    caret = draft.text.index(words) if words else None
    return keep_presence(
        user=draft.owner,
        draft=draft,
        beat=Beat(tab=tab, version=draft.version, caret=caret, **known),
    )


def others(draft, place=NOWHERE):
    return [
        (one.name, one.tier, one.is_in_paragraph)
        for one in company(user=draft.owner, draft=draft, place=place)
    ]


def aged(draft, *, seen=0, **columns):
    seen_at = timezone.now() - timedelta(seconds=seen)
    Presence.objects.filter(draft=draft).update(seen_at=seen_at, **columns)


def test_a_section_and_the_page_meet_in_one_paragraph(alice, bob, title):
    hers, his = open_draft(alice, title, section="1"), open_draft(bob, title)
    his = save_text(his, f"New.\n\n{PAGE.replace('the surface', 'its surface')}\n\nMore.").draft
    place = beat(hers, "Armstrong")
    beat(his, "its surface")
    assert others(hers, place) == [("Bob", Tier.HERE, True)]
    beat(his, "Aldrin")
    assert others(hers, place) == [("Bob", Tier.HERE, False)]
    (him,) = company(user=alice, draft=hers)
    assert him.heading == "Landing"


def test_drafts_on_different_revisions_meet(wiki, alice, bob, title):
    hers = open_draft(alice, title)
    wiki.edit(title, PAGE.replace("Apollo 11 was", "This was"))
    his = open_draft(bob, title)
    assert hers.base_revid != his.base_revid
    beat(his, "Armstrong")
    assert others(hers, beat(hers, "onto the surface")) == [("Bob", Tier.HERE, True)]
    assert others(hers, beat(hers, "spaceflight")) == [("Bob", Tier.HERE, False)]


def test_somebody_without_a_caret_is_in_no_paragraph(alice, bob, title):
    hers, his = open_draft(alice, title), open_draft(bob, title)
    beat(his)
    assert others(hers, beat(hers)) == [("Bob", Tier.HERE, False)]


def test_the_tabs_of_one_person_are_one(alice, bob, title):
    hers, page, section = (
        open_draft(alice, title),
        open_draft(bob, title),
        open_draft(bob, title, section="1"),
    )
    beat(page, "spaceflight", tab="page")
    beat(page, tab="unused", idle=timedelta(minutes=9))
    beat(section, "Armstrong", tab="section", idle=timedelta(minutes=3))
    # Here in one tab, and in her paragraph in another.
    assert others(hers, beat(hers, "Armstrong")) == [("Bob", Tier.HERE, True)]
    # Nobody is company to themselves.
    assert others(section) == [("Alice", Tier.HERE, False)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"active": 80}, [("Bob", Tier.HERE, True)]),
        ({"active": 100}, [("Bob", Tier.IDLE, True)]),
        ({"seen": 35}, [("Bob", Tier.AWAY, False)]),
        ({"seen": 45}, []),
        ({"seen": 240, "is_hidden": True}, [("Bob", Tier.AWAY, False)]),
        ({"seen": 310, "is_hidden": True}, []),
    ],
)
def test_how_much_somebody_is_here(alice, bob, title, columns, expected):
    hers, his = open_draft(alice, title), open_draft(bob, title)
    place = beat(hers, "Armstrong")
    beat(his, "Armstrong", idle=timedelta(seconds=columns.pop("active", 0)))
    aged(his, **columns)
    assert others(hers, place) == expected


def test_only_who_has_this_page_open_is_named(wiki, alice, bob, stranger, title):
    hers, his = open_draft(alice, title), open_draft(bob, title)
    beat(open_draft(stranger, "Apollo 11"))
    beat(his)
    beat(open_draft(signed_up(wiki, "Admin"), title))
    assert [name for name, *_ in others(hers)] == ["Admin", "Bob"]
    discard_draft(his)
    assert [name for name, *_ in others(hers)] == ["Admin"]


def test_a_page_that_was_moved_is_still_the_same(wiki, alice, bob, title):
    hers = open_draft(alice, title)
    wiki.move(title, to=f"{title} moved")
    his = open_draft(bob, f"{title} moved")
    beat(his)
    assert hers.title != his.title
    assert [name for name, *_ in others(hers)] == ["Bob"]


def test_the_texts_are_read_again_only_when_something_moved(alice, title):
    draft = open_draft(alice, title)
    place = beat(draft, "Armstrong")
    at = draft.text.index("Armstrong")
    again = Beat(tab="one", version=draft.version, caret=at)
    untouched = type(draft).objects.defer("text", "base_text").get(pk=draft.pk)
    assert keep_presence(user=alice, draft=untouched, beat=again) == place
    assert "text" in untouched.get_deferred_fields()
