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
from django.core.exceptions import ImproperlyConfigured

from project import env

RUN = Path(".run")
PREPARE = [sys.executable, "manage.py", "prepare"]
GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "python:project.gunicorn_conf", "project.wsgi"]
# What a disk or a folder may refuse; nothing of Galley's own is wrong then.
REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)


def main() -> None:
    try:
        start()
    except KeyboardInterrupt:
        pass
    except ImproperlyConfigured as error:
        sys.exit(f"Galley cannot start: {error}")
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
    host, port = env.text("HOST", "127.0.0.1"), _port("PORT", 8000)
    base_url = env.address("BASE_URL", f"http://{host}:{port}")
    refuse_taken_port(host, port)
    RUN.mkdir(exist_ok=True)
    keep_secrets(RUN / "secrets.json")
    # Ends like Ctrl-C, so that what was started is stopped.
    signal.signal(signal.SIGTERM, _interrupt)
    signal.signal(signal.SIGHUP, _interrupt)
    if env.text("WIKI_API_URL", ""):
        serve(base_url, [])
    else:
        serve_with_demo_wiki(base_url, _port("DEMO_WIKI_PORT", 8080))


def serve_with_demo_wiki(base_url: str, port: int) -> None:
    """Galley beside a demo wiki; both end together."""
    # Only here: an installation with a wiki of its own needs nothing of the tests.
    from tests.demowiki.errors import DemoWikiError
    from tests.demowiki.wiki import DemoWiki

    callback = f"{base_url}/accounts/mediawiki/login/callback/"
    folder = RUN / "wiki"
    is_first = not folder.exists()
    say("Starting the demo wiki…")
    if is_first:
        say("The first time it is fetched and set up, which takes a minute.")
    try:
        refuse_taken_port("127.0.0.1", port, "DEMO_WIKI_PORT")
        wiki = DemoWiki.create(folder, port, [callback])
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
                base_url,
                [
                    f"The demo wiki is at {wiki.url}/",
                    "Accounts to sign in with:",
                    *accounts,
                    "A page to try: Apollo 11",
                ],
            )
    except DemoWikiError as error:
        sys.exit(str(error))


def serve(base_url: str, words: list[str]) -> None:
    """Bring the database up to date, ask the wiki whether all is right, and serve."""
    if subprocess.run(PREPARE, check=False).returncode:  # noqa: S603
        sys.exit(1)
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
        # A disk that is full in the middle must not leave half of it to the next start.
        begun = path.with_suffix(".new")
        begun.unlink(missing_ok=True)
        begun.touch(mode=0o600)
        begun.write_text(json.dumps(kept), encoding="utf-8")
        begun.replace(path)
    for name, value in json.loads(path.read_text(encoding="utf-8")).items():
        if not os.environ.get(name) and not os.environ.get(f"{name}_FILE"):
            os.environ[name] = value


def refuse_taken_port(host: str, port: int, variable: str = "PORT") -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(f"Port {port} on {host} is taken; stop what uses it, or set {variable}.")
            if error.errno == errno.EACCES:
                sys.exit(f"Port {port} is only for the system itself; set {variable} to another.")
            raise _wrong_host(host) from error
        # Of a name that is none, such as one with two dots in a row.
        except UnicodeError as error:
            raise _wrong_host(host) from error


def _wrong_host(host: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"HOST must be an IPv4 address of this machine, or a name for one, not “{host}”."
    )


def _port(name: str, default: int) -> int:
    return env.number(name, default, least=1, most=65535)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
