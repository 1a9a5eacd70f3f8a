"""Each code that is documented, in the documented shape of an answer, for both writing actions.

What a real wiki can be made to answer is provoked in tests/actions and tests/views; this stands in
for the rest, such as what needs an extension that Debian does not package.
"""

from __future__ import annotations

import pytest

from editor.wiki import EditRequest, StashRequest, StashStatus, WikiError, errors
from tests.documented import documented

EDIT = EditRequest(title="Moon", text="Mine.", baserevid=3)
STASH = StashRequest(title="Moon", text="Mine.", baserevid=3)


def as_documented(code: str) -> dict[str, object]:
    """https://www.mediawiki.org/wiki/API:Errors_and_warnings"""
    error = {"code": code, "html": f"The wiki says {code}.", "module": "edit"}
    return {"errors": [error], "docref": "See https://wiki.example/w/api.php"}


@pytest.mark.parametrize(("code", "family"), [(d.code, d.family) for d in documented()])
@pytest.mark.parametrize("action", ["edit", "stash"])
def test_a_documented_code_is_told_apart_with_what_the_wiki_says(
    wire, client, code, family, action
):
    answers = [as_documented(code)]
    if code == "badtoken":
        # The one that is tried again, with a new token.
        answers += [{"query": {"tokens": {"csrftoken": "new+\\"}}}, as_documented(code)]
    wire.answers(*answers)
    with pytest.raises(WikiError) as caught:
        getattr(client, action)(EDIT if action == "edit" else STASH)
    assert type(caught.value) is getattr(errors, family)
    (message,) = caught.value.messages
    assert (message.code, message.html) == (code, f"The wiki says {code}.")


@pytest.mark.parametrize("status", StashStatus)
def test_each_status_of_a_stash_is_told_apart(wire, client, status):
    wire.answers({"stashedit": {"status": status.value}})
    assert client.stash(STASH).status is status


def test_the_statuses_are_those_of_the_documents():
    documented = "stashed editconflict busy ratelimited uncacheable error_parse error_cache"
    assert {status.value for status in StashStatus} == set(documented.split())
