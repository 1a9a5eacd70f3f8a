"""The cache folder of the user: what takes long to fetch or to build, once for all clones."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path


def cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "galley"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def fill_once(name: str, build: Callable[[Path], None]) -> Path:
    """The folder of this name in the cache, built now if it is not there.

    It is built beside its place and then renamed, so a folder that exists is complete. The lock
    makes a second process wait for the first; the system frees it after a crash, and what the
    crash left is removed.
    """
    folder = cache_folder() / name
    with (cache_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for left in folder.parent.glob(f"{name}.building-*"):
                shutil.rmtree(left, ignore_errors=True)
            building = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f"{name}.building-"))
            try:
                build(building)
                building.rename(folder)
            except BaseException:
                shutil.rmtree(building, ignore_errors=True)
                raise
    return folder
