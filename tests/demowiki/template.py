"""The template: a finished demo wiki in the cache folder, of which every new wiki is a copy.

Setting a wiki up takes ten seconds and copying one takes hundredths of a second, so it is
done once for each state of the recipe (the files it is made from, and MediaWiki's version).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.demowiki.cache import fill_once
from tests.demowiki.errors import DemoWikiError
from tests.demowiki.mediawiki import MediaWiki

HERE = Path(__file__).parent
SETTINGS = HERE / "php/LocalSettings.php"
FOLDERS = ("data", "cache", "images", "logs")
DATABASES = ("demo.sqlite", "wikicache.sqlite")


SPARE_TITLES = [f"Spare page {number}" for number in range(400)]
SPARE_TEXT = "First line.\n\nSecond line.\n\nThird line.\n"
PAGE = {"user": "Admin", "summary": "A page for the demo wiki", "protect": "", "reason": ""}


@dataclass(frozen=True)
class Account:
    """Somebody on the wiki. The passwords protect nothing and are shown by `make run`."""

    name: str
    password: str
    email: str
    groups: tuple[str, ...] = ()


ACCOUNTS = {
    account.name: account
    for account in (
        Account(
            "Admin",
            "demo wiki Admin",
            "admin@example.org",
            ("sysop", "interface-admin", "bureaucrat"),
        ),
        Account("Alice", "demo wiki Alice", "alice@example.org"),
        Account("Bob", "demo wiki Bob", "bob@example.org"),
        Account("Carol", "demo wiki Carol", "carol@example.org"),
    )
}


def ensure_template(mediawiki: MediaWiki) -> Path:
    """The folder to copy. Its name changes with everything it was made from."""
    name = f"demo-wiki-{mediawiki.version}-{_recipe_hash()}"
    return fill_once(name, lambda folder: _build(mediawiki, folder))


def ensure_spare_pages(mediawiki: MediaWiki) -> Path:
    """The template with pages for tests, which each want one of their own: SPARE_TITLES."""
    template = ensure_template(mediawiki)
    return fill_once(
        f"{template.name}-spare", lambda folder: _add_spare_pages(mediawiki, template, folder)
    )


def copy_template(template: Path, folder: Path) -> None:
    for name in FOLDERS:
        shutil.copytree(template / name, folder / name, dirs_exist_ok=True)


def wiki_environment(mediawiki: MediaWiki, folder: Path, server: str) -> dict[str, str]:
    """What tells MediaWiki which of the demo wikis it is."""
    return os.environ | {
        "MW_CONFIG_FILE": str(SETTINGS),
        "MW_INSTALL_PATH": str(mediawiki.root),
        "DEMO_WIKI_FOLDER": str(folder),
        "DEMO_WIKI_SERVER": server,
    }


def create_oauth_database(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "data/oauth.sqlite")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.executescript((HERE / "oauth/schema.sql").read_text())


def _recipe_hash() -> str:
    parts = [HERE / "template.py"]
    for pattern in ("php/*", "pages/*", "oauth/**/*"):
        parts += HERE.glob(pattern)
    digest = hashlib.sha256()
    for path in sorted(part for part in parts if part.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _build(mediawiki: MediaWiki, folder: Path) -> None:
    print(f"Setting up the demo wiki (MediaWiki {mediawiki.version}) …", flush=True)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True)
    _install(mediawiki, folder)
    create_oauth_database(folder)
    environment = wiki_environment(mediawiki, folder, "http://127.0.0.1")
    maintenance = mediawiki.root / "maintenance"
    _php([maintenance / "update.php", "--quick"], environment)
    _php([HERE / "php/populate.php"], environment, json.dumps(_plan()))
    _php([maintenance / "runJobs.php"], environment)
    _php([maintenance / "rebuildLocalisationCache.php", "--lang=en"], environment)
    _tidy(folder / "data")
    for log in (folder / "logs").iterdir():
        log.unlink()


def _add_spare_pages(mediawiki: MediaWiki, template: Path, folder: Path) -> None:
    copy_template(template, folder)
    pages = [
        PAGE | {"title": title, "user": "Bob", "summary": "", "text": SPARE_TEXT}
        for title in SPARE_TITLES
    ]
    environment = wiki_environment(mediawiki, folder, "http://127.0.0.1")
    _php([HERE / "php/populate.php"], environment, json.dumps({"accounts": [], "pages": pages}))
    _tidy(folder / "data")


def _tidy(data: Path) -> None:
    with closing(sqlite3.connect(data / "wikicache.sqlite")) as database, database:
        # Pages were parsed while those they link to were still missing.
        database.execute("DELETE FROM objectcache WHERE keyname LIKE '%:pcache:%'")
    for name in DATABASES:
        with closing(sqlite3.connect(data / name)) as database:
            # Folds the write-ahead log into the file, so that copying the file is enough.
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _install(mediawiki: MediaWiki, folder: Path) -> None:
    """Creates the tables. The settings file the installer writes is not used."""
    with tempfile.TemporaryDirectory() as unused:
        options = {
            "dbtype": "sqlite",
            "dbname": "demo",
            "dbpath": folder / "data",
            "server": "http://127.0.0.1",
            "scriptpath": "",
            "lang": "en",
            "pass": ACCOUNTS["Admin"].password,
            "confpath": unused,
        }
        arguments = [f"--{name}={value}" for name, value in options.items()]
        environment = os.environ | {"MW_INSTALL_PATH": str(mediawiki.root)}
        environment.pop("MW_CONFIG_FILE", None)
        script = mediawiki.root / "maintenance/install.php"
        _php([script, *arguments, "Demo wiki", "Admin"], environment)


def _plan() -> dict[str, object]:
    pages = json.loads((HERE / "pages/pages.json").read_text())
    return {
        "accounts": [asdict(account) for account in ACCOUNTS.values()],
        "pages": [
            PAGE | page | {"text": (HERE / "pages" / page["file"]).read_text()} for page in pages
        ],
    }


def _php(command: list[str | Path], environment: dict[str, str], stdin: str = "") -> None:
    options = ["-d", "memory_limit=512M", "-d", "error_reporting=22527", "-d", "display_errors=1"]
    done = subprocess.run(
        ["php", *options, *command],
        env=environment, input=stdin, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = (done.stdout + done.stderr).strip()[-2000:]
        raise DemoWikiError(f"Setting up the demo wiki failed in {Path(command[0]).name}:\n{said}")
