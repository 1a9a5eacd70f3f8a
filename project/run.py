"""What `make run` does: with no wiki named, a demo wiki beside Galley; then Galley itself."""

from __future__ import annotations

import errno
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from pathlib import Path
from types import FrameType

from cryptography.fernet import Fernet

RUN = Path(".run")
# Where the demo wiki listens; DEMO_WIKI_PORT chooses another.
WIKI_PORT = int(os.environ.get("DEMO_WIKI_PORT", "8080"))
PREPARE = [sys.executable, "manage.py", "prepare"]
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:project.gunicorn_conf", "project.wsgi"]
# What a disk or a folder may refuse; nothing of Galley's own is wrong then.
REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)


def main() -> None:
    try:
        start()
    except KeyboardInterrupt:
        pass
    except OSError as error:
        if error.errno not in REFUSALS:
            raise
        sys.exit(
            f"Galley cannot write to {error.filename or RUN.resolve()}: {error.strerror}. "
            "What is kept there is as it was. Make room, or let it write there, and start again."
        )


def start() -> None:
    """Galley as the variables say, until it ends."""
    load_env_file(Path(".env"))
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    refuse_taken_port(host, port)
    RUN.mkdir(exist_ok=True)
    keep_secrets(RUN / "secrets.json")
    # Ends like Ctrl-C, so that what was started is stopped.
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    if os.environ.get("WIKI_API_URL"):
        serve([])
    else:
        serve_with_demo_wiki(host, port)


def serve_with_demo_wiki(host: str, port: int) -> None:
    """Galley beside a demo wiki; both end together."""
    # Only here: an installation with a wiki of its own needs nothing of the tests.
    from tests.demowiki.errors import DemoWikiError
    from tests.demowiki.wiki import DemoWiki

    base_url = os.environ.setdefault("BASE_URL", f"http://{host}:{port}")
    callback = f"{base_url}/accounts/mediawiki/login/callback/"
    folder = RUN / "wiki"
    is_first = not folder.exists()
    say("Starting the demo wiki…")
    if is_first:
        say("The first time it is fetched and set up, which takes a minute.")
    try:
        refuse_taken_port("127.0.0.1", WIKI_PORT, "DEMO_WIKI_PORT")
        wiki = DemoWiki.create(folder, WIKI_PORT, [callback])
        consumer = wiki.consumer_for(callback)
        os.environ |= {
            "WIKI_API_URL": wiki.api_url,
            "WIKI_REST_URL": wiki.rest_url,
            "OAUTH_CLIENT_ID": consumer.client_id,
            "OAUTH_CLIENT_SECRET": consumer.client_secret,
        }
        # Beside the wiki's own data: drafts of a wiki that was made anew would be nobody's.
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{(folder / 'galley.sqlite3').resolve()}")
        with wiki:
            accounts = [
                f"  {name}, password: {account.password}" for name, account in wiki.accounts.items()
            ]
            serve(
                [
                    f"The demo wiki is at {wiki.url}/",
                    "Accounts to sign in with:",
                    *accounts,
                    "A page to try: Apollo 11",
                ]
            )
    except DemoWikiError as error:
        sys.exit(str(error))


def serve(words: list[str]) -> None:
    """Bring the database up to date, ask the wiki whether all is right, and serve."""
    if subprocess.run(PREPARE, check=False).returncode:  # noqa: S603
        sys.exit(1)
    base_url = os.environ.get("BASE_URL") or (
        f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
    )
    for line in [*words, f"Galley is at {base_url}/ (stop it with Ctrl-C)"]:
        say(line)
    galley = subprocess.Popen(  # noqa: S603
        GUNICORN,
        # Ctrl-C in a terminal goes to a whole group, and gunicorn takes it for a wish to break off.
        process_group=0,
    )
    try:
        ended = galley.wait()
    finally:
        stop(galley)
    if ended < 0:
        sys.exit(
            f"Something stopped Galley (signal {-ended}). All drafts are kept; start it again."
        )
    sys.exit(ended)


def stop(galley: subprocess.Popen[bytes]) -> None:
    """What is being published is waited for, unless it is asked a second time."""
    galley.terminate()
    try:
        galley.wait()
    except KeyboardInterrupt:
        galley.send_signal(signal.SIGQUIT)
        galley.wait()


def load_env_file(path: Path) -> None:
    """Variables of a file of NAME=VALUE lines; those that are set already win."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith("#"):
            os.environ.setdefault(name.strip(), value.strip().strip("\"'"))


def keep_secrets(path: Path) -> None:
    """Secrets for a Galley on one's own machine, made once, where none are given."""
    if not path.exists():
        kept = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "TOKEN_KEYS": Fernet.generate_key().decode(),
        }
        path.touch(mode=0o600)
        path.write_text(json.dumps(kept), encoding="utf-8")
    for name, value in json.loads(path.read_text(encoding="utf-8")).items():
        if not os.environ.get(name) and not os.environ.get(f"{name}_FILE"):
            os.environ[name] = value


def refuse_taken_port(host: str, port: int, variable: str = "PORT") -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            sys.exit(f"Port {port} on {host} is taken; stop what uses it, or set {variable}.")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
