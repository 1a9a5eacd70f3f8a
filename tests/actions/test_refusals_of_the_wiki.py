"""What a real wiki answers when it refuses an edit: its codes, and that each has words."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

import pytest

from editor.credentials import client_for
from editor.views.words import words_of_code
from editor.wiki import EditRequest, WikiError, family_of
from tests.demowiki import DemoWiki, DemoWikiError
from tests.people import new_title
from tests.together import wait_until

LUA_WITH_A_MISTAKE = "local p = {}\nfunction p.main(\nreturn p"


def semi_protected(wiki, title):
    wiki.configure(wgAutoConfirmCount=100_000, wgAutoConfirmAge=100_000_000)
    wiki.protect(title, "autoconfirmed")
    return {"title": title}


def fully_protected(wiki, title):
    wiki.protect(title)
    return {"title": title}


def protected_by_cascade(wiki, title):
    including = new_title("Including")
    wiki.edit(including, f"{{{{:{title}}}}}", user="Admin")
    wiki.session("Admin").post(
        action="protect", title=including, protections="edit=sysop", cascade=1, reason="A test"
    )
    return {"title": title}


def protected_from_creation(wiki, title):
    title = new_title()
    wiki.protect(title)
    return {"title": title, "createonly": True}


def of_a_protected_namespace(wiki, title):
    wiki.configure(wgNamespaceProtection={"4": ["editinterface"]})
    return {"title": "Project:Rules"}


def with_a_blacklisted_link(wiki, title):
    return {"title": title, "text": "https://bad-shop.example/x"}


def with_words_of_spam(wiki, title):
    wiki.configure(wgSpamRegex=["/cheap-pills/"])
    return {"title": title, "text": "cheap-pills"}


def with_a_warning(wiki, title):
    wiki.add_abuse_filter("'casino-warn' in added_lines", "warn")
    return {"title": title, "text": "casino-warn"}


def with_a_filter_against_it(wiki, title):
    wiki.add_abuse_filter("'casino-no' in added_lines", "disallow")
    return {"title": title, "text": "casino-no"}


def of_a_wiki_that_is_closed(wiki, title):
    wiki.configure(readonly="Moving house")
    return {"title": title}


def that_come_too_fast(wiki, title):
    wiki.configure(rate_limits={"edit": {"user": [0, 60]}})
    return {"title": title}


def that_is_too_large(wiki, title):
    wiki.configure(max_article_kilobytes=1)
    return {"title": title, "text": "x" * 2000}


def of_a_deleted_page(wiki, title):
    wiki.delete(title)
    return {"title": title, "nocreate": True}


def of_a_page_deleted_since(wiki, title):
    wiki.delete(title)
    return {"title": title, "starttimestamp": datetime.now(UTC) - timedelta(minutes=5)}


def of_a_page_that_was_created(wiki, title):
    return {"title": title, "createonly": True}


def of_a_section_that_is_gone(wiki, title):
    return {"title": title, "section": "7"}


def of_a_section_of_no_number(wiki, title):
    return {"title": title, "section": "seven"}


def with_a_tag_nobody_made(wiki, title):
    return {"title": title, "tags": ("no-such-tag",)}


def with_a_tag_and_no_right(wiki, title):
    wiki.session("Admin").post(
        action="managetags", operation="create", tag=f"t {title}", reason="A test"
    )
    wait_until(lambda: _takes_tag(wiki, title), "the wiki to take its new tag")
    wiki.configure(wgGroupPermissions={"user": {"applychangetags": False}})
    return {"title": title, "tags": (f"t {title}",)}


def _takes_tag(wiki: DemoWiki, title: str) -> bool:
    """The wiki remembers for seconds which tags there are not."""
    try:
        wiki.session("Admin").post(
            action="edit", title=f"{title} tried", text=secrets.token_hex(4), tags=f"t {title}"
        )
    except DemoWikiError:
        return False
    return True


def as_json(wiki: DemoWiki, title: str) -> None:
    wiki.session("Admin").post(
        action="edit", title=title, text='{"a": 1}', contentmodel="json", summary="A test"
    )


def that_is_no_json(wiki, title):
    as_json(wiki, title)
    return {"title": title, "text": "{,}"}


def that_is_no_lua(wiki, title):
    return {"title": f"Module:{title}", "text": LUA_WITH_A_MISTAKE}


def with_a_description_that_is_no_json(wiki, title):
    return {"title": title, "text": "<templatedata>{,}</templatedata>"}


def with_a_description_of_no_parameters(wiki, title):
    return {"title": title, "text": "<templatedata>{}</templatedata>"}


def with_a_description_of_the_wrong_kind(wiki, title):
    return {"title": title, "text": '<templatedata>{"params": 1}</templatedata>'}


def with_a_description_of_something_unknown(wiki, title):
    return {"title": title, "text": '<templatedata>{"params": {}, "x": 1}</templatedata>'}


def of_somebody_elses_css(wiki, title):
    return {"title": "User:Bob/common.css", "text": "a {}"}


def of_somebody_elses_script(wiki, title):
    return {"title": "User:Bob/common.js", "text": "1"}


def of_somebody_elses_settings(wiki, title):
    return {"title": "User:Bob/settings.json", "text": "{}"}


def of_a_site_wide_script(wiki, title):
    return {"title": "MediaWiki:Common.js", "text": "1"}


def of_a_message_of_the_interface(wiki, title):
    return {"title": "MediaWiki:Sidebar"}


def of_a_blacklisted_title(wiki, title):
    return {"title": f"BUY NOW {title}", "createonly": True}


def that_cannot_be_undone(wiki, title):
    first = wiki.edit(title, "One line, changed.")
    wiki.edit(title, "One line, changed again.")
    wiki.edit(title, "One line, changed thrice.")
    return {"title": title, "text": None, "undo": first}


def that_undoes_another_page(wiki, title):
    elsewhere = new_title()
    wiki.edit(elsewhere, "Something else.")
    other = wiki.edit(elsewhere, "Something else, changed.")
    return {"title": title, "text": None, "undo": other}


def that_undoes_nothing_known(wiki, title):
    return {"title": title, "text": None, "undo": 99_999_999}


def that_collides(wiki, title):
    base = wiki.history(title)[0]["revid"]
    wiki.edit(title, "Theirs.")
    return {"title": title, "text": "Mine.", "baserevid": base}


def of_a_special_page(wiki, title):
    return {"title": "Special:Version"}


def of_an_impossible_title(wiki, title):
    return {"title": "A<b>"}


def of_somebody_without_confirmed_address(wiki, title):
    wiki.configure(wgEmailConfirmToEdit=True, wgEnableEmail=True, wgEmailAuthentication=True)
    return {"title": title}


def of_somebody_who_may_not_create(wiki, title):
    wiki.configure(
        wgGroupPermissions={
            "*": {"createpage": False},
            "user": {"createpage": False},
        }
    )
    return {"title": new_title(), "createonly": True}


def of_somebody_who_may_not_edit(wiki, title):
    wiki.configure(wgGroupPermissions={"*": {"edit": False}, "user": {"edit": False}})
    return {"title": title}


def that_is_an_empty_section(wiki, title):
    return {"title": title, "section": "new", "section_title": "Heading", "text": ""}


def of_a_section_of_json(wiki, title):
    as_json(wiki, title)
    return {"title": title, "section": "1", "text": "{}"}


def of_ones_own_settings_without_the_grant(wiki, title):
    return {"title": f"User:Alice/{title}.json", "text": "{}"}


def that_redirects_a_file(wiki, title):
    wiki.configure(wgGroupPermissions={"user": {"upload": False}, "*": {"upload": False}})
    return {"title": f"File:{title}.png", "text": "#REDIRECT [[Moon]]"}


REFUSALS = [
    (semi_protected, ["protectedpage"]),
    (fully_protected, ["protectedpage"]),
    (protected_by_cascade, ["cascadeprotected"]),
    (protected_from_creation, ["protectedpage"]),
    (of_a_protected_namespace, ["protectednamespace"]),
    (with_a_blacklisted_link, ["spamblacklist"]),
    (with_words_of_spam, ["spamprotectionmatch"]),
    (with_a_warning, ["abusefilter-warning"]),
    (with_a_filter_against_it, ["abusefilter-disallowed"]),
    (of_a_wiki_that_is_closed, ["readonly"]),
    (that_come_too_fast, ["ratelimited"]),
    (that_is_too_large, ["contenttoobig"]),
    (of_a_deleted_page, ["missingtitle"]),
    (of_a_page_deleted_since, ["pagedeleted"]),
    (of_a_page_that_was_created, ["articleexists"]),
    (of_a_section_that_is_gone, ["nosuchsection"]),
    (of_a_section_of_no_number, ["invalidsection"]),
    (with_a_tag_and_no_right, ["tags-apply-no-permission"]),
    (with_a_tag_nobody_made, ["badtags"]),
    (that_is_no_json, ["invalid-json-data"]),
    (that_is_no_lua, ["scribunto-lua-error-location"]),
    (with_a_description_that_is_no_json, ["templatedata-invalid-parse"]),
    (with_a_description_of_no_parameters, ["templatedata-invalid-missing"]),
    (with_a_description_of_the_wrong_kind, ["templatedata-invalid-type"]),
    (with_a_description_of_something_unknown, ["templatedata-invalid-unknown"]),
    (of_somebody_elses_css, ["customcssprotected"]),
    (of_somebody_elses_script, ["customjsprotected"]),
    (of_somebody_elses_settings, ["customjsonprotected"]),
    (of_a_site_wide_script, ["protectednamespace-interface", "sitejsprotected"]),
    (of_a_message_of_the_interface, ["protectednamespace-interface"]),
    (of_a_blacklisted_title, ["titleblacklist-forbidden"]),
    (that_cannot_be_undone, ["undofailure"]),
    (that_undoes_another_page, ["revwrongpage"]),
    (that_undoes_nothing_known, ["nosuchrevid"]),
    (that_collides, ["editconflict"]),
    (of_a_special_page, ["pagecannotexist"]),
    (of_an_impossible_title, ["invalidtitle"]),
    (of_somebody_without_confirmed_address, ["confirmemail"]),
    (of_somebody_who_may_not_create, ["cantcreate"]),
    (of_somebody_who_may_not_edit, ["permissiondenied"]),
    (that_is_an_empty_section, ["missingcommenttext"]),
    (of_a_section_of_json, ["nosuchsection"]),
    (of_ones_own_settings_without_the_grant, ["mycustomjsonprotected"]),
    (that_redirects_a_file, ["noimageredirect"]),
]


@pytest.mark.parametrize(
    ("arrange", "codes"), REFUSALS, ids=[arrange.__name__ for arrange, _ in REFUSALS]
)
def test_the_wiki_refuses_an_edit(wiki, alice, title, arrange, codes):
    request = {"title": title, "text": "Refused."} | arrange(wiki, title)
    with pytest.raises(WikiError) as caught:
        client_for(alice).edit(EditRequest(**request))
    assert [message.code for message in caught.value.messages] == codes
    assert not caught.value.may_have_been_saved
    for code in codes:
        assert words_of_code(code)
        assert issubclass(type(caught.value), family_of(code))
