"""While somebody edits a section, another one changes what belongs to it."""

from __future__ import annotations

import pytest

from editor.actions.catch_up import MergeBuiltUponError, catch_up, undo_catch_up
from editor.actions.collide import merge_of, open_collision, record_collision, resolve_collision
from editor.actions.follow import follow_published
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.actions.undo_merge import undo_wiki_merge
from editor.models import ConflictSnapshot, Draft, PageState
from editor.wiki import SectionMissingError
from tests.factories import open_draft, save_text
from tests.faults import proxied

MILL = "Flour from the mill fed three valleys until trains came, in the winter of 1871."
HARBOUR = "Boats seldom use the harbour any more, although ice still closes it each January."
SCHOOL = "Twelve pupils go to school here, which is two more than when it was founded."
CHURCH = "Since 1204 the church has had two towers, one of them crooked and both without bells."
BRIDGE = "Nobody knows how old the bridge is, for floods took every stone that bore a date."
MARKET = "Every Friday the market sells cheese, rope and gossip to whoever has climbed up here."
PAGE = (
    f"A town.\n\n== Work ==\n{MILL}\n\n{HARBOUR}\n\n{SCHOOL}\n\n"
    f"== Sights ==\nThese are worth a visit.\n\n{CHURCH}\n\n{BRIDGE}\n\n"
    f"== Trade ==\n{MARKET}"
)
SIGHTS = PAGE[PAGE.index("== Sights") : PAGE.index("\n\n== Trade")]
SPLIT = PAGE.replace(BRIDGE, f"== Bridges ==\n{BRIDGE}")


def mine(text: str, *names: str) -> str:
    """The text with my words in some of its paragraphs."""
    for name in names:
        text = text.replace(f"the {name}", f"my {name}")
    return text


@pytest.fixture
def place(wiki, title):
    wiki.edit(title, PAGE)
    return title


def typed(user, place, text, section="2") -> Draft:
    return save_text(open_draft(user, place, section), text).draft


def again(draft) -> Draft:
    found: Draft = Draft.objects.select_related("wiki", "base_text").get(pk=draft.pk)
    return found


def test_of_a_section_that_was_divided_each_half_keeps_its_words_and_is_published(
    wiki, alice, place
):
    draft = typed(alice, place, mine(SIGHTS, "church", "bridge") + "\n\nMine at the end.")
    newest = wiki.edit(place, SPLIT)
    outcome = catch_up(user=alice, draft=draft)
    wanted = mine(SPLIT, "church").replace(
        f"== Bridges ==\n{BRIDGE}", f"== Bridges ==\n{mine(BRIDGE, 'bridge')}\n\nMine at the end."
    )
    assert outcome.collision is None
    assert outcome.draft.text == wanted
    assert (outcome.draft.section, outcome.draft.base_revid) == ("", newest)
    publish_draft(user=alice, draft=outcome.draft, version=outcome.draft.version)
    assert wiki.text(place) == wanted


def test_publishing_in_both_halves_goes_through_at_once(wiki, alice, place):
    draft = typed(alice, place, mine(SIGHTS, "church") + "\n\nMine at the end.")
    newest = wiki.edit(place, SPLIT)
    # Galley has heard of it, and the tab not yet.
    PageState.objects.note_published(draft, newest, user="Bob", at=None, comment="")
    attempt = publish_draft(user=alice, draft=draft, version=draft.version)
    assert (attempt.base_revid, attempt.section) == (newest, "")
    assert wiki.text(place) == mine(SPLIT, "church").replace(
        BRIDGE, f"{BRIDGE}\n\nMine at the end."
    )


def test_words_in_the_first_half_stay_a_draft_of_it(wiki, alice, place):
    draft = typed(alice, place, SIGHTS.replace("worth a visit", "worth seeing"))
    wiki.edit(place, SPLIT)
    outcome = catch_up(user=alice, draft=draft)
    assert (outcome.draft.section, outcome.draft.section_heading) == ("2", "Sights")
    assert outcome.draft.text == f"== Sights ==\nThese are worth seeing.\n\n{CHURCH}"


def test_of_a_lead_that_was_divided_the_words_are_merged_where_they_are(wiki, alice, title):
    lead = f"These are worth a visit.\n\n{CHURCH}\n\n{BRIDGE}"
    wiki.edit(title, f"{lead}\n\n== Trade ==\n{MARKET}")
    draft = typed(alice, title, mine(lead, "church", "bridge"), "0")
    wiki.edit(title, f"{lead}\n\n== Trade ==\n{MARKET}".replace(BRIDGE, f"== Bridge ==\n{BRIDGE}"))
    outcome = catch_up(user=alice, draft=draft)
    assert outcome.collision is None
    assert (outcome.draft.section, outcome.draft.widened_heading) == ("", "")
    assert outcome.draft.text.startswith(mine(lead, "church").split(BRIDGE)[0] + "== Bridge ==")
    assert outcome.draft.text.count(" my ") == 2


def test_a_section_joined_to_the_one_above_takes_the_words_along(wiki, alice, title):
    # So much stands above that nobody could take it all for the section under another heading.
    page = PAGE.replace(MILL, "\n\n".join(MILL.replace("three", f"{n}") for n in range(9)))
    wiki.edit(title, page)
    draft = typed(alice, title, mine(SIGHTS, "church", "bridge"))
    joined = page.replace("== Sights ==\n", "")
    wiki.edit(title, joined)
    outcome = catch_up(user=alice, draft=draft)
    assert (outcome.draft.section, outcome.draft.text) == ("", mine(joined, "church", "bridge"))


def test_what_was_joined_to_the_section_is_not_taken_for_an_addition(wiki, alice, place):
    draft = typed(alice, place, SIGHTS + "\n\nMine at the end.")
    wiki.edit(place, PAGE.replace("== Trade ==\n", ""))
    collision = catch_up(user=alice, draft=draft).collision
    assert collision is not None
    merged = merge_of(collision)
    (asked,) = merged.conflicts
    assert MARKET not in merged.passages[asked].theirs
    decided = merged.passages[asked].mine
    assert MARKET not in decided
    assert again(draft).section == ""


def test_an_edit_of_a_paragraph_goes_with_it_to_another_section(wiki, alice, place):
    draft = typed(alice, place, mine(SIGHTS, "bridge"))
    moved = PAGE.replace(f"\n\n{BRIDGE}", "") + f"\n\n{BRIDGE}"
    wiki.edit(place, moved)
    outcome = catch_up(user=alice, draft=draft)
    assert outcome.draft.text == mine(moved, "bridge")
    assert outcome.merge is not None
    assert outcome.merge.near_passages


def test_a_section_that_is_gone_is_asked_about(wiki, alice, place):
    draft = typed(alice, place, mine(SIGHTS, "church"))
    wiki.edit(place, PAGE.replace(f"{SIGHTS}\n\n", ""))
    with pytest.raises(CollisionOpenError):
        publish_draft(user=alice, draft=draft, version=draft.version)
    collision = open_collision(draft)
    assert collision is not None
    assert collision.theirs_section == ""
    merged = merge_of(collision)
    (asked,) = merged.conflicts
    assert merged.passages[asked].theirs == ""
    page = mine(PAGE, "church")
    assert (again(draft).text, collision.mine_text.content) == (page, page)
    decided = resolve_collision(snapshot=collision, text=page)
    publish_draft(user=alice, draft=decided, version=decided.version)
    assert wiki.text(place) == page


def test_where_nothing_was_typed_a_section_that_is_gone_is_only_said(wiki, alice, place):
    draft = open_draft(alice, place, "2")
    wiki.edit(place, PAGE.replace(f"{SIGHTS}\n\n", ""))
    with pytest.raises(SectionMissingError):
        catch_up(user=alice, draft=draft)
    assert again(draft).section == "2"


def test_a_third_edit_that_divides_the_section_is_met_at_the_desk(wiki, alice, place):
    draft = typed(alice, place, mine(SIGHTS, "bridge"))
    wiki.edit(place, PAGE.replace(BRIDGE, "It is old."))
    assert catch_up(user=alice, draft=draft).collision is not None
    wiki.edit(place, SPLIT)
    collision = record_collision(user=alice, draft=draft)
    assert merge_of(collision).text == mine(SPLIT, "bridge")
    assert open_collision(again(draft)) == collision
    assert again(draft).text == collision.mine_text.content


def test_taken_back_the_text_stands_in_the_page_as_it_was(wiki, alice, place):
    draft = typed(alice, place, mine(SIGHTS, "church", "bridge"))
    wiki.edit(place, PAGE.replace("worth a visit", "worth seeing"))
    first = catch_up(user=alice, draft=draft)
    assert first.draft.section == "2"
    wiki.edit(place, SPLIT.replace("worth a visit", "worth seeing"))
    second = catch_up(user=alice, draft=first.draft)
    assert (second.draft.section, second.draft.widened_heading) == ("", "Sights")
    assert first.merge is not None
    assert second.merge is not None
    undone = undo_catch_up(snapshot=second.merge)
    seen = PAGE.replace("worth a visit", "worth seeing")
    assert (undone.section, undone.text) == ("", mine(seen, "church", "bridge"))
    assert undone.base_text.content == seen
    # The one before is of the section: taken back alone, it would put the page into it.
    with pytest.raises(MergeBuiltUponError):
        undo_catch_up(snapshot=first.merge)


def test_who_divides_the_section_and_types_on_in_both_halves_keeps_both(wiki, alice, place):
    divided = SIGHTS.replace(BRIDGE, f"== Bridges ==\n{BRIDGE}")
    draft = typed(alice, place, divided)
    publish_draft(user=alice, draft=draft, version=draft.version)
    more = mine(divided, "church", "bridge") + "\n\nMine at the end."
    after = follow_published(user=alice, draft=save_text(draft, more).draft).draft
    wanted = PAGE.replace(SIGHTS, more)
    assert (after.section, after.text) == ("", wanted)
    assert after.base_text.content == wiki.text(place) == PAGE.replace(SIGHTS, divided)
    publish_draft(user=alice, draft=after, version=after.version)
    assert wiki.text(place) == wanted


def test_a_merge_by_the_wiki_with_a_division_is_of_the_page_and_undone_as_such(wiki, alice, place):
    draft = typed(alice, place, SIGHTS + "\n\nMine at the end.")
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(place, SPLIT))
        publish_draft(user=alice, draft=draft, version=draft.version)
    merged = SPLIT.replace(BRIDGE, f"{BRIDGE}\n\nMine at the end.")
    assert wiki.text(place) == merged
    more = mine(SIGHTS, "church") + "\n\nMine at the end."
    typed_on = save_text(again(draft), more).draft
    outcome = follow_published(user=alice, draft=typed_on)
    assert (outcome.draft.section, outcome.draft.text) == ("", mine(merged, "church"))
    assert outcome.draft.base_text.content == merged
    snapshot = ConflictSnapshot.objects.get(kind=ConflictSnapshot.Kind.WIKI_MERGE)
    assert (snapshot.base_text.content, snapshot.theirs_text.content) == (PAGE, SPLIT)
    assert not snapshot.is_doubtful
    undo_wiki_merge(user=alice, snapshot=snapshot)
    assert wiki.text(place) == SPLIT
    assert again(draft).text == PAGE.replace(SIGHTS, more)
    collision = open_collision(draft)
    assert collision is not None
    assert (collision.base_text.content, collision.theirs_text.content) == (PAGE, SPLIT)


def test_what_stays_in_the_section_costs_no_more_questions_to_the_wiki(wiki, alice, place):
    draft = typed(alice, place, mine(SIGHTS, "church"))
    wiki.edit(place, PAGE.replace("worth a visit", "worth seeing"))
    wiki.clear_log("api")
    outcome = catch_up(user=alice, draft=draft)
    assert outcome.draft.section == "2"
    assert len(wiki.log("api")) == 3
