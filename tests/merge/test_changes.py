from __future__ import annotations

from hypothesis import given

from editor.merge.changes import changes
from editor.merge.splices import Splice, apply

from .texts import texts


def put_in(old: str, pieces) -> str:
    for piece in reversed(pieces):
        old = apply(old, piece)
    return old


def test_two_changes_are_two_and_leave_what_lies_between():
    old = "One 🌊\nTwo\nThree\nFour"
    new = "Zero\nOne 🌊\nTwo\nThree\nFour more"
    assert changes(old, new) == (Splice(0, 0, "Zero\n"), Splice(21, 0, " more"))


def test_too_many_changes_are_put_in_as_one():
    old = "".join(f"same\n{number}\n" for number in range(300))
    new = "".join(f"same\n{number} new\n" for number in range(300))
    (piece,) = changes(old, new)
    assert apply(old, piece) == new


@given(texts, texts)
def test_together_they_make_the_one_of_the_other(old, new):
    assert put_in(old, changes(old, new)) == new
