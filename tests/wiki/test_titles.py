from __future__ import annotations

from dataclasses import replace

import pytest

from editor.wiki import (
    InvalidTitleError,
    PageAddress,
    normalize,
    page_url,
    script_url,
    styles_url,
    title_from_address,
)
from editor.wiki.titles import notice_messages

HERE = "http://127.0.0.1:8695"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Main_Page", "Main Page"),
        ("  a __ b  ", "a b"),
        ("User:Älice/x y", "User:Älice/x y"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("\u200eHarbour\u200f", "Harbour"),
        ("", ""),
        ("_ _", ""),
    ],
)
def test_spaces_of_a_title(typed, title):
    assert normalize(typed) == title


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("Harbour_page", PageAddress(title="Harbour page")),
        ("Harbour#Two_walls", PageAddress(title="Harbour", anchor="Two walls")),
        ("AC/DC: 100%", PageAddress(title="AC/DC: 100%")),
        (f"{HERE}/wiki/Main_Page", PageAddress(title="Main Page")),
        (f"{HERE}/wiki/M%C3%BCnchen%3F#S%C3%BCd", PageAddress(title="München?", anchor="Süd")),
        (f"{HERE}/index.php/Main_Page", PageAddress(title="Main Page")),
        (
            f"{HERE}/index.php?title=Talk:Harbour&action=edit&section=3",
            PageAddress(title="Talk:Harbour", section="3"),
        ),
        (f"{HERE}/index.php?title=A%26B_%2B&oldid=12", PageAddress(title="A&B +", oldid=12)),
        (f"{HERE}/wiki/Harbour?action=edit&section=new", PageAddress("Harbour", section="new")),
        (f"{HERE}/?curid=7", PageAddress(curid=7)),
        (f"{HERE}/index.php?oldid=9", PageAddress(oldid=9)),
        (f"{HERE}/wiki/Harbour?oldid=abc", PageAddress(title="Harbour")),
        (f"  {HERE.upper()}/wiki/Harbour ", PageAddress(title="Harbour")),
        ("//127.0.0.1:8695/wiki/Harbour", PageAddress(title="Harbour")),
        (
            f"{HERE}/index.php?title=Harbour&diff=200&oldid=199",
            PageAddress(title="Harbour", revid=200),
        ),
        (
            f"{HERE}/index.php?title=Harbour&diff=next&oldid=199",
            PageAddress(title="Harbour", revid=199),
        ),
        (f"{HERE}/index.php?diff=200", PageAddress(revid=200)),
        (f"{HERE}/index.php?diff=cur&oldid=199", PageAddress(revid=199)),
        (f"{HERE}/index.php?diff=&oldid=199", PageAddress(revid=199)),
        (f"{HERE}/wiki/Special:Diff/199/200", PageAddress(revid=200)),
        (f"{HERE}/wiki/Special:Diff/199/cur", PageAddress(revid=199)),
        ("special:diff/200", PageAddress(revid=200)),
        (f"{HERE}/wiki/Special:PermanentLink/199#Two", PageAddress(oldid=199, anchor="Two")),
        (f"{HERE}/wiki/Special:Permanenter_Link/199", PageAddress(oldid=199)),
        (f"{HERE}/index.php?title=Special:EditPage/Talk:Harbour", PageAddress("Talk:Harbour")),
        (f"{HERE}/wiki/Special:Edit/AC/DC?section=2", PageAddress("AC/DC", section="2")),
        (f"{HERE}/wiki/Special:NewSection/Harbour", PageAddress("Harbour", section="new")),
        # Those that lead nowhere stay what they are, and are refused as such.
        ("Special:Diff/next", PageAddress("Special:Diff/next")),
        ("Special:EditPage", PageAddress("Special:EditPage")),
        ("Special:Version/200", PageAddress("Special:Version/200")),
    ],
)
def test_an_address_is_understood(typed, asked, site):
    assert title_from_address(typed, site) == asked


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("/Harbour", PageAddress(title="Harbour")),
        ("/index.php?oldid=5", PageAddress(oldid=5)),
        ("/index.php?curid=7", PageAddress(curid=7)),
        ("/index.php?title=Harbour&action=edit", PageAddress(title="Harbour")),
        ("/index.php/Harbour", PageAddress(title="Harbour")),
    ],
)
def test_an_address_of_a_wiki_whose_pages_stand_at_the_root(typed, asked, site):
    at_root = replace(site, article_path="/$1")
    assert title_from_address(f"{HERE}{typed}", at_root) == asked


@pytest.mark.parametrize(
    "typed",
    [
        "https://elsewhere.example/wiki/Harbour",
        "http://127.0.0.1/wiki/Harbour",
        f"{HERE}/load.php?modules=x",
        f"{HERE}/",
        "http://[half",
        f"{HERE}@elsewhere.example/wiki/Harbour",
    ],
)
def test_an_address_of_something_else_is_refused(typed, site):
    with pytest.raises(InvalidTitleError) as caught:
        title_from_address(typed, site)
    assert caught.value.code == "address-is-elsewhere"


@pytest.mark.parametrize("title", ["Main Page", "AC/DC: 100%?", "User:Älice/#x&y=z+", "日本語"])
def test_the_address_of_a_page_leads_back_to_it(title, site):
    title = title.replace("#", "")
    assert title_from_address(page_url(site, title), site).title == title


def test_addresses_of_the_scripts(site):
    assert script_url(site, title="A b", diff=5, oldid=4) == (
        f"{HERE}/index.php?title=A+b&diff=5&oldid=4"
    )
    assert styles_url(site, ["site.styles", "a.b", "a.b"], language="en", skin="vector") == (
        f"{HERE}/load.php?lang=en&modules=a.b%7Csite.styles&only=styles&skin=vector"
    )


@pytest.mark.parametrize(
    ("title", "messages"),
    [
        ("Harbour", ["editnotice-0", "editnotice-0-Harbour"]),
        ("A b/c", ["editnotice-0", "editnotice-0-A_b-c"]),
        ("Nothing: at all", ["editnotice-0", "editnotice-0-Nothing:_at_all"]),
        (
            "User talk:Alice/x/y",
            [
                "editnotice-3",
                "editnotice-3-Alice",
                "editnotice-3-Alice-x",
                "editnotice-3-Alice-x-y",
            ],
        ),
    ],
)
def test_messages_that_may_hold_notices(title, messages, site):
    assert notice_messages(title, site) == messages
