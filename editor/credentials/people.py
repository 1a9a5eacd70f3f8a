"""The people of this Galley: those who have signed in here, by their names on the wiki."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import User

from editor.credentials.admission import groups_of, may_sign_in
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
    return credential.user if credential and _admitted([credential]) else None


def people_like(typed: str, *, but: User) -> list[str]:
    """Names that begin so."""
    found = (
        WikiCredential.objects.filter(username__istartswith=typed)
        .exclude(user=but)
        .order_by("username")[: 5 * SUGGESTED]
    )
    return [credential.username for credential in _admitted(found)][:SUGGESTED]


def _admitted(credentials: Iterable[WikiCredential]) -> list[WikiCredential]:
    """Those who may still be here."""
    known = list(credentials)
    groups = groups_of(credential.user_id for credential in known)
    return [one for one in known if may_sign_in(one.username, groups.get(one.user_id, ()))]
