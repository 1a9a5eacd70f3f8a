"""What is documented of the API's errors: tests/data/documented_codes.txt."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).parent / "data/documented_codes.txt"


class Documented(NamedTuple):
    code: str
    family: str
    """The name of the error's class."""
    where: str


def documented() -> list[Documented]:
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [Documented(*line.split()) for line in lines if line and not line.startswith("#")]
