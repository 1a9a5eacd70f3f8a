"""Who may come in, and who has to sign in again."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser

from editor.models import WikiCredential
from editor.wiki import WikiAuthError


class SignInRequiredError(WikiAuthError):
    """The wiki does not take what Galley keeps of this user any more: sign in again."""


class ConsumerWasRefusedError(SignInRequiredError):
    """The wiki refused Galley itself when it renewed the sign-in: this user's was lost with it."""


class NotAdmittedError(SignInRequiredError):
    """ALLOWED_USERS and ALLOWED_GROUPS do not (any more) name this account."""


def sign_in_required(credential: WikiCredential | None) -> SignInRequiredError:
    """Why nothing lets Galley act for this user."""
    if credential and credential.is_consumer_refused:
        return ConsumerWasRefusedError("The wiki refused this application, and the tokens with it.")
    return SignInRequiredError("There is no access to the wiki for this user.")


def may_sign_in(username: str, groups: Iterable[str]) -> bool:
    """Whether ALLOWED_USERS and ALLOWED_GROUPS let this account of the wiki in."""
    if not settings.ALLOWED_USERS and not settings.ALLOWED_GROUPS:
        return True
    names = {_as_of_the_wiki(name) for name in settings.ALLOWED_USERS}
    return _as_of_the_wiki(username) in names or not set(settings.ALLOWED_GROUPS).isdisjoint(groups)


def _as_of_the_wiki(name: str) -> str:
    """A name of an account begins with a capital on the wiki, however it is written in a list."""
    name = name.replace("_", " ")
    return name[:1].upper() + name[1:]


def is_of_team(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether other people's drafts are any business of this user's. Nothing that they read here
    asks the wiki, which would bring to light that they may not be here any more."""
    is_open = not settings.ALLOWED_USERS and not settings.ALLOWED_GROUPS
    return is_open or is_admitted(user)


def is_admitted(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether this user, signed in, may still be here, as far as is known without asking the wiki:
    it goes by the groups of the last sign-in, and by what the last refresh brought to light."""
    credential = getattr(user, "credential", None)
    if not user.is_authenticated or credential is None or not credential.can_act:
        return False
    return may_sign_in(credential.username, groups_of([user.pk]).get(user.pk, ()))


def groups_of(user_ids: Iterable[int]) -> dict[int, list[str]]:
    """As of their last sign-in: each renewal of it asks the wiki anew. Empty where none count."""
    if not settings.ALLOWED_GROUPS:
        return {}
    accounts = SocialAccount.objects.filter(user_id__in=user_ids)
    return {account.user_id: account.extra_data.get("groups", []) for account in accounts}
