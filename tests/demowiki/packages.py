"""The programs a demo wiki needs from the system: looked for first, installed only when missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable

from tests.demowiki.errors import DemoWikiError

PROGRAMS = {"php": "php-cli", "diff3": "diffutils", "lua5.1": "lua5.1"}
PHP_MODULES = {
    "pdo_sqlite": "php-sqlite3",
    "mbstring": "php-mbstring",
    "dom": "php-xml",
    "xmlreader": "php-xml",
    "intl": "php-intl",
    "curl": "php-curl",
}
# Without it the wiki reads the manifests of its extensions anew for each request: a third slower,
# and no reason to refuse.
MEMORY_CACHE = {"apcu": "php-apcu"}
# MediaWiki counts with big numbers from 1.41 on.
GMP = {"gmp": "php-gmp"}
CHROMIUM = "chromium-headless-shell"
BROWSER_FONTS = {
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
    "/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf": "fonts-noto-core",
}
ALTERNATIVE = "set WIKI_API_URL, OAUTH_CLIENT_ID and OAUTH_CLIENT_SECRET to use a wiki of your own"


def ensure_wiki_packages(version: str = "1.39") -> None:
    """Installs what the wiki runs on. Takes some hundredths of a second when all is there."""
    _install(lambda: missing_wiki_packages(version), ALTERNATIVE)


def ensure_browser_packages() -> None:
    """Installs Chromium, and fonts for the Latin, Hebrew and Arabic scripts."""
    _install(missing_browser_packages, "install them by hand")


def missing_wiki_packages(version: str) -> list[str]:
    missing = {package for program, package in PROGRAMS.items() if not shutil.which(program)}
    wanted = PHP_MODULES if version == "1.39" else PHP_MODULES | GMP
    loaded = _php_modules()
    missing |= {package for module, package in wanted.items() if module not in loaded}
    quicker = {package for module, package in MEMORY_CACHE.items() if module not in loaded}
    if quicker and (missing or as_root() is not None):
        missing |= quicker
    return sorted(missing)


def missing_browser_packages() -> list[str]:
    # Chromium without a window of its own: half the work of the full browser in headless mode.
    missing = [] if shutil.which(CHROMIUM) else [CHROMIUM]
    missing += [package for path, package in BROWSER_FONTS.items() if not os.path.exists(path)]
    return missing


def as_root() -> list[str] | None:
    """What to put before a command so that it runs as root; None when that is not possible."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    allowed = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
    return ["sudo", "-n"] if allowed.returncode == 0 else None


def _php_modules() -> set[str]:
    if not shutil.which("php"):
        return set()
    listed = subprocess.run(["php", "-m"], capture_output=True, text=True, check=False)
    return {line.strip().lower() for line in listed.stdout.splitlines()}


def _install(find_missing: Callable[[], list[str]], alternative: str) -> None:
    missing = find_missing()
    if not missing:
        return
    sentence = f"Missing packages: {' '.join(missing)}. "
    root = as_root()
    if root is None or not shutil.which("apt-get"):
        raise DemoWikiError(
            f"{sentence}Ask an administrator to install them (apt-get install "
            f"{' '.join(missing)}), or {alternative}."
        )
    print(f"Installing {' '.join(missing)} …", flush=True)
    install = [*root, "apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not _succeeds(install):
        _succeeds([*root, "apt-get", "update"])
        if not _succeeds(install):
            raise DemoWikiError(f"{sentence}apt-get could not install them; {alternative}.")
    still = find_missing()
    if still:
        raise DemoWikiError(
            f"Still missing after their installation: {' '.join(still)}; {alternative}."
        )


def _succeeds(command: list[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    return done.returncode == 0
