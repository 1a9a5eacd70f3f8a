"""The people of this Galley: those who have signed in here, by their names on the wiki."""

from __future__ import annotations

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User

from editor.credentials.admission import may_sign_in
from editor.models import WikiCredential

SUGGESTED = 10


def person_called(name: str) -> User | None:
    """Somebody who has signed in here and still may, as they write their name or nearly so."""
    name = " ".join(name.replace("_", " ").split())
    known = WikiCredential.objects.select_related("user")
    credential: WikiCredential | None = known.filter(username=name).first()
    if credential is None:
        # On the wiki the first letter is a capital; the rest is as it is.
        credential = known.filter(username=name[:1].upper() + name[1:]).first()
    return credential.user if credential and _is_admitted(credential) else None


def people_like(typed: str, *, but: User) -> list[str]:
    """Names that begin so."""
    found = (
        WikiCredential.objects.filter(username__istartswith=typed)
        .exclude(user=but)
        .order_by("username")[: 5 * SUGGESTED]
    )
    return [credential.username for credential in found if _is_admitted(credential)][:SUGGESTED]


def _is_admitted(credential: WikiCredential) -> bool:
    """As of their last sign-in; each renewal of it asks the wiki anew."""
    account = SocialAccount.objects.filter(user_id=credential.user_id).first()
    groups = account.extra_data.get("groups", []) if account else []
    return may_sign_in(credential.username, groups)
