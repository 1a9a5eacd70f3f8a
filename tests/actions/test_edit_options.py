"""How an edit is marked, tagged, watched and summarised, as the wiki shows it afterwards."""

from __future__ import annotations

import pytest

from editor.actions.confirming import Confirmation
from editor.actions.edit_options import (
    HeadingWantedError,
    SummaryWantedError,
    earlier_summaries,
)
from editor.actions.follow import follow_published
from editor.actions.open_page import reopen_draft
from editor.actions.publish import publish_draft
from editor.models import Draft, profile_of
from tests.factories import open_draft, save_text
from tests.people import new_title
from tests.preferences import change_tag, preferring
from tests.watching import is_starred, star


def publish(user, saved, **options):
    return publish_draft(user=user, draft=saved.draft, version=saved.version, **options)


def reopened(user, draft):
    draft = reopen_draft(user=user, draft=draft).draft
    assert draft is not None
    return draft


def watched(wiki, title, user="Alice"):
    """Whether the user watches the page, and until when."""
    session = wiki.session(user)
    session.post(action="query", meta="userinfo")
    page = session.get(action="query", titles=title, prop="info", inprop="watched")
    info = page["query"]["pages"][0]
    return info["watched"], info.get("watchlistexpiry")


def recent_change(wiki, title):
    changes = wiki.session("Admin").get(
        action="query", list="recentchanges", rctitle=title, rcprop="flags|tags|user", rclimit=1
    )
    return changes["query"]["recentchanges"][0]


@pytest.fixture
def watches_nothing(wiki):
    """Alice, by her preferences: the box is not ticked unless she has the page on her list."""
    with preferring(wiki, watchdefault=0):
        yield


def test_rights_and_preferences_come_along_with_the_page(wiki, alice, title):
    with preferring(wiki, editfont="serif", forceeditsummary=1):
        wiki.clear_log("api")
        open_draft(alice, title)
        assert len(wiki.log("api")) == 1
    profile = profile_of(alice)
    assert profile.may("minoredit")
    assert not profile.may("bot")
    assert (profile.font, profile.wants("forceeditsummary")) == ("serif", True)


def test_minor_by_preference_and_by_hand(wiki, alice, title):
    with preferring(wiki, minordefault=1):
        draft = open_draft(alice, title)
        assert draft.is_minor
        publish(alice, save_text(draft, "One."))
        assert wiki.history(title)[0]["minor"]
        again = save_text(reopened(alice, draft), "Two.", is_minor=False)
        publish(alice, again)
        assert not wiki.history(title)[0]["minor"]


def test_a_new_page_or_section_is_never_minor(wiki, alice, title):
    with preferring(wiki, minordefault=1):
        assert not open_draft(alice, new_title()).is_minor
        draft = open_draft(alice, title, "new")
    assert not draft.is_minor
    publish(alice, save_text(draft, "Text.", section_title="News", is_minor=True))
    assert not wiki.history(title)[0]["minor"]


def test_without_the_right_nothing_is_minor(wiki, alice, title):
    wiki.configure(wgGroupPermissions={"user": {"minoredit": False}})
    with preferring(wiki, minordefault=1):
        draft = open_draft(alice, title)
    assert not draft.is_minor
    publish(alice, save_text(draft, "Text.", is_minor=True))
    assert not wiki.history(title)[0]["minor"]


def test_only_who_has_the_right_edits_as_a_bot(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "One.", is_bot=True)
    wiki.clear_log("api")
    publish(alice, saved)
    assert "bot=" not in wiki.log("api")[0]
    assert not recent_change(wiki, title)["bot"]


def test_a_bot_edit_is_marked_as_one(wiki, alice, title):
    wiki.configure(wgGroupPermissions={"user": {"bot": True}})
    draft = open_draft(alice, title)
    publish(alice, save_text(draft, "One.", is_bot=True))
    assert recent_change(wiki, title)["bot"]


def test_tags_are_on_the_edit(wiki, alice, title):
    tag = change_tag(wiki, "galley-test")
    publish(alice, save_text(open_draft(alice, title), "One.", tags=(tag,)))
    assert tag in wiki.history(title)[0]["tags"]


def test_tags_of_one_edit_are_not_on_the_next(wiki, alice, title):
    tag = change_tag(wiki, "galley-test")
    draft = open_draft(alice, title)
    publish(alice, save_text(draft, "One.", tags=(tag,), summary="First"))
    fresh = reopened(alice, follow_published(user=alice, draft=draft).draft)
    assert (fresh.tags, fresh.summary) == ([], "")


def test_watching_as_ticked(wiki, alice, title):
    draft = open_draft(alice, title)
    publish(alice, save_text(draft, "One.", is_watching=True))
    assert watched(wiki, title) == (True, None)
    again = save_text(reopened(alice, draft), "Two.", is_watching=False)
    publish(alice, again)
    assert watched(wiki, title) == (False, None)


def test_watching_for_a_time(wiki, alice, title):
    saved = save_text(open_draft(alice, title), "One.", is_watching=True, watch_expiry="1 week")
    publish(alice, saved)
    is_watched, until = watched(wiki, title)
    assert is_watched
    assert until


def test_a_watch_that_ends_is_left_as_it_is(wiki, alice, title):
    wiki.session("Alice").post(action="query", meta="userinfo")
    token = wiki.session("Alice").get(action="query", meta="tokens", type="watch")
    wiki.session("Alice")._call(
        "POST",
        {
            "action": "watch",
            "titles": title,
            "expiry": "1 month",
            "token": token["query"]["tokens"]["watchtoken"],
        },
    )
    before = watched(wiki, title)
    assert before[1]
    draft = open_draft(alice, title)
    assert draft.is_watching
    publish(alice, save_text(draft, "One."))
    assert watched(wiki, title) == before


@pytest.mark.parametrize("default", [0, 1])
def test_watching_as_the_preferences_say(wiki, alice, title, default):
    with preferring(wiki, watchdefault=default):
        draft = open_draft(alice, title)
        saved = save_text(
            draft, "One.", is_watching=not default, watch_mode=Draft.WatchMode.PREFERENCES
        )
        publish(alice, saved)
    assert watched(wiki, title)[0] == bool(default)


def test_the_watchlist_left_alone(wiki, alice, title):
    saved = save_text(
        open_draft(alice, title), "One.", is_watching=True, watch_mode=Draft.WatchMode.NOCHANGE
    )
    publish(alice, saved)
    assert not watched(wiki, title)[0]


def test_what_the_preferences_say_of_watching_is_ticked(wiki, alice, title):
    with preferring(wiki, watchdefault=0, watchcreations=1):
        assert not open_draft(alice, title).is_watching
        assert open_draft(alice, new_title()).is_watching
    with preferring(wiki, watchdefault=1, watchcreations=0):
        assert open_draft(alice, new_title()).is_watching


def test_the_old_ways_to_watch_are_never_sent(wiki, alice, title, watches_nothing):
    saved = save_text(open_draft(alice, title), "One.", is_watching=True)
    wiki.clear_log("api")
    publish(alice, saved)
    (line,) = wiki.log("api")
    assert "watchlist=watch" in line
    assert " watch=" not in line
    assert "unwatch" not in line


def test_a_missing_summary_is_asked_for_once(wiki, alice, title):
    with preferring(wiki, forceeditsummary=1):
        saved = save_text(open_draft(alice, title), "One.")
        wiki.clear_log("api")
        with pytest.raises(SummaryWantedError):
            publish(alice, saved)
        assert wiki.log("api") == []
        attempt = publish(alice, saved, confirmed={Confirmation.NO_SUMMARY})
    assert attempt.newrevid


def test_an_untouched_automatic_summary_is_none_of_ones_own(wiki, alice):
    title = new_title()
    wiki.edit(title, "== One ==\nFirst.")
    with preferring(wiki, forceeditsummary=1):
        draft = open_draft(alice, title, "1")
        assert draft.summary == "/* One */ "
        with pytest.raises(SummaryWantedError):
            publish(alice, save_text(draft, "== One ==\nChanged."))
        mine = save_text(Draft.objects.get(pk=draft.pk), "== One ==\nChanged.", summary="Mine")
        assert publish(alice, mine).newrevid


def test_a_new_section_is_asked_for_its_heading(wiki, alice, title):
    with preferring(wiki, forceeditsummary=1):
        draft = open_draft(alice, title, "new")
        with pytest.raises(HeadingWantedError):
            publish(alice, save_text(draft, "Text."))


@pytest.mark.parametrize("place", ["User:Alice", "User talk:Alice"])
def test_nobody_is_asked_on_a_page_of_their_own(wiki, alice, place):
    with preferring(wiki, forceeditsummary=1):
        draft = open_draft(alice, place)
        assert publish(alice, save_text(draft, f"{draft.text} {new_title()}")).newrevid


def test_nobody_is_asked_for_the_summary_of_a_redirect(wiki, alice, title):
    with preferring(wiki, forceeditsummary=1):
        saved = save_text(open_draft(alice, title), "#REDIRECT [[Moon]]")
        assert publish(alice, saved).newrevid


def test_nobody_is_asked_who_does_not_want_it(wiki, alice, title):
    assert publish(alice, save_text(open_draft(alice, title), "One.")).newrevid


def test_earlier_summaries_are_offered_each_once_the_newest_first(wiki, alice, bob, title):
    wiki.edit(title, "== One ==\nFirst.")
    publish(alice, save_text(open_draft(alice, title), "== One ==\nA.", summary="Spelling"))
    publish(alice, save_text(open_draft(alice, title), "== One ==\nB.", summary="Sources"))
    section = open_draft(alice, title, "1")
    publish(alice, save_text(section, "== One ==\nC.", summary="/* One */ Spelling"))
    section = open_draft(alice, title, "1")
    assert earlier_summaries(user=alice, draft=section) == (
        "/* One */ Spelling",
        "/* One */ Sources",
    )
    assert earlier_summaries(user=bob, draft=section) == ()


@pytest.mark.parametrize("is_starred_first", [False, True])
def test_a_box_left_alone_shows_and_keeps_what_became_of_the_watch_meanwhile(
    wiki, alice, title, watches_nothing, is_starred_first
):
    if is_starred_first:
        star(wiki, title)
    draft = save_text(open_draft(alice, title), "On Monday.").draft
    star(wiki, title, unwatch=1 if is_starred_first else None)
    shown = reopened(alice, draft)
    assert shown.is_watching is not is_starred_first
    assert open_draft(alice, title).is_watching is not is_starred_first
    publish(alice, save_text(shown, "On Wednesday."))
    assert is_starred(wiki, title) is not is_starred_first


def test_a_star_of_the_last_minute_stays_where_the_box_was_left_alone(
    wiki, alice, title, watches_nothing
):
    saved = save_text(open_draft(alice, title), "One.")
    star(wiki, title)
    publish(alice, saved)
    assert is_starred(wiki, title)


def test_a_choice_of_ones_own_outlasts_what_became_of_the_watch_meanwhile(wiki, alice, title):
    star(wiki, title)
    draft = save_text(open_draft(alice, title), "One.", is_watching=False).draft
    assert not reopened(alice, draft).is_watching
    publish(alice, save_text(draft, "Two.", is_watching=False))
    assert not is_starred(wiki, title)


def test_a_watch_is_taken_back_by_the_next_edit(wiki, alice, title, watches_nothing):
    draft = open_draft(alice, title)
    publish(alice, save_text(draft, "One.", is_watching=True))
    assert is_starred(wiki, title)
    draft = follow_published(user=alice, draft=Draft.objects.get(pk=draft.pk)).draft
    publish(alice, save_text(draft, "Two.", is_watching=False))
    assert not is_starred(wiki, title)


def test_a_tab_of_monday_takes_no_star_back_that_its_box_never_showed(
    wiki, alice, title, watches_nothing
):
    draft = save_text(open_draft(alice, title), "On Monday.").draft
    star(wiki, title)
    reopened(alice, draft)
    draft.refresh_from_db()
    monday = {"is_watching": False, "found_watching": False}
    publish(alice, save_text(draft, "On Wednesday.", **monday))
    assert is_starred(wiki, title)
