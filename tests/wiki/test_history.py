from __future__ import annotations

import pytest

from editor.credentials import client_for
from editor.wiki import InvalidTitleError
from tests.people import new_title


def test_revisions_come_newest_first_with_their_sizes_and_how_they_changed(wiki, alice, title):
    wiki.edit(title, "Shorter.", user="Carol", summary="A [[Moon|summary]]")
    history = client_for(alice).history(title)
    newest, oldest = history.entries
    assert (newest.user, oldest.user) == ("Carol", "Bob")
    assert newest.size_change == newest.size - oldest.size < 0
    assert oldest.size_change == oldest.size
    assert "<a" in newest.comment_html
    assert history.following == ""


def test_a_long_history_goes_on_where_it_stopped(wiki, alice):
    title = new_title()
    made = [wiki.edit(title, "x" * n) for n in range(1, 6)]
    client = client_for(alice)
    first = client.history(title, limit=2)
    second = client.history(title, limit=2, following=first.following)
    third = client.history(title, limit=2, following=second.following)
    listed = [entry.revid for page in (first, second, third) for entry in page.entries]
    assert listed == made[::-1]
    assert [entry.size_change for entry in first.entries + second.entries] == [1, 1, 1, 1]
    assert third.following == ""


def test_tags_have_the_names_that_the_wiki_gives_them(wiki, alice, title):
    wiki.edit(title, "Other.")
    wiki.edit(title, "First line.\n\nSecond line.\n\nThird line.")
    tag = client_for(alice).history(title).entries[0].tags[0]
    assert tag.name == "mw-manual-revert"
    assert "Manual revert" in tag.html


def test_a_page_that_is_not_there_has_no_history(wiki, alice):
    history = client_for(alice).history(new_title())
    assert (history.pageid, history.entries) == (0, ())


def test_a_title_that_cannot_be_is_refused(wiki, alice):
    with pytest.raises(InvalidTitleError):
        client_for(alice).history("<>")


def test_hidden_names_and_summaries_are_marked(wiki, alice, title):
    hidden = wiki.edit(title, "Hide me.", user="Carol", summary="Hide this")
    wiki.edit(title, "Newest.")
    wiki.configure(wgGroupPermissions={"sysop": {"deleterevision": True}})
    wiki.session("Admin").post(
        action="revisiondelete", type="revision", ids=hidden, hide="content|comment|user"
    )
    entry = client_for(alice).history(title).entries[1]
    assert (entry.user, entry.comment_html) == ("", "")
    assert entry.is_user_hidden
    assert entry.is_comment_hidden
    assert entry.is_text_hidden


@pytest.mark.parametrize(
    ("user", "words"),
    [("Bob", "Contributions/Bob|Bob"), ("192.0.2.7", "Contributions/192.0.2.7"), ("", "hidden")],
)
def test_the_wikis_usual_summary_of_an_undo(wiki, alice, user, words):
    summary = client_for(alice).undo_summary(5, user, language="en")
    assert summary.startswith("Undo revision ")
    assert "5" in summary
    assert words in summary


def test_where_a_redirect_leads(wiki, alice):
    title = new_title()
    wiki.edit(title, "#REDIRECT [[Moon#Tides]]")
    client = client_for(alice)
    assert client.redirect_target(title) == "Moon#Tides"
    assert client.redirect_target("Moon") == ""
