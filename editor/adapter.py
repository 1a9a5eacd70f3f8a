"""How allauth signs people in: with the wiki, and only those who may come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError, AuthProcess
from allauth.socialaccount.providers.base.provider import ProviderException
from allauth.socialaccount.providers.mediawiki.provider import MediaWikiProvider
from allauth.socialaccount.providers.mediawiki.views import MediaWikiOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from editor.credentials import connection, current_wiki, may_sign_in
from editor.wiki import (
    OF_THE_CONSUMER,
    BearerAuth,
    BotPassword,
    Login,
    NoAuth,
    WikiClient,
    WikiError,
)


class WikiOAuth2Adapter(MediaWikiOAuth2Adapter):
    """The sign-in with OAuth, also with a wiki that describes itself to its members only."""

    def complete_login(
        self, request: HttpRequest, app: Any, token: Any, **kwargs: Any
    ) -> SocialLogin:
        client = WikiClient(connection(), username="", auth=BearerAuth(token.token))
        try:
            current_wiki(lambda: client)
            login: SocialLogin = super().complete_login(request, app, token, **kwargs)
            refuse_somebody_else(request, login, client)
        except WikiError as error:
            raise ProviderException(str(error)) from error
        return login


class WikiProvider(MediaWikiProvider):
    """The wiki's accounts, each known by the wiki's id and its own."""

    oauth2_adapter_class = WikiOAuth2Adapter

    def extract_uid(self, data: Mapping[str, Any]) -> str:
        if not data.get("username"):
            # Of an account that is hidden the wiki gives the number only; nobody can be shown.
            raise ProviderException("The wiki hides the name of this account.")
        return f"{current_wiki().wiki_id}:{data['sub']}"

    def extract_extra_data(self, data: Mapping[str, Any]) -> dict[str, Any]:
        # Groups for ALLOWED_GROUPS; nothing else of the profile is needed, so nothing is kept.
        return {"username": data["username"], "groups": list(data.get("groups", []))}

    def extract_common_fields(self, data: Mapping[str, Any]) -> dict[str, Any]:
        return {"username": data["username"]}

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        if settings.SIGN_IN == "botpassword":
            # There is no consumer on the wiki to go to.
            return redirect(bot_password_address(next_url or ""))
        # Whatever the address asks for: allauth also ties a second account to who is signed in.
        response: HttpResponseRedirect = super().redirect(
            request, AuthProcess.LOGIN, next_url, data, **kwargs
        )
        # A page instead of a redirect: browsers hold all that a form leads to against form-action,
        # and a wiki may send on to a host for signing in that Galley cannot know.
        page = render(request, "account/to_the_wiki.html", {"address": response.url})
        patch_cache_control(page, no_store=True)
        return page


@dataclass(frozen=True, slots=True)
class KeptWithSignIn:
    """What is to be kept once the sign-in has gone through."""

    login: Login
    bot_password: BotPassword


def bot_password_address(next_url: str) -> str:
    """The page for signing in with a bot password, and where it leads afterwards."""
    address = reverse("bot_password_sign_in")
    return f"{address}?{urlencode({'next': next_url})}" if next_url else address


def sign_in_with_bot_password(
    request: HttpRequest, profile: Mapping[str, Any], kept: KeptWithSignIn, next_url: str
) -> HttpResponseBase:
    """The same way in as with OAuth from here on, so that it is the same person and list.

    `profile` has the wiki's number for the account (`sub`), its `username` and its `groups`.
    Raises the errors of the wiki client.
    """
    provider = get_adapter().get_provider(request, WikiProvider.id)
    sociallogin = provider.sociallogin_from_response(request, profile)
    client = WikiClient(
        connection(), username=kept.login.username, auth=None, cookies=kept.login.cookies
    )
    try:
        refuse_somebody_else(request, sociallogin, client)
    except ImmediateHttpResponse as refusal:
        return refusal.response
    sociallogin.state = {"process": "login", "next": next_url or None}
    # Read by `signals`; of what allauth itself knows, nothing holds such a thing.
    sociallogin.kept = kept
    response: HttpResponseBase = complete_social_login(request, sociallogin)
    return response


def refuse_somebody_else(
    request: HttpRequest, sociallogin: SocialLogin, client: WikiClient
) -> None:
    """Stop before one account of the wiki becomes another's user: on a farm, the wiki's own numbers
    and those that its wikis share may be the same and belong to two people.

    An account that has only got another name is let in: nobody holds its number under the old one.
    Raises ImmediateHttpResponse and the errors of the wiki client.
    """
    account = sociallogin.account
    username = account.extra_data["username"]
    kept = SocialAccount.objects.filter(provider=account.provider, uid=account.uid).first()
    known_as = kept.extra_data.get("username", username) if kept else username
    if known_as == username:
        return
    others = client.account_ids(known_as)
    if others is not None and int(account.uid.rpartition(":")[2]) in others:
        context = {"username": username, "known_as": known_as}
        raise ImmediateHttpResponse(
            render(request, "account/somebody_else.html", context, status=403)
        )


class SignInAdapter(DefaultSocialAccountAdapter):
    def get_requests_session(self) -> Any:
        session = super().get_requests_session()  # type: ignore[no-untyped-call]
        # Else a password that the server's account keeps for the wiki's host (.netrc) would take
        # the place of the token. The proxies of the environment still count.
        session.auth = NoAuth()
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        profile = sociallogin.account.extra_data
        if not may_sign_in(profile["username"], profile["groups"]):
            context = {"username": profile["username"]}
            raise ImmediateHttpResponse(
                render(request, "account/not_allowed.html", context, status=403)
            )

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: WikiProvider,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        # A cancelled dialog comes back as unauthorized_client, and without a state: allauth would
        # call that a failure. https://phabricator.wikimedia.org/diffusion/EOAU/
        is_cancelled = (
            error == AuthError.CANCELLED or request.GET.get("error") == "unauthorized_client"
        )
        template = (
            "account/sign_in_cancelled.html" if is_cancelled else "account/sign_in_failed.html"
        )
        context = {
            "is_operators_fault": any(code in str(exception) for code in OF_THE_CONSUMER),
            "wiki_error": request.GET.get("error_description", ""),
        }
        status = 200 if is_cancelled else 502
        raise ImmediateHttpResponse(render(request, template, context, status=status))
