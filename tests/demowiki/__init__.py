"""A real MediaWiki on this machine, for `make run` and for the tests."""

from __future__ import annotations

from tests.demowiki.errors import DemoWikiError
from tests.demowiki.wiki import Account, Consumer, DemoWiki

__all__ = ["Account", "Consumer", "DemoWiki", "DemoWikiError"]
