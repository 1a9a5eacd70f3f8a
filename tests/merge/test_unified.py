"""A unified diff is one that `patch` understands."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from editor.merge.tokens import lines
from editor.merge.unified import unified
from tests.merge.texts import texts


def patched(old: str, diff: str) -> str:
    """What `patch` makes of a text: each line that is taken for known must be there."""
    one = lines(old)
    made: list[str] = []
    at = 0
    for row in _rows(diff):
        sign, line = row[0], row[1:]
        if sign == "@":
            start, count = map(int, row.split()[1].lstrip("-").split(","))
            begin = start - 1 if count else start
            made += one[at:begin]
            at = begin
        elif sign in " -":
            assert one[at] == line
            at += 1
        if sign in " +":
            made.append(line)
    return "".join(made + one[at:])


def _rows(diff: str) -> Iterator[str]:
    rows = lines(diff)[2:]
    for number, row in enumerate(rows):
        is_cut = number + 1 < len(rows) and rows[number + 1].startswith("\\")
        if not row.startswith("\\"):
            yield row.removesuffix("\n") if is_cut else row


@given(st.one_of(texts, st.text()), st.one_of(texts, st.text()))
def test_patching_the_old_text_gives_the_new_one(old, new):
    assert patched(old, unified(old, new, old_name="a", new_name="b")) == new


def test_it_reads_as_diff_writes_it():
    old = "".join(f"line {number}\n" for number in range(1, 21))
    new = old.replace("line 2\n", "line two\n").replace("line 20\n", "line 20")
    assert unified(old, new, old_name="Moon (base)", new_name="Moon (mine)") == (
        "--- Moon (base)\n+++ Moon (mine)\n"
        "@@ -1,5 +1,5 @@\n line 1\n-line 2\n+line two\n line 3\n line 4\n line 5\n"
        "@@ -17,4 +17,4 @@\n line 17\n line 18\n line 19\n-line 20\n"
        "+line 20\n\\ No newline at end of file\n"
    )
