"""From Python's values to what travels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode

from urllib3.filepost import encode_multipart_formdata

from editor.wiki.text import without_refused

Value = str | int | bool | datetime | Iterable[str] | None
Params = Mapping[str, Value]

# Percent-encoding triples the length of a text that is not Latin; multipart leaves it as it is.
LONGEST_URLENCODED = 8_000


def flattened(params: Params) -> dict[str, str]:
    """False and None are left out: to the API, a parameter that is there is a yes."""
    return {
        key: _flat(value)
        for key, value in params.items()
        if value is not None and value is not False
    }


def encoded_body(fields: Mapping[str, str]) -> tuple[bytes, str]:
    """The body in the order of the fields, and its content type."""
    if sum(len(value) for value in fields.values()) <= LONGEST_URLENCODED:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    return encode_multipart_formdata(fields)


def multiple(values: Iterable[str]) -> str:
    """Several values in one parameter; a `|` inside one of them stays what it is.

    https://www.mediawiki.org/wiki/API:Data_formats#Multivalue_parameters
    """
    values = list(values)
    if any("|" in value for value in values):
        return "\x1f" + "\x1f".join(values)
    return "|".join(values)


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _flat(value: Value) -> str:
    match value:
        case True:
            return "1"
        case datetime():
            return timestamp(value)
        case str():
            # The wiki would do the same, but half a surrogate pair cannot be sent at all.
            return without_refused(value)
        case int():
            return str(value)
        case None:
            return ""
        case _:
            return multiple(without_refused(item) for item in value)
