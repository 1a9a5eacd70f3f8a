"""How allauth signs people in: with the wiki, and only those who may come in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.base.constants import AuthError
from allauth.socialaccount.providers.mediawiki.provider import MediaWikiProvider
from django.http import HttpRequest
from django.shortcuts import render

from editor.credentials import current_wiki, may_sign_in


class WikiProvider(MediaWikiProvider):
    """The wiki's accounts, each known by the wiki's id and its own."""

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


class SignInAdapter(DefaultSocialAccountAdapter):
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
        context = {"exception": exception, "wiki_error": request.GET.get("error_description", "")}
        status = 200 if is_cancelled else 502
        raise ImmediateHttpResponse(render(request, template, context, status=status))
