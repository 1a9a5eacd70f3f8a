"""How good and how quick the merge is: python -m tests.benchmarks.merge [CORPUS]

CORPUS holds real merges with what a person made of them; its folder also holds score.py, which says
what counts as correct. Without a corpus only the growth on hostile input is measured.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from editor.merge import merge, merge_lines
from editor.merge.differences import difference

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT.parent / "shared" / "merge" / "dev.jsonl.gz"

# What four times the input may take: linear, with room for a busy machine.
WORST_RATIO = 8.0

Merger = Callable[[str, str, str], str | None]
Texts = tuple[str, str, str]

COLUMNS = (
    ("hard", "correct"), ("hard", "wrong"), ("hard", "wrong:bad"),
    ("attainable", "correct"), ("attainable", "wrong"),
    ("clean", "correct"), ("clean", "wrong"), ("clean", "conflict"),
)  # fmt: skip


def git(base: str, mine: str, theirs: str) -> str | None:
    with on_disk(mine, base, theirs) as paths:
        done = run("git", "merge-file", "-p", "-q", *paths)
    return done.stdout.decode() if done.returncode == 0 else None


def diff3(base: str, mine: str, theirs: str) -> str | None:
    """As MediaWiki calls it: first for overlaps, then for the merge."""
    with on_disk(mine, base, theirs) as paths:
        if run("diff3", "-a", "--overlap-only", *paths).stdout:
            return None
        return run("diff3", "-a", "-e", "--merge", *paths).stdout.decode()


@contextmanager
def on_disk(*texts: str) -> Iterator[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, str(number)) for number, _ in enumerate(texts)]
        for path, text in zip(paths, texts, strict=True):
            path.write_bytes(text.encode())
        yield list(map(str, paths))


def run(*command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, capture_output=True, timeout=60, check=False)


def mergers() -> dict[str, Merger]:
    programs: dict[str, tuple[str, Merger]] = {
        "git merge-file": ("git", git),
        "GNU diff3, as MediaWiki": ("diff3", diff3),
    }
    found: dict[str, Merger] = {}
    for name, (program, merger) in programs.items():
        if shutil.which(program):
            found[name] = merger
        else:
            say(f"{program} is not installed and is left out.\n")
    return found | {
        "Galley, lines": lambda *texts: merge_lines(*texts).text,
        "Galley, far": lambda *texts: merge(*texts).far_text,
        "Galley, far and near": lambda *texts: merge(*texts).text,
        "Galley, bold": lambda *texts: merge(*texts).bold_text,
    }


def main() -> int:
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if corpus.exists():
        measure(corpus)
    else:
        say(f"There is no corpus of merges at {corpus}; give its path to measure how good it is.\n")
    say("\nGrowth: the same hostile input, four times as long.\n\n")
    worst = grow()
    say(f"\nWorst ratio: {worst:.1f}, where 4 is linear and 16 quadratic.\n")
    return int(worst > WORST_RATIO)


def measure(corpus: Path) -> None:
    score = scorer(corpus.parent / "score.py")
    cases = list(read(corpus))
    counts = Counter(group for case in cases for group in groups_of(case))
    head = " | ".join(f"{group}: {what.removeprefix('wrong:')}" for group, what in COLUMNS)
    say(
        f"{corpus.name}: {counts['hard']} hard cases ({counts['attainable']} attainable), "
        f"{counts['clean']} clean; % of each\n\n| merger | {head} | ms mean / max |\n"
        f"{'|---' * (len(COLUMNS) + 2)}|\n"
    )
    for name, merger in mergers().items():
        say(row(name, merger, cases, counts, score))
    asked = sum(len(merge(*texts(case)).conflicts) for case in cases if not case["git_clean"])
    gits = sum(case["conflicts"] for case in cases if not case["git_clean"])
    say(f"\nPassages asked over the hard cases: {asked}, git: {gits} ({asked / gits:.1%}).\n")


def row(
    name: str,
    merger: Merger,
    cases: list[dict[str, Any]],
    counts: Counter[str],
    score: ModuleType,
) -> str:
    tally: Counter[tuple[str, str]] = Counter()
    times = []
    for case in cases:
        start = time.perf_counter()
        text = merger(*texts(case))
        times.append(time.perf_counter() - start)
        what = score.outcome(case, text)
        for group in groups_of(case):
            tally.update((group, part) for part in {what, what.split(":")[0]})
    shares = [f"{100 * tally[column] / max(1, counts[column[0]]):.1f}" for column in COLUMNS]
    pace = f"{1000 * sum(times) / len(times):.0f} / {1000 * max(times):.0f}"
    return f"| {name} | {' | '.join(shares)} | {pace} |\n"


def groups_of(case: dict[str, Any]) -> list[str]:
    if case["git_clean"]:
        return ["clean"]
    return ["hard", "attainable"] if case["attainable"] else ["hard"]


def texts(case: dict[str, Any]) -> Texts:
    return case["base"], case["ours"], case["theirs"]


def read(corpus: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def scorer(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be read")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def grow() -> float:
    worst = 0.0
    say("| input | MB | merge, s | ratio | difference, s | ratio |\n|---|---|---|---|---|---|\n")
    for name, make in HOSTILE.items():
        small, large = make(1), make(4)
        merges = [timed(merge, *some) for some in (small, large)]
        differences = [timed(difference, *some[1:]) for some in (small, large)]
        worst = max([worst, *(ours[1] / ours[0] for ours in (merges, differences))])
        say(
            f"| {name} | {len(large[0]) / 1e6:.2f} | {merges[1]:.2f} | {merges[1] / merges[0]:.1f} "
            f"| {differences[1]:.2f} | {differences[1] / differences[0]:.1f} |\n"
        )
    return worst


def timed(work: Callable[..., object], *some: str) -> float:
    start = time.process_time()
    work(*some)
    return max(time.process_time() - start, 1e-4)


def prose(words: int, seed: int = 1) -> list[str]:
    """Words as frequent as in a language."""
    rng = random.Random(seed)
    return [f"word{int(rng.paretovariate(0.7))}" for _ in range(words)]


def changed(words: list[str], share: float, mark: str, seed: int) -> list[str]:
    rng = random.Random(seed)
    return [word if rng.random() > share else mark + word for word in words]


def paragraphs(words: list[str]) -> str:
    return "\n\n".join(" ".join(words[at : at + 60]) for at in range(0, len(words), 60))


def small_changes(size: int) -> Texts:
    words = prose(60_000 * size)
    return (
        paragraphs(words),
        paragraphs(changed(words, 0.02, "m", 2)),
        paragraphs(changed(words, 0.02, "t", 3)),
    )


def rewritten(size: int) -> Texts:
    count = 84_000 * size
    return paragraphs(prose(count)), paragraphs(prose(count, 2)), paragraphs(prose(count, 3))


def rewritten_letters(size: int) -> Texts:
    rng = random.Random(1)
    return tuple("\n".join(rng.choices("ab", k=250_000 * size)) for _ in range(3))  # type: ignore[return-value]


def one_line(size: int) -> Texts:
    words = prose(8_000 * size)
    return (
        " ".join(words),
        " ".join(changed(words, 0.02, "m", 2)),
        " ".join(changed(words, 0.02, "t", 3)),
    )


def repetitive_line(size: int) -> Texts:
    count = 12_000 * size
    return "a b " * count, "a b " * (count // 2) + "c " + "a b " * (count // 2), "b a a " * count


def repetitive_lines(size: int) -> Texts:
    count = 50_000 * size
    return "a\nb\n" * count, "a\nb\n" * (count // 2) + "c\n" + "a\nb\n" * count, "b\na\n" * count


def open_marks(size: int) -> Texts:
    count = 10_000 * size
    return "{{a|[[" * count, "{{a|[[" * count + "x", "{{a|[[<ref" * count


def blanks(size: int) -> Texts:
    count = 100_000 * size
    return " \n" * count, "\n" * count + "x", "\n" * (count // 2) + "y" + " \n" * count


HOSTILE: dict[str, Callable[[int], Texts]] = {
    "small changes everywhere": small_changes,
    "a page rewritten by both": rewritten,
    "lines of a letter, rewritten": rewritten_letters,
    "one line": one_line,
    "one repetitive line": repetitive_line,
    "repetitive lines": repetitive_lines,
    "marks never closed": open_marks,
    "blank lines": blanks,
}


def say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
