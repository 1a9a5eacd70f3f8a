"""What is known of the wiki itself and of the user there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from editor.wiki.answers import understood
from editor.wiki.core import ApiCaller
from editor.wiki.encoding import Params
from editor.wiki.records import (
    AccountIds,
    BlockInfo,
    BlocksNow,
    Namespace,
    SiteInfo,
    TitleSuggestion,
    UserInfo,
)

USER_PROPERTIES = ("blockinfo", "editcount", "groups", "options", "rights")


# Those that only lead to a page to edit, or to a difference of one.
LEADING_PAGES = ("Diff", "EditPage", "NewSection", "PermanentLink")

# What the wiki's own form of protection calls its levels.
LEVEL_MESSAGE = "protect-level-"


class SiteReading(ApiCaller):
    def site_info(self) -> SiteInfo:
        """https://www.mediawiki.org/wiki/API:Siteinfo

        Raises WikiRejectedError where the wiki may only be read after signing in.
        """
        parts = (
            "general", "namespaces", "namespacealiases", "specialpagealiases", "rightsinfo",
            "extensions", "skins",
        )  # fmt: skip
        params: Params = {
            "meta": ("siteinfo", "allmessages"),
            "siprop": parts,
            # Also those of levels that the wiki itself has made up, and in its own language.
            "uselang": "content",
            "amprefix": LEVEL_MESSAGE,
            "amincludelocal": True,
        }
        answer = self.call("query", params)
        with understood():
            return _site_info(answer["query"], self.connection.api_url)

    def user_info(self) -> UserInfo:
        """https://www.mediawiki.org/wiki/API:Userinfo"""
        answer = self.call("query", {"meta": "userinfo", "uiprop": USER_PROPERTIES})
        with understood():
            return user_from(answer["query"]["userinfo"])

    def account_ids(self, name: str) -> AccountIds | None:
        """None where the wiki has no account of this name.

        https://www.mediawiki.org/wiki/API:Users
        """
        params: Params = {"list": "users", "ususers": name, "usprop": "centralids"}
        answer = self.call("query", params)
        with understood():
            (user,) = answer["query"]["users"]
            return _account_ids(user) if "userid" in user else None

    def blocks_now(self, names: Sequence[str]) -> BlocksNow:
        """Of these users, be it from one page only, and of the address that this comes from.

        Only what an account is told of itself knows of a block of its address.
        It waits for no slot, as `pages_now` does; at most 49.
        https://www.mediawiki.org/wiki/API:Users, https://www.mediawiki.org/wiki/Autoblock
        """
        params: Params = {
            "list": "users",
            "ususers": list(dict.fromkeys([*names, self.username])),
            "usprop": "blockinfo",
            "meta": "userinfo",
            "uiprop": ("blockinfo", "rights"),
        }
        answer = self.call("query", params, wait=False)
        with understood():
            users = answer["query"]["users"]
            blocked = {user["name"]: "blockid" in user for user in users if "userid" in user}
            return BlocksNow(blocked, _is_address_blocked(answer["query"]["userinfo"], blocked))

    def search_titles(self, query: str, limit: int = 8) -> tuple[TitleSuggestion, ...]:
        """Titles that begin like this, redirects followed.

        https://www.mediawiki.org/wiki/API:Prefixsearch
        """
        if not query.strip():
            return ()
        params: Params = {
            "generator": "prefixsearch",
            "gpssearch": query,
            "gpslimit": limit,
            "redirects": True,
            # Descriptions are an extension's; a wiki without it only warns.
            "prop": ("info", "description"),
        }
        answer = self.call("query", params)
        with understood():
            return _suggestions(answer.get("query") or {})


def user_from(user: Mapping[str, Any]) -> UserInfo:
    return UserInfo(
        id=user["id"],
        name=user["name"],
        edit_count=user.get("editcount") or 0,
        groups=tuple(user.get("groups") or ()),
        rights=frozenset(user.get("rights") or ()),
        options=user.get("options") or {},
        block=_block(user) if "blockreason" in user else None,
    )


def _is_address_blocked(asker: Mapping[str, Any], blocked: Mapping[str, bool]) -> bool | None:
    if blocked.get(asker["name"]) or "ipblock-exempt" in asker["rights"]:
        return None
    return "blockreason" in asker


def _account_ids(user: Mapping[str, Any]) -> AccountIds:
    """What the wiki calls "local" is its own count again; there is one other at most.

    A central account of the same name may be somebody else's unless this one is attached to it.
    """
    attached = user["attachedlocal"]
    central = [
        number
        for source, number in user["centralids"].items()
        if source != "local" and number and attached[source]
    ]
    return AccountIds(user["userid"], central[0] if central else None)


def _block(user: Mapping[str, Any]) -> BlockInfo:
    return BlockInfo(
        id=user.get("blockid"),
        reason=user["blockreason"] or "",
        is_partial=bool(user.get("blockpartial")),
    )


def _site_info(query: Mapping[str, Any], api_url: str) -> SiteInfo:
    general = query["general"]
    server: str = general["server"]
    if server.startswith("//"):
        server = f"{urlsplit(api_url).scheme}:{server}"
    skins = query.get("skins") or []
    return SiteInfo(
        name=general["sitename"],
        wiki_id=general["wikiid"],
        server=server,
        article_path=general["articlepath"],
        script=general["script"],
        skin=next((skin["code"] for skin in skins if skin.get("default")), ""),
        main_page=general["mainpage"],
        generator=general["generator"],
        language=general["lang"],
        is_rtl=bool(general.get("rtl")),
        max_article_bytes=general["maxarticlesize"],
        rights_text=query["rightsinfo"].get("text") or "",
        namespaces=_namespaces(query),
        extensions=frozenset(extension["name"] for extension in query["extensions"]),
        level_names={
            message["name"].removeprefix(LEVEL_MESSAGE): message["content"]
            for message in query.get("allmessages") or ()
            if message.get("content")
        },
        special_pages={
            alias.replace("_", " ").casefold(): item["realname"]
            for item in query["specialpagealiases"]
            if item["realname"] in LEADING_PAGES
            for alias in item["aliases"]
        },
    )


def _namespaces(query: Mapping[str, Any]) -> dict[int, Namespace]:
    return {
        item["id"]: Namespace(
            id=item["id"],
            name=item["name"],
            canonical=item.get("canonical") or "",
            aliases=tuple(
                alias["alias"]
                for alias in query.get("namespacealiases") or ()
                if alias["id"] == item["id"]
            ),
            has_subpages=bool(item.get("subpages")),
            is_first_letter_case=item.get("case", "first-letter") == "first-letter",
        )
        for item in query["namespaces"].values()
    }


def _suggestions(query: Mapping[str, Any]) -> tuple[TitleSuggestion, ...]:
    came_from = {redirect["to"]: redirect["from"] for redirect in query.get("redirects") or ()}
    # The wiki sorts pages by their id and puts the order of the search beside them.
    pages = sorted(query.get("pages") or (), key=lambda page: page["index"])
    return tuple(
        TitleSuggestion(
            title=page["title"],
            description=page.get("description") or "",
            redirected_from=came_from.get(page["title"], ""),
        )
        for page in pages
        if page["ns"] >= 0
    )
