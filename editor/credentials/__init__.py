"""From a user to a ready client of the wiki. The only place that sees secrets in clear.

No transaction and no row lock is ever held across a call to the wiki: who renews takes a lease,
with a compare-and-set UPDATE that is committed before the request leaves.
"""

from __future__ import annotations

from editor.credentials.admission import (
    ConsumerWasRefusedError,
    NotAdmittedError,
    SignInRequiredError,
    is_admitted,
    is_of_team,
    may_sign_in,
)
from editor.credentials.ciphers import decrypt, encrypt, rotate
from editor.credentials.clients import UserClient, client_for
from editor.credentials.keeping import (
    count_edit,
    forget_tokens,
    keep_bot_password,
    keep_tokens,
    remember_edit_count,
    wiki_username,
)
from editor.credentials.people import people_like, person_called
from editor.credentials.reach import connection, current_wiki, site_reader
from editor.credentials.renewal import EXPIRY_MARGIN, refreshed

__all__ = [
    "EXPIRY_MARGIN",
    "ConsumerWasRefusedError",
    "NotAdmittedError",
    "SignInRequiredError",
    "UserClient",
    "client_for",
    "connection",
    "count_edit",
    "current_wiki",
    "decrypt",
    "encrypt",
    "forget_tokens",
    "is_admitted",
    "is_of_team",
    "keep_bot_password",
    "keep_tokens",
    "may_sign_in",
    "people_like",
    "person_called",
    "refreshed",
    "remember_edit_count",
    "rotate",
    "site_reader",
    "wiki_username",
]
