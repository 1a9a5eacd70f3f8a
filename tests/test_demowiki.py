"""The demo wiki itself: if these fail, the failures of the other tests mean nothing."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.demowiki import DemoWiki, DemoWikiError, packages


@pytest.fixture(scope="module")
def wiki(tmp_path_factory):
    with DemoWiki.create(tmp_path_factory.mktemp("demowiki")) as wiki:
        yield wiki


@pytest.fixture(autouse=True)
def _settings_as_they_were(wiki):
    yield
    wiki.reset()


@pytest.fixture
def title():
    return f"Page {secrets.token_hex(4)}"


def test_a_stash_makes_the_edit_a_cache_hit(wiki, title):
    session = wiki.session("Alice")
    page = {"title": title, "text": "Some text."}
    model = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "baserevid": "0"}
    stash = session.post(action="stashedit", **page, **model)
    assert stash["stashedit"]["status"] == "stashed"
    wiki.clear_log("StashEdit")
    assert session.post(action="edit", **page)["edit"]["result"] == "Success"
    assert any("cache hit" in line for line in wiki.log("StashEdit"))


def test_settings_change_while_the_wiki_runs(wiki, title):
    wiki.configure(captcha_on_links=True)
    with pytest.raises(DemoWikiError, match="captcha"):
        wiki.edit(title, "[https://example.org a link]")
    wiki.reset()
    wiki.configure(max_article_kilobytes=1)
    with pytest.raises(DemoWikiError, match="contenttoobig"):
        wiki.edit(title, "x" * 2000)
    wiki.reset()
    assert wiki.edit(title, "[https://example.org a link]") > 0


def test_an_abuse_filter_works_until_the_reset(wiki, title):
    wiki.add_abuse_filter("'casino' in added_lines", description="No casinos")
    with pytest.raises(DemoWikiError, match=r"abusefilter-disallowed.*No casinos"):
        wiki.edit(title, "Visit my casino")
    wiki.reset()
    assert wiki.edit(title, "Visit my casino") > 0


def test_a_warning_filter_warns_once(wiki, title):
    wiki.add_abuse_filter("'bingo' in added_lines", action="warn")
    with pytest.raises(DemoWikiError, match="abusefilter-warning"):
        wiki.edit(title, "bingo")
    assert wiki.edit(title, "bingo") > 0


def test_the_helpers_act_as_the_accounts(wiki, title):
    first = wiki.edit(title, "== One ==\na\n\n== Two ==\nb", user="Alice", summary="First")
    assert wiki.edit(title, "== Two ==\nchanged", user="Bob", section=2) > first
    assert wiki.text(title) == "== One ==\na\n\n== Two ==\nchanged"
    assert [revision["user"] for revision in wiki.history(title)] == ["Bob", "Alice"]
    wiki.protect(title)
    with pytest.raises(DemoWikiError, match="protectedpage"):
        wiki.edit(title, "no", user="Bob")
    wiki.protect(title, "all")
    wiki.move(title, f"{title} moved", redirect=False)
    wiki.block("Carol")
    with pytest.raises(DemoWikiError, match="blocked"):
        wiki.edit(title, "no", user="Carol")
    wiki.unblock("Carol")
    wiki.delete(f"{title} moved")
    with pytest.raises(KeyError):
        wiki.text(f"{title} moved")


def test_lua_templates_and_edit_notices_are_there(wiki):
    session = wiki.session("Alice")
    parsed = session.get(action="parse", page="Apollo 11", prop="text")["parse"]["text"]
    assert "years" in parsed
    assert "error" not in parsed.lower()
    notices = session.get(action="visualeditor", page="Apollo 11", paction="metadata")
    assert "long article" in json.dumps(notices["visualeditor"]["notices"])


def test_what_is_missing_is_named_together_with_the_alternative(monkeypatch):
    monkeypatch.setattr(packages, "PROGRAMS", {"no-such-program": "no-such-package"})
    monkeypatch.setattr(packages, "as_root", lambda: None)
    with pytest.raises(DemoWikiError, match=r"no-such-package.*set WIKI_API_URL"):
        packages.ensure_wiki_packages()


def test_a_taken_port_is_said_in_one_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        wiki = DemoWiki.create(tmp_path / "wiki", port=taken.getsockname()[1])
        with pytest.raises(DemoWikiError, match="is taken by another program"):
            wiki.start()


def processes_of(folder: Path) -> list[int]:
    wanted = f"DEMO_WIKI_FOLDER={folder}".encode()
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted in path.read_bytes().split(b"\0"):
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


def wait_for_none(folder: Path) -> list[int]:
    deadline = time.monotonic() + 10
    while processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    return processes_of(folder)


def test_stop_leaves_no_process(tmp_path):
    with DemoWiki.create(tmp_path / "wiki") as wiki:
        assert len(processes_of(wiki.folder)) > 4
    assert processes_of(wiki.folder) == []
    assert not wiki.is_running
    wiki.start()
    wiki.stop()
    assert processes_of(wiki.folder) == []


def test_a_wiki_in_the_background_outlives_its_starter_until_stopped(tmp_path):
    folder = tmp_path / "wiki"
    starter = start_command(folder, "--background")
    try:
        # By then the starter is gone: only its end brings this back.
        subprocess.run(starter, stdout=subprocess.DEVNULL, check=True)
        wiki = DemoWiki.open(folder)
        assert wiki.is_running
        answer = wiki.session("Alice").get(action="query", meta="siteinfo")
        assert answer["query"]["general"]["server"] == wiki.url
    finally:
        DemoWiki.open(folder).stop()
    assert processes_of(folder) == []


def start_command(folder: Path, *options: str) -> list[str]:
    """Another process that starts a wiki in this folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [sys.executable, "-m", "tests.demowiki", "start", "--folder", str(folder)]
    return [*command, "--port", port, *options]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_wiki_in_the_foreground_dies_with_its_starter(tmp_path, ending):
    folder = tmp_path / "wiki"
    starter = subprocess.Popen(start_command(folder), stdout=subprocess.PIPE, text=True)
    assert starter.stdout
    for line in starter.stdout:
        if "Carol" in line:
            break
    assert processes_of(folder)
    os.kill(starter.pid, ending)
    starter.wait()
    starter.stdout.close()
    assert wait_for_none(folder) == []
