"""Variables for a Galley under test, set before Django reads its settings (a pytest plugin).

The demo wiki's port is chosen here, because allauth reads the wiki's address when it is imported.
"""

from __future__ import annotations

import os
import socket

from cryptography.fernet import Fernet


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


WIKI_PORT = free_port()

os.environ |= {
    "WIKI_API_URL": f"http://127.0.0.1:{WIKI_PORT}/api.php",
    "WIKI_REST_URL": f"http://127.0.0.1:{WIKI_PORT}/rest.php",
    # The demo wiki makes up its own; the fixture puts them into the settings.
    "OAUTH_CLIENT_ID": "unknown yet",
    "OAUTH_CLIENT_SECRET": "unknown yet",
    "BASE_URL": "http://testserver",
    "SECRET_KEY": "only for the tests of this run",
    "TOKEN_KEYS": Fernet.generate_key().decode(),
    "DEBUG": "on",
}
for name in ("ALLOWED_USERS", "ALLOWED_GROUPS", "ALLOWED_HOSTS", "DATABASE_URL", "CACHE_URL"):
    os.environ.pop(name, None)
# Where the tests make their own database, when it shall not be one of SQLite.
if "TEST_DATABASE_URL" in os.environ:
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
