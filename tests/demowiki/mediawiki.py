"""MediaWiki's code: Debian's package, unpacked into a cache folder and never installed.

Installed, the package would start a web server on the machine. Unpacked it needs no root and
touches nothing, and a second clone of this repository finds it ready.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.demowiki import apt
from tests.demowiki.cache import fill_once
from tests.demowiki.errors import DemoWikiError

DEFAULT_VERSION = "1.39"
VERSIONS = ("1.39", "1.43")
PACKAGES = ["mediawiki", "mediawiki-classes"]


@dataclass(frozen=True)
class MediaWiki:
    """An unpacked MediaWiki: `root` is the folder that holds api.php."""

    version: str
    root: Path


def wanted_version() -> str:
    version = os.environ.get("DEMO_WIKI") or DEFAULT_VERSION
    if version not in VERSIONS:
        raise DemoWikiError(f"DEMO_WIKI must be one of {', '.join(VERSIONS)}, not {version!r}.")
    return version


def ensure_mediawiki(version: str) -> MediaWiki:
    folder = fill_once(f"mediawiki-{version}", lambda tree: _unpack(version, tree))
    root = folder / "usr/share/mediawiki"
    return MediaWiki(version=_version_of(root), root=root)


def _unpack(version: str, tree: Path) -> None:
    print(f"Fetching MediaWiki {version} …", flush=True)
    offered_here = None if version == DEFAULT_VERSION else version
    with tempfile.TemporaryDirectory() as downloads:
        for package in apt.download(PACKAGES, Path(downloads), offered_here):
            subprocess.run(["dpkg-deb", "-x", package, tree], check=True)
    _repoint_links(tree)
    shutil.rmtree(tree / "etc", ignore_errors=True)


def _repoint_links(tree: Path) -> None:
    """Turns the package's absolute links into relative ones; drops those that leave the tree.

    The one to /etc/mediawiki must go: a wiki installed on the machine would be found there.
    """
    for folder, folders, files in os.walk(tree):
        for path in (Path(folder, name) for name in (*folders, *files)):
            if not path.is_symlink() or not os.path.isabs(path.readlink()):
                continue
            target = tree / str(path.readlink()).lstrip("/")
            path.unlink()
            if not str(target).startswith(str(tree / "etc")):
                path.symlink_to(os.path.relpath(target, path.parent))


def _version_of(root: Path) -> str:
    defines = (root / "includes/Defines.php").read_text()
    found = re.search(r"'MW_VERSION', '([0-9.]+)", defines)
    if not found:
        raise DemoWikiError(f"{root.parents[2]} holds no MediaWiki; delete it and start again.")
    return found[1]
