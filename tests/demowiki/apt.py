"""Downloading packages without root, from this Debian release or from the next one.

apt is given lists, cache and sources in a folder of ours, so the system's own stay as they are.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from pathlib import Path

from tests.demowiki.errors import DemoWikiError
from tests.demowiki.packages import ALTERNATIVE

# The Debian release that carries a version of MediaWiki.
RELEASES = {"1.43": "trixie"}
SOURCES = (Path("/etc/apt/sources.list"), Path("/etc/apt/sources.list.d"))


def download(packages: list[str], folder: Path, version: str | None) -> list[Path]:
    """Fetches the packages into the folder: what apt offers, or a certain version's release."""
    if version is None or _offered_version().startswith(f"1:{version}."):
        if _download(packages, folder, []):
            return sorted(folder.glob("*.deb"))
        release = _this_release()
    else:
        release = RELEASES[version]
    with tempfile.TemporaryDirectory(dir=folder) as private:
        options = _private_options(Path(private), release)
        subprocess.run(["apt-get", *options, "update"], capture_output=True, check=False)
        if not _download(packages, folder, options):
            raise DemoWikiError(f"apt-get could not fetch {' and '.join(packages)}; {ALTERNATIVE}.")
    return sorted(folder.glob("*.deb"))


def _download(packages: list[str], folder: Path, options: list[str]) -> bool:
    command = ["apt-get", *options, "-o", "APT::Sandbox::User=root", "download", *packages]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    except FileNotFoundError:
        raise DemoWikiError(
            f"The demo wiki comes from Debian's packages and there is no apt-get; {ALTERNATIVE}."
        ) from None
    return done.returncode == 0


def _offered_version() -> str:
    policy = subprocess.run(
        ["apt-cache", "policy", "mediawiki"], capture_output=True, text=True, check=False
    )
    candidate = re.search(r"Candidate: (\S+)", policy.stdout)
    return candidate[1] if candidate else ""


def _this_release() -> str:
    text = Path("/etc/os-release").read_text()
    codename = re.search(r"^VERSION_CODENAME=\"?(\w+)", text, re.MULTILINE)
    return codename[1] if codename else "stable"


def _private_options(folder: Path, release: str) -> list[str]:
    for name in ("sources", "lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    (folder / "status").touch()
    for path in _source_files():
        text = _for_release(path, release)
        if text:
            (folder / "sources" / path.name).write_text(text)
    settings = {
        "Dir::Etc::sourcelist": os.devnull,
        "Dir::Etc::sourceparts": folder / "sources",
        "Dir::State::Lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "APT::Sandbox::User": "root",
    }
    return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]


def _source_files() -> list[Path]:
    main, parts = SOURCES
    files = [*parts.glob("*.list"), *parts.glob("*.sources")] if parts.is_dir() else []
    return ([main] if main.is_file() else []) + files


def _for_release(path: Path, release: str) -> str:
    """The entries of a source file that name this Debian release, with another in its place."""
    suite = re.compile(rf"(?<=\s){_this_release()}(?=-updates\b|-security\b|\s|$)", re.MULTILINE)
    is_stanza = path.suffix == ".sources"
    entries = re.split(r"\n\s*\n" if is_stanza else r"\n", path.read_text())
    kept = [suite.sub(release, entry) for entry in entries if suite.search(entry)]
    return ("\n\n" if is_stanza else "\n").join(kept) + "\n" if kept else ""
