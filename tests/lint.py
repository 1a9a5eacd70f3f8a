"""Runs a tool that needs Galley's settings with those of a production server.

python -m tests.lint mypy
python -m tests.lint check --deploy
"""

from __future__ import annotations

import os
import subprocess
import sys

from cryptography.fernet import Fernet

PRODUCTION = {
    "BASE_URL": "https://galley.example.org",
    "WIKI_API_URL": "https://wiki.example.org/w/api.php",
    "OAUTH_CLIENT_ID": "0123456789abcdef0123456789abcdef",
    "OAUTH_CLIENT_SECRET": "fedcba9876543210fedcba9876543210fedcba98",
    "SECRET_KEY": "long, random and 0nly f0r l00king at the settings of a server! #$%",
    "DATABASE_URL": "sqlite://:memory:",
}


def main() -> None:
    os.environ |= PRODUCTION | {"TOKEN_KEYS": Fernet.generate_key().decode()}
    command = sys.argv[1:] if sys.argv[1] == "mypy" else ["manage.py", *sys.argv[1:]]
    prefix = ["-m"] if sys.argv[1] == "mypy" else []
    sys.exit(subprocess.run([sys.executable, *prefix, *command], check=False).returncode)


if __name__ == "__main__":
    main()
