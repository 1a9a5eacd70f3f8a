"""After a publish: the draft stands on what the wiki saved, with what was typed meanwhile."""

from __future__ import annotations

import pytest

from editor.actions.catch_up import catch_up
from editor.actions.collide import merge_of, open_collision
from editor.actions.decide import desk_of
from editor.actions.follow import follow_published
from editor.actions.publish import CollisionOpenError, publish_draft
from editor.actions.save_draft import Change, checksum, fields_of, save_draft
from editor.actions.settle import settle_draft
from editor.actions.undo_merge import MergeOvertakenError, undo_wiki_merge
from editor.merge.splices import between
from editor.models import ConflictSnapshot, Draft, PageState
from editor.wiki import EditConflictError, WikiRejectedError, WikiUnavailableError
from tests.factories import open_draft, save_text
from tests.faults import proxied

SECTIONS = "Lead.\n\n== One ==\nFirst.\n\n== Two ==\nSecond.\n\n== Three ==\nThird."


def published(user, draft):
    return publish_draft(user=user, draft=draft, version=draft.version)


def followed(user, draft) -> Draft:
    return follow_published(user=user, draft=Draft.objects.get(pk=draft.pk)).draft


def test_the_draft_stands_on_the_published_revision(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    attempt = published(alice, draft)
    after = followed(alice, draft)
    assert after.base_revid == attempt.newrevid
    assert (after.text, after.base_text.content) == ("Mine.", "Mine.")
    assert after.state == Draft.State.OPENED
    assert after.version == draft.version


def test_following_twice_asks_the_wiki_once(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "Mine.").draft
    published(alice, draft)
    followed(alice, draft)
    wiki.clear_log("api")
    followed(alice, draft)
    assert wiki.log("api") == []


def test_a_signature_comes_back_expanded(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "I say so. ~~~~").draft
    published(alice, draft)
    after = followed(alice, draft)
    assert "~~~~" not in after.text
    assert "User:Alice" in after.text
    assert after.text == wiki.text(title)
    # What was typed is still among the versions.
    assert draft.versions.filter(text__content="I say so. ~~~~").exists()


def test_what_was_typed_meanwhile_is_put_on_top_and_nothing_is_signed_twice(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "I say so. ~~~~\n\nSecond line.").draft
    published(alice, draft)
    typed = save_text(draft, "I say so. ~~~~\n\nSecond line, and more.").draft
    after = followed(alice, typed)
    assert after.text.endswith("Second line, and more.")
    assert after.text.count("User:Alice") == 1
    assert "~~~~" not in after.text
    assert after.state == Draft.State.EDITING
    published(alice, after)
    assert wiki.text(title).count("User:Alice") == 1
    assert wiki.text(title).endswith("Second line, and more.")


def test_publishing_again_without_having_followed_does_so_by_itself(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "I say so. ~~~~\n\nSecond line.").draft
    published(alice, draft)
    typed = save_text(draft, "I say so. ~~~~\n\nSecond line, and more.").draft
    published(alice, typed)
    assert wiki.text(title).count("User:Alice") == 1
    assert wiki.text(title).endswith("Second line, and more.")
    assert len(wiki.history(title)) == 3


def test_a_section_stays_that_section(wiki, alice, title):
    wiki.edit(title, SECTIONS)
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nMine.").draft
    attempt = published(alice, draft)
    after = followed(alice, draft)
    assert (after.section, after.text) == ("2", "== Two ==\nMine.")
    assert after.base_revid == attempt.newrevid
    assert wiki.text(title) == SECTIONS.replace("Second.", "Mine.")


def test_a_section_renumbered_meanwhile_is_published_in_its_place(wiki, alice, title):
    wiki.edit(title, SECTIONS)
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nMine.").draft
    wiki.edit(title, SECTIONS.replace("== One ==", "== Zero ==\nNew.\n\n== One =="))
    published(alice, draft)
    after = followed(alice, draft)
    assert "== Two ==\nMine." in wiki.text(title)
    assert "== Zero ==\nNew." in wiki.text(title)
    assert (after.section, after.text) == ("3", "== Two ==\nMine.")


def test_a_section_that_moved_up_past_the_last_number_is_published_in_its_place(wiki, alice, title):
    """The wiki counts in its newest text, and has no section of that number any more."""
    last = "== Last ==\nText."
    wiki.edit(title, f"== First ==\nText.\n\n{last}")
    draft = save_text(open_draft(alice, title, "2"), "== Last ==\nMine.").draft
    wiki.edit(title, last)
    published(alice, draft)
    assert wiki.text(title) == "== Last ==\nMine."


def test_a_section_renamed_by_oneself_is_still_that_section(wiki, alice, title):
    wiki.edit(title, SECTIONS)
    draft = save_text(open_draft(alice, title, "2"), "== Second ==\nMine.").draft
    published(alice, draft)
    after = followed(alice, draft)
    assert (after.section, after.section_heading) == ("2", "Second")
    assert after.text == "== Second ==\nMine."


def test_a_section_whose_heading_was_removed_stays_where_it_was(wiki, alice, title):
    """It is part of the section before it now, and of that one the draft knows nothing."""
    wiki.edit(title, SECTIONS)
    draft = save_text(open_draft(alice, title, "2"), "Without a heading.").draft
    published(alice, draft)
    after = followed(alice, draft)
    assert "First.\n\nWithout a heading." in wiki.text(title)
    assert after.text == "Without a heading."
    assert followed(alice, after).base_revid == draft.base_revid


def test_a_new_section_becomes_the_section_it_is(wiki, alice, title):
    wiki.edit(title, SECTIONS)
    draft = open_draft(alice, title, "new")
    draft = save_text(draft, "Mine. ~~~~", section_title="Four").draft
    published(alice, draft)
    after = followed(alice, draft)
    assert wiki.text(title).startswith(SECTIONS + "\n\n== Four ==\n\nMine.")
    assert (after.section, after.section_heading) == ("4", "Four")
    assert after.text.startswith("== Four ==\n\nMine. [[User:Alice")
    after = save_text(after, after.text + "\n\nMore.").draft
    published(alice, after)
    assert wiki.text(title).count("== Four ==") == 1
    assert wiki.text(title).endswith("More.")


def test_who_added_a_section_can_add_another_one(wiki, alice, title):
    first = save_text(
        open_draft(alice, title, "new"), "Hello. ~~~~", section_title="Greeting"
    ).draft
    publish_draft(user=alice, draft=first, version=first.version)

    second = open_draft(alice, title, "new")
    assert (second.text, second.section_title) == ("", "")
    first.refresh_from_db()
    assert (first.section, first.section_heading) == ("1", "Greeting")
    second = save_text(second, "Good night.", section_title="Farewell").draft
    publish_draft(user=alice, draft=second, version=second.version)
    assert wiki.text(title).endswith("\n\n== Farewell ==\n\nGood night.")
    assert "Hello. [[User:Alice|Alice]]" in wiki.text(title)


def test_a_new_section_keeps_its_own_subsections(wiki, alice, title):
    wiki.edit(title, SECTIONS + "\n\n=== Under three ===\nDeep.")
    draft = open_draft(alice, title, "new")
    text = "Mine.\n\n=== Under five ===\nMine too.\n\n==== Deeper ====\nAnd this."
    draft = save_text(draft, text, section_title="Five").draft
    published(alice, draft)
    after = followed(alice, draft)
    assert (after.section, after.section_heading) == ("5", "Five")
    assert after.text == f"== Five ==\n\n{text}"
    assert after.text == after.base_text.content


def test_a_section_is_found_behind_letters_of_many_bytes(wiki, alice, title):
    """The wiki says where a heading begins in its own units; read at another place it is none."""
    wide = "== ירח 𝕄oon ==\nשלום 𝒳𝒴𝒵 é.\n\n"
    wiki.edit(title, wide + "== Two ==\nSecond.")
    draft = save_text(open_draft(alice, title, "2"), "== Two ==\nMine.").draft
    wiki.edit(title, wide + wide.replace("ירח", "שמש") + "== Two ==\nSecond.")
    published(alice, draft)
    assert wiki.text(title).endswith("== Two ==\nMine.")
    assert wiki.text(title).count("== Two ==") == 1
    assert followed(alice, draft).section == "3"


def merged_by_the_wiki(wiki, user, title):
    """Somebody publishes elsewhere on the page in the very moment in which Galley does."""
    draft = save_text(open_draft(user, title), "First line.\n\nSecond line.\n\nMy line.").draft
    with proxied(wiki) as proxy:
        theirs = "Their line.\n\nSecond line.\n\nThird line."
        proxy.before("edit", lambda: wiki.edit(title, theirs, summary="Bob's reason"))
        attempt = published(user, draft)
    assert attempt.was_merged_by_wiki
    assert wiki.text(title) == "Their line.\n\nSecond line.\n\nMy line."
    return draft, attempt


def test_a_merge_by_the_wiki_is_kept_and_shown(wiki, alice, title):
    draft, _ = merged_by_the_wiki(wiki, alice, title)
    outcome = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk))
    snapshot = outcome.wiki_merge
    assert snapshot is not None
    assert snapshot.kind == ConflictSnapshot.Kind.WIKI_MERGE
    assert snapshot.base_text.content.startswith("First line.")
    assert snapshot.mine_text.content.endswith("My line.")
    assert snapshot.theirs_text.content.startswith("Their line.")
    assert snapshot.result_text is not None
    assert snapshot.result_text.content == wiki.text(title)
    assert (snapshot.theirs_user, snapshot.theirs_comment) == ("Bob", "Bob's reason")
    assert outcome.draft.text == wiki.text(title)
    assert open_collision(draft) is None
    # Galley comes to the same text.
    assert not snapshot.is_doubtful


def test_a_merge_by_the_wiki_that_galley_would_not_have_made_wants_a_look(wiki, alice, title):
    draft = save_text(open_draft(alice, title), "First line.\n\nSecond line.\n\nMy line.").draft
    with proxied(wiki) as proxy:
        theirs = "#REDIRECT [[Moon]]\n\nFirst line.\n\nSecond line.\n\nThird line."
        proxy.before("edit", lambda: wiki.edit(title, theirs))
        assert published(alice, draft).was_merged_by_wiki
    outcome = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk))
    assert outcome.wiki_merge is not None
    assert outcome.wiki_merge.is_doubtful


def test_undoing_it_gives_both_texts_back(wiki, alice, title):
    draft, _ = merged_by_the_wiki(wiki, alice, title)
    snapshot = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk)).wiki_merge
    assert snapshot is not None
    undo_wiki_merge(user=alice, snapshot=snapshot)
    assert wiki.text(title) == "Their line.\n\nSecond line.\n\nThird line."
    newest = wiki.history(title)[0]
    assert newest["user"] == "Alice"
    # What the others who have the page open are told of it.
    state = PageState.objects.get(title=title)
    assert (state.revid, state.comment) == (newest["revid"], newest["comment"])
    mine = Draft.objects.get(pk=draft.pk)
    assert mine.text == "First line.\n\nSecond line.\n\nMy line."
    assert mine.state == Draft.State.EDITING
    # It does not lie on top of theirs, where publishing it would take theirs away unseen.
    assert mine.base_revid == snapshot.base_revid
    collision = open_collision(mine)
    assert collision is not None
    assert collision.theirs_text.content == "Their line.\n\nSecond line.\n\nThird line."


def test_an_undo_whose_answer_is_lost_loses_no_words(wiki, alice, title):
    """Theirs alone is on the wiki, and nobody here knows: mine must not be taken for deleted."""
    draft, _ = merged_by_the_wiki(wiki, alice, title)
    snapshot = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk)).wiki_merge
    assert snapshot is not None
    with proxied(wiki) as proxy:
        proxy.lose_answers("edit")
        with pytest.raises(WikiUnavailableError):
            undo_wiki_merge(user=alice, snapshot=snapshot)
    assert wiki.text(title) == "Their line.\n\nSecond line.\n\nThird line."
    again = open_draft(alice, title)
    assert again == draft
    settled = settle_draft(user=alice, draft=again)
    assert settled is not None
    assert settled.newrevid == wiki.history(title)[0]["revid"]
    outcome = catch_up(user=alice, draft=again)
    assert outcome.draft.text == "First line.\n\nSecond line.\n\nMy line."
    assert outcome.collision is not None
    assert outcome.collision.theirs_text.content == wiki.text(title)
    desk = desk_of(user=alice, snapshot=outcome.collision)
    assert desk.text == "Their line.\n\nSecond line.\n\nMy line."


def test_an_undo_that_the_wiki_refuses_leaves_the_draft_as_it_was(wiki, alice, title):
    draft, _ = merged_by_the_wiki(wiki, alice, title)
    outcome = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk))
    assert outcome.wiki_merge is not None
    wiki.protect(title)
    with pytest.raises(WikiRejectedError):
        undo_wiki_merge(user=alice, snapshot=outcome.wiki_merge)
    after = Draft.objects.get(pk=draft.pk)
    assert (after.text, after.base_revid) == (wiki.text(title), outcome.draft.base_revid)
    assert after.state == Draft.State.OPENED
    assert open_collision(after) is None
    # A tab that has the text open since before is not behind: it goes on, by the piece too.
    assert after.version != outcome.draft.version
    text = f"{after.text}\n\nTyped on."
    splice = between(after.text, text)
    change = Change(version=outcome.draft.version, splice=splice, checksum=checksum(text))
    save_draft(draft=after, author=alice, change=change, fields=fields_of(after))
    assert Draft.objects.get(pk=draft.pk).text == text


def test_what_was_typed_since_the_merge_is_not_lost_by_undoing_it(wiki, alice, title):
    draft, _ = merged_by_the_wiki(wiki, alice, title)
    outcome = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk))
    assert outcome.wiki_merge is not None
    typed = save_text(outcome.draft, outcome.draft.text + "\n\nTyped since.").draft
    undo_wiki_merge(user=alice, snapshot=outcome.wiki_merge)
    assert typed.versions.filter(text__content=typed.text).exists()
    assert Draft.objects.get(pk=draft.pk).text.endswith("Typed since.")


def test_a_merge_that_was_built_upon_cannot_be_undone_blindly(wiki, alice, title):
    draft, _ = merged_by_the_wiki(wiki, alice, title)
    outcome = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk))
    assert outcome.wiki_merge is not None
    wiki.edit(title, "Built upon.")
    with pytest.raises(MergeOvertakenError):
        undo_wiki_merge(user=alice, snapshot=outcome.wiki_merge)
    assert wiki.text(title) == "Built upon."
    assert Draft.objects.get(pk=draft.pk).text == outcome.draft.text


def test_what_collides_with_what_the_wiki_saved_is_asked_about(wiki, alice, title):
    """Typed meanwhile in the very line that somebody else changed in the same moment."""
    draft = save_text(open_draft(alice, title), "First line.\n\nSecond line.\n\nMy line.").draft
    with proxied(wiki) as proxy:
        theirs = "Their line.\n\nSecond line.\n\nThird line."
        proxy.before("edit", lambda: wiki.edit(title, theirs))
        published(alice, draft)
    typed = save_text(draft, "Another line.\n\nSecond line.\n\nMy line.").draft
    after = followed(alice, typed)
    snapshot = open_collision(after)
    assert snapshot is not None
    assert snapshot.mine_text.content.startswith("Another line.")
    assert snapshot.theirs_text.content.startswith("Their line.")
    assert after.text.startswith("Another line.")
    with pytest.raises((CollisionOpenError, EditConflictError)):
        published(alice, after)


@pytest.mark.parametrize("follows_first", [True, False])
def test_what_both_changed_in_one_line_is_shown_before_it_is_published(
    wiki, alice, title, follows_first
):
    """Typed meanwhile elsewhere in a line in which the wiki put somebody else's word."""
    line = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen."
    base = f"{line}\n\nSecond line.\n\nThird line."
    wiki.edit(title, base)
    draft = save_text(open_draft(alice, title), base.replace("Third", "My")).draft
    theirs = base.replace("One", "Their word")
    with proxied(wiki) as proxy:
        proxy.before("edit", lambda: wiki.edit(title, theirs))
        assert published(alice, draft).was_merged_by_wiki
    on_wiki = wiki.text(title)
    typed = save_text(draft, draft.text.replace("fourteen", "my word")).draft
    if follows_first:
        typed = followed(alice, typed)
    with pytest.raises(CollisionOpenError):
        published(alice, typed)
    assert wiki.text(title) == on_wiki
    snapshot = open_collision(typed)
    assert snapshot is not None
    # Nothing is asked, and that is known before the desk is opened: it is to be looked at, and is
    # published from there.
    assert snapshot.questions == 0
    assert merge_of(snapshot).text == on_wiki.replace("fourteen", "my word")
