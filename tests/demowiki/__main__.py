"""The demo wiki from the command line: `python -m tests.demowiki start --folder .run/wiki`."""

from __future__ import annotations

import argparse
import signal
import sys
from types import FrameType

from tests.demowiki import packages
from tests.demowiki.errors import DemoWikiError
from tests.demowiki.mediawiki import ensure_mediawiki, wanted_version
from tests.demowiki.template import ensure_template
from tests.demowiki.wiki import DemoWiki

CALLBACK_PATH = "/accounts/mediawiki/login/callback/"


def main() -> int:
    options = _parser().parse_args()
    if "galley" in options:
        options.galley = options.galley or ["http://127.0.0.1:8000"]
    try:
        COMMANDS[options.command](options)
    except DemoWikiError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def start(options: argparse.Namespace) -> None:
    """Serves the wiki until Ctrl-C or SIGTERM; in the background, until `stop`."""
    signal.signal(signal.SIGTERM, _on_term)
    callbacks = [address.rstrip("/") + CALLBACK_PATH for address in options.galley]
    wiki = DemoWiki.create(options.folder, options.port, galley_callbacks=callbacks)
    try:
        wiki.start(background=options.background)
        _describe(wiki)
        if not options.background:
            wiki.wait()
    finally:
        if not options.background:
            wiki.stop()


def stop(options: argparse.Namespace) -> None:
    DemoWiki.open(options.folder).stop()


def status(options: argparse.Namespace) -> None:
    wiki = DemoWiki.open(options.folder)
    print("running" if wiki.is_running else "stopped")
    _describe(wiki)


def environment(options: argparse.Namespace) -> None:
    """The variables that point Galley at this wiki, one a line."""
    wiki = DemoWiki.open(options.folder)
    consumer = wiki.consumer_for(options.galley[0].rstrip("/") + CALLBACK_PATH)
    print(f"WIKI_API_URL={wiki.api_url}")
    print(f"WIKI_REST_URL={wiki.rest_url}")
    print(f"OAUTH_CLIENT_ID={consumer.client_id}")
    print(f"OAUTH_CLIENT_SECRET={consumer.client_secret}")


def install(options: argparse.Namespace) -> None:
    if options.browser:
        packages.ensure_browser_packages()
        return
    version = wanted_version()
    packages.ensure_wiki_packages(version)
    ensure_template(ensure_mediawiki(version))


COMMANDS = {
    "start": start,
    "stop": stop,
    "status": status,
    "env": environment,
    "packages": install,
}


def _describe(wiki: DemoWiki) -> None:
    print(f"Demo wiki (MediaWiki {wiki.version}): {wiki.url}/wiki/Main_Page")
    for account in wiki.accounts.values():
        print(f"  {account.name:<6} password: {account.password}")
    sys.stdout.flush()


def _on_term(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.demowiki", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in COMMANDS:
        command = commands.add_parser(name)
        if name == "packages":
            command.add_argument("--browser", action="store_true", help="Chromium and fonts")
            continue
        command.add_argument("--folder", default=".run/wiki", help="where the wiki's data is")
        if name in ("start", "env"):
            command.add_argument(
                "--galley",
                action="append",
                metavar="URL",
                help="an address of Galley's; repeatable (default http://127.0.0.1:8000)",
            )
        if name == "start":
            command.add_argument("--port", type=int, default=8080)
            command.add_argument("--background", action="store_true", help="until `stop`")
    return parser


if __name__ == "__main__":
    sys.exit(main())
