"""Signing in on a wiki without Extension:OAuth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from editor.actions.check_bot_password import (
    BotPasswordRefusedError,
    Refusal,
    check_bot_password,
)
from editor.actions.sign_in_attempts import forget_attempts, take_attempt
from editor.adapter import KeptWithSignIn, sign_in_with_bot_password
from editor.http import render_page
from editor.models import Wiki
from editor.sign_in_form import BotPasswordForm
from editor.views.explain import explain
from editor.views.front import own_address
from editor.wiki import BotPassword, WikiError

SPECIAL_PAGE = "Special:BotPasswords"


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
def bot_password_sign_in(request: HttpRequest) -> HttpResponseBase:
    if settings.SIGN_IN == "oauth":
        raise Http404("no bot passwords here")
    if request.method == "GET":
        return _page(request, BotPasswordForm())
    form = BotPasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _sign_in(request, form)


@sensitive_variables()
def _sign_in(request: HttpRequest, form: BotPasswordForm) -> HttpResponseBase:
    bot_password: BotPassword = form.cleaned_data["bot_password"]
    keys = _keys(request, bot_password.account)
    if not take_attempt(keys):
        return _page(request, form, trouble=_words(Refusal.THROTTLED), status=429)
    try:
        checked = check_bot_password(bot_password)
        kept = KeptWithSignIn(checked.login, checked.bot_password)
        response = sign_in_with_bot_password(request, checked.profile, kept, own_address(request))
    except BotPasswordRefusedError as error:
        status = 429 if error.refusal is Refusal.THROTTLED else 422
        return _page(request, form, trouble=_words(error.refusal), status=status)
    except WikiError as error:
        explanation = explain(error)
        return _page(request, form, trouble=explanation.headline, status=explanation.status)
    forget_attempts(keys)
    return response


def _page(
    request: HttpRequest, form: BotPasswordForm, *, trouble: str = "", status: int = 200
) -> HttpResponse:
    wiki = Wiki.objects.current()
    context = {
        "form": form,
        "trouble": trouble,
        "next": own_address(request),
        "bot_passwords_url": wiki.page_url(SPECIAL_PAGE) if wiki else settings.WIKI_ORIGIN,
    }
    return render_page(request, "bot_password_sign_in.html", context, status=status)


def _keys(request: HttpRequest, account: str) -> Mapping[str, str]:
    """Whose attempts these are."""
    if not request.session.session_key:
        request.session.create()
    meta: dict[str, Any] = request.META
    # Behind a proxy that ends TLS, what the proxy itself has added is the last in the list.
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    return {
        "session": request.session.session_key or "",
        "account": account.replace("_", " ").casefold(),
        "address": (forwarded if settings.IS_HTTPS else "") or meta.get("REMOTE_ADDR", ""),
    }


def _words(refusal: Refusal) -> str:
    return {
        Refusal.NO_ACCOUNT: _(
            "The wiki has no account of this name. What stands before the @ is your name on the "
            "wiki."
        ),
        Refusal.SWITCHED_OFF: _(
            "This wiki does not allow bot passwords. Ask an administrator of the wiki "
            "($wgEnableBotPasswords), or the people who run this Galley."
        ),
        Refusal.WRONG: _(
            "The wiki does not know this name with this password. Compare the label behind the @, "
            "or let the wiki make a new password: it shows each one only once."
        ),
        Refusal.NEEDS_RESET: _(
            "The wiki wants this bot password to be made anew. Reset it there, and use the new one."
        ),
        Refusal.LOCKED: _("The wiki has locked this account."),
        Refusal.THROTTLED: _(
            "Too many attempts lately. Wait five minutes; the password may well be right."
        ),
        Refusal.ABORTED: _(
            "The wiki wants to show a login form of its own instead. Make sure that it is a bot "
            "password; if it is, ask an administrator of the wiki."
        ),
        Refusal.MAY_NOT_EDIT: _(
            "The wiki takes this bot password, but it may not edit. Tick the grants below on the "
            "wiki, and sign in again; the password stays the same."
        ),
    }[refusal]
