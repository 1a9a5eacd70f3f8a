from __future__ import annotations

from allauth.account.views import logout
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.generic import RedirectView

from editor.adapter import WikiOAuth2Adapter

# Of allauth only what signs in with the wiki and out again: there are no passwords, e-mail
# addresses or connected accounts here. The other names are those it redirects to.
to_front = RedirectView.as_view(pattern_name="front")

urlpatterns = [
    path("", include("editor.urls")),
    path(
        "accounts/mediawiki/login/",
        OAuth2LoginView.adapter_view(WikiOAuth2Adapter),  # type: ignore[no-untyped-call]
        name="mediawiki_login",
    ),
    path(
        "accounts/mediawiki/login/callback/",
        OAuth2CallbackView.adapter_view(WikiOAuth2Adapter),  # type: ignore[no-untyped-call]
        name="mediawiki_callback",
    ),
    path("accounts/logout/", require_POST(logout), name="account_logout"),
    path("accounts/login/", to_front, name="account_login"),
    path("accounts/signup/", to_front, name="account_signup"),
    path("accounts/inactive/", to_front, name="account_inactive"),
    path("accounts/social/signup/", to_front, name="socialaccount_signup"),
]
